// Which officials, spouses and children of officials have roles or shares in companies?
// Parameters: $on, a day such as '2026-03-02'.
// Read: one row a role that stands on that day; `who` is 'himself' or the relation. The bans on
// doing business look at this circle (FAM in docs/rules.md).
WITH duration.inDays(date('1970-01-01'), date($on)).days AS day
MATCH (official:Person)
WHERE EXISTS {
  MATCH (official)-[post:HOLDS_POST]->(unit:Unit)
  WHERE post.start <= day AND day < post.end AND unit.kind = 'public_body'
}
CALL (official) {
  RETURN official AS holder, 'himself' AS who
  UNION
  MATCH (official)-[kin:LEGAL_KIN]->(holder:Person)
  WHERE 'FAM' IN kin.circles
  RETURN holder, kin.term AS who
}
MATCH (holder)-[role:LEGAL_REPRESENTATIVE|DIRECTOR|SUPERVISOR|MANAGER|SHAREHOLDER|CONTROLLER]->(company:Unit)
WHERE role.start <= day AND day < role.end AND company.kind = 'company'
RETURN official.id AS official, official.name AS name, who, holder.id AS holder,
       toLower(type(role)) AS role, role.share AS share, company.name AS company, role.origin AS source
ORDER BY official, who, company, role
