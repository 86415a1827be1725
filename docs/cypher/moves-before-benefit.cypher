// Who changed household shortly before a benefit was granted to the new household or to himself?
// Parameters: $days, how many days before.
// Read: one row a move and benefit. Splitting a household may be what made it eligible; it may also be a
// marriage, so look at `reason`.
MATCH (person:Person)-[joined:JOINED_HOUSEHOLD]->(household:Household)
WHERE joined.start IS NOT NULL
MATCH (receiver)-[received:RECEIVED]->(programme:Programme)
WHERE (receiver = household OR receiver = person)
  AND received.start IS NOT NULL
  AND 0 <= received.start - joined.start <= $days
  AND coalesce(programme.discretion, '') <> 'universal'
RETURN person.id AS person, person.name AS name, joined.date AS moved, joined.reason AS reason,
       household.id AS household, programme.name AS programme, received.id AS benefit,
       received.date AS granted, received.start - joined.start AS days
ORDER BY days, person, benefit
