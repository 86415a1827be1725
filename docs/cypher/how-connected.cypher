// How are two people connected: the shortest chain over any ties that is not through a hub?
// Parameters: $one and $other, ids of people; $hub, the most ties that a village, unit or other
// node on the way may have.
// Read: the chain with type and source of each tie. No row: no chain of at most six ties in the
// data loaded without such hubs. `huibi path` ranks several by strength and says how usual one is.
MATCH (one:Person {id: $one}), (other:Person {id: $other})
WHERE one <> other
MATCH path = shortestPath((one)-[:KIN|SPOUSE|PARENT|FRIEND|ENMITY|TEACHER|GUARANTOR|CREDITOR|PARTNER|FIANCE|GUARDIAN|OTHER_TIE|LEGAL_REPRESENTATIVE|DIRECTOR|SUPERVISOR|MANAGER|SHAREHOLDER|CONTROLLER|HOLDS_POST|IN_COHORT|IN_HOUSEHOLD|PERSON_PHONE|UNIT_PHONE|PERSON_ADDRESS|UNIT_ADDRESS|BOUGHT|SUPPLIED|DECIDED_CONTRACT|OWNS_ACCOUNT|PAID_INTO|PAID*1..6]-(other))
WHERE all(node IN nodes(path) WHERE node = one OR node = other OR COUNT { (node)--() } <= $hub)
RETURN [node IN nodes(path) | coalesce(node.name, node.title, labels(node)[0])] AS chain,
       [tie IN relationships(path) | type(tie)] AS ties,
       [tie IN relationships(path) | tie.origin] AS sources
