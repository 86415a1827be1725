// Which people, or people and companies, share a telephone or an address without being one family?
// Parameters: $most, the largest group that says something (a clerk's number on many forms does not).
// Read: one row a shared telephone or address; the number itself is not here, only who shares it.
MATCH (contact:Phone|Address)<-[:PERSON_PHONE|PERSON_ADDRESS|UNIT_PHONE|UNIT_ADDRESS]-(sharer)
WITH DISTINCT contact, sharer
ORDER BY sharer.id
WITH contact, collect(sharer) AS sharers
WHERE 2 <= size(sharers) <= $most
  AND NOT any(one IN sharers WHERE all(other IN sharers WHERE
    one = other OR EXISTS { (one)-[:KIN|SPOUSE|PARENT]-(other) }
    OR EXISTS { (one)-[:IN_HOUSEHOLD]->()<-[:IN_HOUSEHOLD]-(other) }))
RETURN toLower(labels(contact)[0]) AS contact,
       [sharer IN sharers | sharer.id + ' ' + coalesce(sharer.name, '')] AS sharers
ORDER BY contact, sharers
LIMIT 200
