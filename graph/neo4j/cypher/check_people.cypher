// Who people are, where they live, what they declared, and which near kin of theirs, of any
// standing, are on record on a day. Parameters: $asked.persons, ids; $on, a day.
UNWIND $asked.persons AS id
MATCH (person:Person {id: id})
RETURN person {.*} AS person,
  [(person)-[:LIVES_IN]->(place) | place.id] AS village,
  [(person)-[:IN_GROUP]->(within) | within.id] AS within,
  [(person)-[:IN_HOUSEHOLD]->(household) | household.id] AS household,
  [(person)-[:PERSON_PHONE]->(phone) | phone.id] AS phone,
  [(person)-[:PERSON_ADDRESS]->(address) | address.id] AS address,
  EXISTS { (person)-[:PARENT]->(:Person) } AS named_parent,
  EXISTS {
    MATCH (person)-[up:PARENT]->(parent:Person)
    WHERE up.start <= $on AND $on < up.end AND parent <> person
  } AS parents,
  EXISTS {
    MATCH (person)-[up:PARENT]->(parent)<-[down:PARENT]-(sibling:Person)
    WHERE up.start <= $on AND $on < up.end AND down.start <= $on AND $on < down.end
      AND sibling <> person AND parent <> person AND sibling <> parent
  } AS siblings,
  EXISTS {
    MATCH (person)-[couple:SPOUSE]-(spouse:Person)
    WHERE couple.start <= $on AND $on < couple.end AND spouse <> person
  } AS spouse,
  EXISTS {
    MATCH (person)<-[down:PARENT]-(child:Person)
    WHERE down.start <= $on AND $on < down.end AND child <> person
  } AS children,
  EXISTS {
    MATCH (person)-[up:PARENT]->(parent)-[higher:PARENT]->(grandparent:Person)
    WHERE up.start <= $on AND $on < up.end AND higher.start <= $on AND $on < higher.end
      AND grandparent <> person AND parent <> person AND grandparent <> parent
  } AS grandparents
