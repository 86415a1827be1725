"""Neo4j itself: the server, the driver, the Cypher texts."""
