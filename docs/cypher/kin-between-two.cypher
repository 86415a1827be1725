// How are two people kin, and which rows say so?
// Parameters: $one and $other, ids.
// Read: every chain of at most six steps of parents and marriages, shortest first, whatever the law
// makes of its ties; `sources` are file and row of the best proof of each step.
MATCH path = (one:Person {id: $one})-[:PARENT|SPOUSE*1..6]-(other:Person {id: $other})
WHERE all(person IN nodes(path) WHERE single(again IN nodes(path) WHERE again = person))
RETURN [person IN nodes(path) | coalesce(person.name, '（未具名）')] AS people,
       [tie IN relationships(path) | type(tie)] AS steps,
       [tie IN relationships(path) | tie.standing] AS standings,
       [tie IN relationships(path) | tie.origin] AS sources
ORDER BY size(steps), people
LIMIT 20
