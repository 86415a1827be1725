// Record how far the projection is. Parameters: $holder; $told, properties; null takes one away.
MATCH (projection:Projection {name: 'huibi', holder: $holder})
SET projection += $told
RETURN true AS mine
