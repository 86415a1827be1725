"""The recusal question asked of Neo4j: what its patterns find, judged by the same rules."""
