// How many nodes and ties there are in all.
CALL () { MATCH (node) RETURN count(node) AS nodes }
CALL () { MATCH ()-[tie]->() RETURN count(tie) AS ties }
RETURN nodes, ties
