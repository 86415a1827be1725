// How many people share what some of those compared share, and what it is called.
// Parameters: lists of ids in $asked: places, groups, households, phones, addresses, units,
// schools, companies, accounts; and cohorts, by name.
UNWIND $asked.places AS id
MATCH (shared:Place {id: id})
RETURN 'village' AS column, id, COUNT { (shared)<-[:LIVES_IN]-() } AS people,
       shared.population AS stated, shared.name AS name
UNION ALL
UNWIND $asked.groups AS id
MATCH (shared:Group {id: id})
RETURN 'group' AS column, id, COUNT { (shared)<-[:IN_GROUP]-() } AS people,
       null AS stated, null AS name
UNION ALL
UNWIND $asked.households AS id
MATCH (shared:Household {id: id})
RETURN 'household' AS column, id, COUNT { (shared)<-[:IN_HOUSEHOLD]-() } AS people,
       null AS stated, null AS name
UNION ALL
UNWIND $asked.phones AS id
MATCH (shared:Phone {id: id})
RETURN 'phone' AS column, id, COUNT { (shared)<-[:PERSON_PHONE]-() } AS people,
       null AS stated, null AS name
UNION ALL
UNWIND $asked.addresses AS id
MATCH (shared:Address {id: id})
RETURN 'address' AS column, id, COUNT { (shared)<-[:PERSON_ADDRESS]-() } AS people,
       null AS stated, null AS name
UNION ALL
UNWIND $asked.units AS id
MATCH (shared:Unit {id: id})
RETURN 'posts.unit' AS column, id,
       COUNT { MATCH (shared)<-[:HOLDS_POST]-(person) RETURN DISTINCT person } AS people,
       shared.staff AS stated, shared.name AS name
UNION ALL
UNWIND $asked.schools AS id
MATCH (shared:Unit {id: id})
RETURN 'memberships.unit' AS column, id,
       COUNT { MATCH (shared)<-[:BELONGED_TO]-(person) RETURN DISTINCT person } AS people,
       null AS stated, shared.name AS name
UNION ALL
UNWIND $asked.companies AS id
MATCH (shared:Unit {id: id})
RETURN 'roles.company' AS column, id,
       COUNT {
         MATCH (shared)<-[:LEGAL_REPRESENTATIVE|DIRECTOR|SUPERVISOR|MANAGER|SHAREHOLDER|CONTROLLER]-(holder)
         RETURN DISTINCT holder
       } AS people,
       null AS stated, shared.name AS name
UNION ALL
UNWIND $asked.accounts AS id
MATCH (shared:Account {id: id})
RETURN 'benefits.account' AS column, id,
       COUNT { MATCH (shared)<-[:PAID_INTO]-(person:Person) RETURN DISTINCT person }
         + CASE WHEN EXISTS { (shared)<-[:PAID_INTO]-(:Household) } THEN 1 ELSE 0 END AS people,
       null AS stated, null AS name
UNION ALL
UNWIND $asked.cohorts AS id
MATCH (person:Person)-[member:IN_COHORT]->(:Cohort)
WHERE member.group_name = id
RETURN 'memberships.group_name' AS column, id, count(DISTINCT person) AS people,
       null AS stated, null AS name
