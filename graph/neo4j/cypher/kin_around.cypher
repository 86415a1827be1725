// The ties of the people on the paths found to their parents and spouses, what else is told of
// parents whom nobody named, and all ties above the lower ends of lines.
// Parameters: $asked.people and $asked.low, element ids; $on, a day.
CALL () {
  UNWIND $asked.people AS id
  MATCH (person)
  WHERE elementId(person) = id
  RETURN person
  UNION
  UNWIND $asked.low AS id
  MATCH (low)-[line:PARENT*0..]->(person)
  WHERE elementId(low) = id AND all(tie IN line WHERE tie.start <= $on AND $on < tie.end)
  RETURN DISTINCT person
}
CALL (person) {
  MATCH (person)-[tie:PARENT|SPOUSE]->()
  RETURN tie
  UNION ALL
  WITH person
  WHERE person:Implied
  MATCH (person)<-[:PARENT]-()-[tie:PARENT]->()
  RETURN tie
}
WITH DISTINCT tie
WITH tie, startNode(tie) AS one, endNode(tie) AS other
RETURN type(tie) AS kind, properties(tie) AS tie,
       one {.id, .name, .sex, .born_first, .born_last, implied: one:Implied} AS one,
       other {.id, .name, .sex, .born_first, .born_last, implied: other:Implied} AS other
