// Money between candidates and those they are compared with, from their own names or accounts.
// Parameters: $asked.candidates and $asked.others, maps whose keys are ids.
UNWIND keys($asked.others) AS id
MATCH (:Person {id: id})-[:OWNS_ACCOUNT*0..1]->(purse)
MATCH (purse)-[paid:PAID]-(far)
OPTIONAL MATCH (owner:Person)-[:OWNS_ACCOUNT]->(far)
WITH DISTINCT paid, far, coalesce(owner, far) AS other
WHERE other:Person AND $asked.candidates[other.id]
UNWIND [startNode(paid), endNode(paid)] AS end
OPTIONAL MATCH (owner:Person)-[owns:OWNS_ACCOUNT]->(end)
RETURN properties(paid) AS cells, startNode(paid).id AS source, endNode(paid).id AS target,
       end.id AS account, owner.id AS owner, owns.fact AS fact
