// Into which accounts are benefits of several people or households paid?
// Parameters: $least, how many receivers make an account worth a look.
// Read: one row an account, with its owner where one is on record, and the receivers.
MATCH (receiver)-[paid:PAID_INTO]->(account:Account)
WITH account, collect(DISTINCT receiver.id) AS receivers, count(DISTINCT paid.fact) AS payments
WHERE size(receivers) >= $least
OPTIONAL MATCH (owner)-[:OWNS_ACCOUNT]->(account)
RETURN account.id AS account, collect(DISTINCT owner.name) AS owners, receivers, payments
ORDER BY size(receivers) DESC, account
LIMIT 100
