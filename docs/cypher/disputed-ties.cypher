// Which kin rows are disputed or contradict others?
// Parameters: none.
// Read: a verdict that rests on one of these is REVIEW at most. `contested` rows are disputed by a source
// or a correction, the others by what other rows say.
MATCH (person:Person)-[row:KIN]->(relative:Person)
WHERE row.disputed
RETURN person.id AS person, row.relation AS relation, relative.id AS relative,
       coalesce(row.contested, false) AS contested, row.confidence AS confidence,
       row.origin AS source
ORDER BY person, relation, relative
