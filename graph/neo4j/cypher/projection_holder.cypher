// Who has the right to write. Parameter: $holder.
MATCH (projection:Projection {name: 'huibi', holder: $holder})
RETURN true AS mine
