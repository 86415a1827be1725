// Which supervisors of a village are kin to members of its committee?
// Parameters: $on, a day such as '2026-03-02'.
// Read: one row a pair. Members of the supervision committee may not be close kin of members of the
// committees they supervise (村民委员会组织法 32).
WITH duration.inDays(date('1970-01-01'), date($on)).days AS day
MATCH (supervisor:Person)-[watch:HOLDS_POST]->(watching:Unit)
WHERE watch.start <= day AND day < watch.end AND watch.role = 'supervisor'
MATCH (member:Person)-[post:HOLDS_POST]->(committee:Unit {kind: 'village_committee'})
WHERE post.start <= day AND day < post.end AND coalesce(post.role, '') <> 'supervisor'
  AND (watching = committee OR EXISTS { (watching)-[:SUBORDINATE_TO]->(committee) })
MATCH (supervisor)-[kin:LEGAL_KIN]->(member)
WHERE 'NR-C' IN kin.circles
RETURN DISTINCT committee.name AS village, supervisor.id AS supervisor, watch.title AS post,
       kin.term AS member_is, member.id AS member, post.title AS member_post
ORDER BY village, supervisor, member
