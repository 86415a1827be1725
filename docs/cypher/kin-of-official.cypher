// Whom does the law call kin of an official, and by which circle?
// Parameters: $official, an id of somebody who holds or held a post, or handles cases.
// Read: one row a relative, nearest first. `circles` are the sets of the statutes (docs/rules.md),
// `sequence` the newest fact that the tie rests on. Lawful ties, on the day of the last sync.
MATCH (official:Person {id: $official})-[tie:LEGAL_KIN]->(relative:Person)
RETURN relative.id AS id, relative.name AS name, tie.term AS term, tie.class AS class,
       tie.up AS up, tie.down AS down, tie.marriages AS marriages,
       tie.circles AS circles, tie.sequence AS sequence
ORDER BY up + down + marriages, class, id
