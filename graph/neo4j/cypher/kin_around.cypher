// The ties of the paths found, every parent of those on them, what else is told of parents whom
// nobody named, and all ties above the lower ends of lines. Parameters: $ties, element ids;
// $asked.low, ids of lower ends; $on, a day.
CALL () {
  UNWIND $asked.ties AS id
  MATCH ()-[tie]->()
  WHERE elementId(tie) = id
  RETURN tie
  UNION
  UNWIND $asked.low AS id
  MATCH (:Person {id: id})-[line:PARENT*0..]->(above)
  WHERE all(tie IN line WHERE tie.start <= $on AND $on < tie.end)
  WITH DISTINCT above
  MATCH (above)-[tie:PARENT]->()
  RETURN tie
}
WITH collect(DISTINCT tie) AS found
CALL (found) {
  UNWIND found AS tie
  UNWIND [startNode(tie), endNode(tie)] AS node
  WITH DISTINCT node
  CALL (node) {
    MATCH (node)-[tie:PARENT]->()
    RETURN tie
    UNION ALL
    WITH node
    WHERE node:Implied
    MATCH (node)<-[:PARENT]-()-[tie:PARENT]->()
    RETURN tie
  }
  RETURN collect(DISTINCT tie) AS beside
}
UNWIND found + beside AS tie
WITH DISTINCT tie, startNode(tie) AS one, endNode(tie) AS other
RETURN type(tie) AS kind, properties(tie) AS tie,
       one {.id, .name, .sex, .born_first, .born_last, implied: one:Implied} AS one,
       other {.id, .name, .sex, .born_first, .born_last, implied: other:Implied} AS other
