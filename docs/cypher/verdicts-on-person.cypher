// What was recorded about whether a person may handle cases?
// Parameters: $person, an id.
// Read: one row a case with the last recorded verdict. Cases with an informant, or under seal, are not
// in Neo4j: no row is no proof that there is no case.
MATCH (person:Person {id: $person})-[told:VERDICT]->(case:Case)
OPTIONAL MATCH (person)-[why:VERDICT {case: case.id}]->(party:Person|Unit)
RETURN case.id AS case, told.verdict AS verdict, told.day AS day, told.decision AS decision,
       told.rules AS rules, collect(DISTINCT party.id) AS parties
ORDER BY case
