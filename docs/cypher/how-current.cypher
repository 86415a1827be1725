// How current is this graph, and is it whole?
// Parameters: $head, the ledger's sequence (huibi status).
// Read: `is_current` false: run huibi neo4j sync before you believe that something is absent.
MATCH (projection:Projection)
RETURN projection.applied_seq AS shows, $head AS ledger, projection.state AS state,
       projection.applying_seq AS moving_to,
       projection.state = 'ready' AND projection.applied_seq = $head AS is_current
