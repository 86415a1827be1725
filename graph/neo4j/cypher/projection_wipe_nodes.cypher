// Take some nodes away, with whatever hangs on them. Parameter: $most.
MATCH (node:@label@)
WITH node LIMIT $most
DETACH DELETE node
RETURN count(*) AS gone
