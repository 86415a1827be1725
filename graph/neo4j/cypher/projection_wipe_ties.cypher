// Take some ties away. Parameter: $most.
MATCH ()-[tie:@type@]->()
WITH tie LIMIT $most
DELETE tie
RETURN count(*) AS gone
