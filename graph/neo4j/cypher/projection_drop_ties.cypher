// Take ties away by their keys. Parameter: $keys.
UNWIND $keys AS key
MATCH ()-[tie:@type@ {key: key}]->()
DELETE tie
