"""The ledger as a graph in Neo4j, kept in step."""
