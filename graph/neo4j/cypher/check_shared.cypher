// What candidates have in common with those they are compared with: the rows of each unit, company,
// cohort and account that people of both sides share, and the rows that name two of them.
// Parameters: $asked.candidates and $asked.others, maps whose keys are ids.
UNWIND keys($asked.candidates) + [id IN keys($asked.others) WHERE $asked.candidates[id] IS NULL] AS id
MATCH (person:Person {id: id})
MATCH (person)-[tie:HOLDS_POST|LEGAL_REPRESENTATIVE|DIRECTOR|SUPERVISOR|MANAGER|SHAREHOLDER|CONTROLLER|BELONGED_TO|IN_COHORT|PAID_INTO]->(shared)
WITH shared, collect(DISTINCT id) AS people, collect(tie) AS ties
WHERE size(people) > 1 AND any(id IN people WHERE $asked.others[id])
UNWIND ties AS tie
RETURN type(tie) AS kind, properties(tie) AS cells, startNode(tie).id AS source, shared.id AS target
UNION ALL
UNWIND keys($asked.others) AS id
MATCH (:Person {id: id})-[tie:FRIEND|ENMITY|TEACHER|GUARANTOR|CREDITOR|PARTNER|FIANCE|GUARDIAN|OTHER_TIE]-(other:Person)
WHERE $asked.candidates[other.id]
WITH DISTINCT tie
RETURN type(tie) AS kind, properties(tie) AS cells, startNode(tie).id AS source, endNode(tie).id AS target
UNION ALL
UNWIND keys($asked.others) AS id
MATCH (:Person {id: id})-[tie:KIN {supported: true}]-(other:Person)
WHERE $asked.candidates[other.id]
WITH DISTINCT tie
RETURN type(tie) AS kind, properties(tie) AS cells, startNode(tie).id AS source, endNode(tie).id AS target
