// Whether there are nodes in the database that no projection has written.
MATCH (node)
RETURN true AS found
LIMIT 1
