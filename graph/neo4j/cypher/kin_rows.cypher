// The rows of kin.csv that prove ties. Parameter: $asked.facts, their numbers in the ledger.
UNWIND $asked.facts AS fact
MATCH (person:Person)-[row:KIN {fact: fact}]->(relative:Person)
RETURN properties(row) AS cells, person.id AS person, relative.id AS relative
