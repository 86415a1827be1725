// Which kin hold posts in one unit, or in a unit and the one above it, at the same time?
// Parameters: $on, a day such as '2026-03-02'.
// Read: one row a pair, the head first where one of the two is: the post rule looks at kin in a
// directly subordinate relation, or under one head.
WITH duration.inDays(date('1970-01-01'), date($on)).days AS day
MATCH (one:Person)-[kin:LEGAL_KIN]->(other:Person)
MATCH (one)-[his:HOLDS_POST]->(unit:Unit)
WHERE his.start <= day AND day < his.end
MATCH (other)-[its:HOLDS_POST]->(at:Unit)
WHERE its.start <= day AND day < its.end
  AND (at = unit OR EXISTS { (at)-[:SUBORDINATE_TO]->(unit) })
  AND (at <> unit OR coalesce(his.role, '') = 'head'
       OR (coalesce(its.role, '') <> 'head' AND one.id < other.id))
RETURN DISTINCT one.id AS one, his.title AS his_post, kin.term AS other_is, other.id AS other,
       its.title AS its_post, unit.name AS unit, at.name AS at_unit,
       coalesce(his.role, '') = 'head' AS is_under_head
ORDER BY is_under_head DESC, unit, one, other
