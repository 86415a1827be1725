// Who stands behind a company, through companies that own it?
// Parameters: $company, an id.
// Read: one row a person and way, nearest first; `share` multiplies the shares along the way, and is
// null where one of them is not on record.
MATCH (company:Unit {id: $company})
MATCH path = (holder:Person)-[:SHAREHOLDER|CONTROLLER|LEGAL_REPRESENTATIVE*1..6]->(company)
WHERE all(tie IN relationships(path)[1..] WHERE type(tie) IN ['SHAREHOLDER', 'CONTROLLER'])
RETURN holder.id AS id, holder.name AS name, toLower(type(relationships(path)[0])) AS role,
       [unit IN nodes(path)[1..] | unit.name] AS through,
       reduce(share = 1.0, tie IN relationships(path) | share * tie.share) AS share
ORDER BY size(through), id, role
