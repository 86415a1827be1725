// Who decided benefits for his own kin, or for a household of theirs?
// Parameters: none.
// Read: one row a benefit; `filed` says whether it was registered as a relative's (备案), which is
// not wrong by itself. Universal programmes, which everybody gets, are left out.
MATCH (decider:Person)-[granted:GRANTED]->(receiver)
MATCH (programme:Programme {id: granted.programme})
WHERE coalesce(programme.discretion, '') <> 'universal'
CALL (decider, receiver) {
  MATCH (decider)-[kin:LEGAL_KIN]->(receiver)
  RETURN receiver AS relative, kin
  UNION
  MATCH (decider)-[kin:LEGAL_KIN]->(relative:Person)-[:IN_HOUSEHOLD]->(receiver)
  RETURN relative, kin
}
RETURN decider.id AS decider, decider.name AS name, relative.id AS relative, kin.term AS term,
       programme.name AS programme, granted.id AS benefit, granted.date AS date,
       granted.amount / 100.0 AS amount, coalesce(granted.filed, false) AS filed,
       granted.origin AS source
ORDER BY decider, date, benefit, relative
