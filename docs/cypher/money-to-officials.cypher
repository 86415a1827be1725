// Which suppliers of a unit paid somebody who held a post in it, or his kin?
// Parameters: none.
// Read: one row a transfer, from the supplier or its account, to the person or his account.
MATCH (official:Person)-[:HOLDS_POST]->(:Unit)-[:BOUGHT]->(:Contract)<-[:SUPPLIED]-(supplier:Unit)
WITH DISTINCT official, supplier
CALL (official) {
  RETURN official AS receiver, 'himself' AS who
  UNION
  MATCH (official)-[kin:LEGAL_KIN]->(receiver:Person)
  RETURN receiver, kin.term AS who
}
MATCH (supplier)-[:OWNS_ACCOUNT*0..1]->(from)-[paid:PAID]->(to)<-[:OWNS_ACCOUNT*0..1]-(receiver)
RETURN DISTINCT official.id AS official, who, receiver.id AS receiver, supplier.name AS supplier,
       paid.date AS date, paid.amount / 100.0 AS amount, paid.purpose AS purpose, paid.origin AS source
ORDER BY official, date, source
