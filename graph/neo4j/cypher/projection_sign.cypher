// Show a sign of life. Parameters: $holder; $lease, milliseconds.
MATCH (projection:Projection {name: 'huibi', holder: $holder})
SET projection.lease = timestamp() + $lease
RETURN true AS mine
