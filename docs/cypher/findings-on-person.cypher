// Which recorded findings name a person: as what they are about, or as one whom they touch?
// Parameters: $person, an id.
// Read: one row a finding of the last recorded run of each pattern. It is a reason to look, never a
// verdict: the report (huibi patterns) says what to check first. No row: none was found, or none recorded.
MATCH (person:Person {id: $person})-[f:FINDING]-()
WITH DISTINCT person, f.id AS finding
MATCH (source)-[each:FINDING {id: finding}]->(named)
WITH person, finding, collect(each) AS ties, collect(DISTINCT named.id) AS names, source,
     collect(DISTINCT CASE WHEN named = person AND source <> person THEN each.role END) AS roles
WITH finding, ties[0] AS told, names, source, CASE WHEN source = person THEN ['subject'] ELSE roles END AS roles
RETURN finding, told.code AS code, roles, told.claim AS claim, told.measure AS measure, told.unit AS unit,
       told.expected AS expected, told.q AS q, source.id AS source, names, told.run AS run
ORDER BY code, finding
