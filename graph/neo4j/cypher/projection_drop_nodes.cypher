// Take nodes away by their ids, with whatever still hangs on them. Parameter: $ids.
UNWIND $ids AS id
MATCH (node:@label@ {id: id})
DETACH DELETE node
