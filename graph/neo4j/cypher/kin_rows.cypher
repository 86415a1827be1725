// The rows of kin.csv that prove ties, and the people they name. Parameter: $asked.facts, the
// rows' numbers in the ledger.
UNWIND $asked.facts AS fact
MATCH (person:Person)-[row:KIN {fact: fact}]->(relative:Person)
RETURN properties(row) AS cells,
       person {.id, .name, .sex, .born_first, .born_last} AS person,
       relative {.id, .name, .sex, .born_first, .born_last} AS relative
