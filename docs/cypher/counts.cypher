// What is in the graph, and how much of it?
// Parameters: none.
// Read: one row a label, then one a relationship type. `Implied` are people whom a relation implies and
// nobody named: the unknown parents of brothers.
CALL () {
  MATCH (node)
  UNWIND labels(node) AS name
  RETURN 'label' AS what, name, count(*) AS many
  UNION ALL
  MATCH ()-[tie]->()
  RETURN 'type' AS what, type(tie) AS name, count(*) AS many
}
RETURN what, name, many
ORDER BY what, many DESC, name
