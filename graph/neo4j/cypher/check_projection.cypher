// How far the projection is: the ledger's sequence it shows, the history that names it, and the
// sequence it is moving to, if it is.
MATCH (projection:Projection)
RETURN projection.applied_seq AS applied, projection.mark AS mark,
       projection.applying_seq AS applying, projection.state AS state
LIMIT 1
