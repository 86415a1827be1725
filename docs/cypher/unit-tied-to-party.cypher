// Who in the unit that handles a case is tied to a party of it?
// Parameters: $unit, the unit's id; $party, a person's id; $on, a day such as '2026-03-02'.
// Read: one row a tie of somebody with a post in the unit on that day: kin by law, declared or
// recorded ties, one household, one class, one company. A reason to look, not a verdict.
WITH duration.inDays(date('1970-01-01'), date($on)).days AS day
MATCH (party:Person {id: $party})
MATCH (member:Person)-[post:HOLDS_POST]->(:Unit {id: $unit})
WHERE post.start <= day AND day < post.end AND member <> party
WITH DISTINCT member, party
CALL (member, party) {
  MATCH (member)-[kin:LEGAL_KIN]->(party)
  RETURN 'kin: ' + kin.term AS tie, null AS shared
  UNION
  MATCH (member)-[tie:FRIEND|ENMITY|TEACHER|GUARANTOR|CREDITOR|PARTNER|FIANCE|GUARDIAN|OTHER_TIE]-(party)
  RETURN toLower(type(tie)) AS tie, tie.origin AS shared
  UNION
  MATCH (member)-[:IN_HOUSEHOLD]->(household)<-[:IN_HOUSEHOLD]-(party)
  RETURN 'household' AS tie, household.id AS shared
  UNION
  MATCH (member)-[:IN_COHORT]->(cohort)<-[:IN_COHORT]-(party)
  RETURN 'cohort' AS tie, cohort.id AS shared
  UNION
  MATCH (member)-[:LEGAL_REPRESENTATIVE|DIRECTOR|SUPERVISOR|MANAGER|SHAREHOLDER|CONTROLLER]->(company:Unit)
  MATCH (company)<-[:LEGAL_REPRESENTATIVE|DIRECTOR|SUPERVISOR|MANAGER|SHAREHOLDER|CONTROLLER]-(party)
  RETURN 'company' AS tie, company.name AS shared
}
RETURN member.id AS id, member.name AS name, tie, shared
ORDER BY id, tie, shared
