// Which companies of an official's kin won contracts of a unit in which he held a post?
// Parameters: $official, an id; or null for everybody with a post.
// Read: one row a contract: the official, his post on the day of the award, the relative and his
// role, the company, and whether the official himself decided. Amounts are in yuan.
MATCH (official:Person)-[post:HOLDS_POST]->(buyer:Unit)-[:BOUGHT]->(contract:Contract)
WHERE $official IS NULL OR official.id = $official
MATCH (contract)<-[won:SUPPLIED]-(company:Unit)
WHERE won.start IS NULL OR (post.start < won.end AND won.start < post.end)
MATCH (company)<-[role:LEGAL_REPRESENTATIVE|DIRECTOR|SUPERVISOR|MANAGER|SHAREHOLDER|CONTROLLER]-(relative:Person)
MATCH (official)-[kin:LEGAL_KIN]->(relative)
RETURN DISTINCT official.id AS official, buyer.name AS unit, post.title AS post,
       relative.name AS relative, kin.term AS term, toLower(type(role)) AS role,
       company.name AS company, contract.id AS contract, contract.awarded AS awarded,
       contract.amount / 100.0 AS amount,
       EXISTS { (official)-[:DECIDED_CONTRACT]->(contract) } AS he_decided
ORDER BY official, awarded, contract, role, relative
