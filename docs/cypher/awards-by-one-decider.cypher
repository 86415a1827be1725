// Which suppliers win again and again by the decision of one person?
// Parameters: $least, how many contracts.
// Read: one row a decider and supplier: contracts, how many without open competition, and the sum in
// yuan. In a small county few suppliers may exist: compare with all contracts of the buyer.
MATCH (decider:Person)-[:DECIDED_CONTRACT]->(contract:Contract)<-[:SUPPLIED]-(supplier:Unit)
WITH decider, supplier, collect(DISTINCT contract) AS contracts
WHERE size(contracts) >= $least
RETURN decider.id AS decider, decider.name AS name, supplier.name AS supplier,
       size(contracts) AS contracts,
       size([c IN contracts WHERE c.procedure IN ['negotiated', 'single_source', 'direct']]) AS not_open,
       reduce(sum = 0, c IN contracts | sum + coalesce(c.amount, 0)) / 100.0 AS amount
ORDER BY contracts DESC, decider, supplier
