// Which handlers have how many legal kin among the people of a village?
// Parameters: $village, a place's id.
// Read: every handler, those without kin there first: where to look for somebody from outside. Only
// `huibi check` says who may handle a case: it knows the statutes, the day and what is not on record.
MATCH (handler:Person)-[:HANDLES_FOR]->(organ:Unit)
WITH DISTINCT handler, collect(DISTINCT organ.name) AS organs
OPTIONAL MATCH (handler)-[kin:LEGAL_KIN]->(relative:Person)-[:LIVES_IN]->(:Place {id: $village})
RETURN handler.id AS id, handler.name AS name, organs, count(DISTINCT relative) AS kin_there,
       EXISTS { (handler)-[:LIVES_IN]->(:Place {id: $village}) } AS lives_there
ORDER BY kin_there, lives_there, id
