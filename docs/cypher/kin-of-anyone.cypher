// Who is kin to a person on a day, in the words of the statutes?
// Parameters: $person, an id; $on, a day such as '2026-03-02'.
// Read: one row a relative and way of being kin; `standing` is 'lawful', or says what keeps the tie
// from being legal kinship (foster, divorced, adopted away …). Implied people are walked through.
WITH duration.inDays(date('1970-01-01'), date($on)).days AS day
MATCH (person:Person {id: $person})
CALL (person) {
  MATCH path = (person)-[:SPOUSE]-(relative:Person)
  RETURN '配偶' AS relation, path, relative
  UNION
  MATCH path = (person)-[:PARENT]->(relative:Person)
  RETURN '父母' AS relation, path, relative
  UNION
  MATCH path = (person)<-[:PARENT]-(relative:Person)
  RETURN '子女' AS relation, path, relative
  UNION
  MATCH path = (person)-[:PARENT*2]->(relative:Person)
  RETURN '祖父母、外祖父母' AS relation, path, relative
  UNION
  MATCH path = (person)<-[:PARENT*2]-(relative:Person)
  RETURN '孙子女、外孙子女' AS relation, path, relative
  UNION
  MATCH path = (person)-[:PARENT]->()<-[:PARENT]-(relative:Person)
  RETURN '兄弟姐妹' AS relation, path, relative
  UNION
  MATCH path = (person)-[:PARENT*2]->()<-[:PARENT]-(relative:Person)
  RETURN '伯叔姑舅姨' AS relation, path, relative
  UNION
  MATCH path = (person)-[:PARENT]->()<-[:PARENT*2]-(relative:Person)
  RETURN '侄子女、甥子女' AS relation, path, relative
  UNION
  MATCH path = (person)-[:PARENT*2]->()<-[:PARENT*2]-(relative:Person)
  RETURN '堂、表兄弟姐妹' AS relation, path, relative
  UNION
  MATCH path = (person)-[:SPOUSE]-()-[:PARENT]->(relative:Person)
  RETURN '配偶的父母' AS relation, path, relative
  UNION
  MATCH path = (person)-[:SPOUSE]-()-[:PARENT]->()<-[:PARENT]-(relative:Person)
  RETURN '配偶的兄弟姐妹' AS relation, path, relative
  UNION
  MATCH path = (person)<-[:PARENT]-()-[:SPOUSE]-(relative:Person)
  RETURN '子女的配偶' AS relation, path, relative
  UNION
  MATCH path = (person)-[:PARENT]->()<-[:PARENT]-()-[:SPOUSE]-(relative:Person)
  RETURN '兄弟姐妹的配偶' AS relation, path, relative
}
WITH day, relation, relative, nodes(path) AS people, relationships(path) AS ties
WHERE all(tie IN ties WHERE tie.start <= day AND day < tie.end)
  AND all(one IN people WHERE single(other IN people WHERE other = one))
WITH relation, relative, head([tie IN ties WHERE tie.standing <> 0 | tie.standing]) AS unlawful
RETURN DISTINCT relation, relative.id AS id, relative.name AS name,
  CASE coalesce(unlawful, 0)
    WHEN 0 THEN 'lawful' WHEN 1 THEN 'widowed' WHEN 2 THEN 'former_spouse'
    WHEN 3 THEN 'blood_after_adoption' WHEN 4 THEN 'dissolved_adoption'
    WHEN 5 THEN 'unregistered_adoption' WHEN 6 THEN 'step_not_raised' WHEN 7 THEN 'foster'
    WHEN 8 THEN 'void_marriage' WHEN 9 THEN 'cohabiting' ELSE 'co_parent'
  END AS standing
ORDER BY relation, id, standing
