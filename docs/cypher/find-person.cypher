// Who bears a name, or part of one?
// Parameters: $text, Chinese characters in a row, a single character, or a word of pinyin.
// Read: the best matches first; homonyms are told apart by birth and village.
WITH '"' + replace(replace($text, '\\', ' '), '"', ' ') + '"' AS phrase
CALL db.index.fulltext.queryNodes('names', phrase) YIELD node, score
WHERE node:Person
OPTIONAL MATCH (node)-[:LIVES_IN]->(village:Place)
RETURN node.id AS id, node.name AS name, node.sex AS sex, node.born AS born,
       village.name AS village, round(score, 2) AS match
ORDER BY match DESC, id
LIMIT 50
