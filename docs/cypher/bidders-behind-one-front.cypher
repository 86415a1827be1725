// Which bidders for one contract belong together?
// Parameters: none.
// Read: one row a pair of bidders and what joins them: a person with roles in both, legal kin among their
// officers, a telephone, an address, or the account of the deposits.
MATCH (one:Unit)-[:BID_FOR]->(contract:Contract)<-[:BID_FOR]-(other:Unit)
WHERE one.id < other.id
CALL (one, other) {
  MATCH (one)<-[:LEGAL_REPRESENTATIVE|DIRECTOR|SUPERVISOR|MANAGER|SHAREHOLDER|CONTROLLER]-(person)
  MATCH (person)-[:LEGAL_REPRESENTATIVE|DIRECTOR|SUPERVISOR|MANAGER|SHAREHOLDER|CONTROLLER]->(other)
  RETURN 'one person: ' + person.name AS joined
  UNION
  MATCH (one)<-[:LEGAL_REPRESENTATIVE|CONTROLLER]-(person:Person)
  MATCH (relative:Person)-[:LEGAL_REPRESENTATIVE|CONTROLLER]->(other)
  MATCH (person)-[:PARENT|SPOUSE]-(relative)
  RETURN 'one family: ' + person.name + ', ' + relative.name AS joined
  UNION
  MATCH (one)-[:UNIT_PHONE]->(:Phone)<-[:UNIT_PHONE]-(other)
  RETURN 'one telephone' AS joined
  UNION
  MATCH (one)-[:UNIT_ADDRESS]->(:Address)<-[:UNIT_ADDRESS]-(other)
  RETURN 'one address' AS joined
  UNION
  MATCH (one)-[:DEPOSITED_FROM]->(account:Account)<-[:DEPOSITED_FROM]-(other)
  RETURN 'deposits from one account: ' + account.id AS joined
}
RETURN contract.id AS contract, one.name AS one, other.name AS other, joined
ORDER BY contract, one, other, joined
