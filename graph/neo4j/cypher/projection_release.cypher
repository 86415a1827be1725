// Give back the right to write. Parameter: $holder.
MATCH (projection:Projection {name: 'huibi', holder: $holder})
REMOVE projection.holder, projection.lease
