// Who bears a name, or part of one?
// Parameters: $text, Chinese characters in a row, a single character, or pinyin words.
// Read: the best matches first; homonyms are told apart by birth and village.
CALL db.index.fulltext.queryNodes('names', $text) YIELD node, score
WHERE node:Person
OPTIONAL MATCH (node)-[:LIVES_IN]->(village:Place)
RETURN node.id AS id, node.name AS name, node.sex AS sex, node.born AS born,
       village.name AS village, round(score, 2) AS match
ORDER BY match DESC, id
LIMIT 50
