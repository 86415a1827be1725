// All that the projection says of itself.
MATCH (projection:Projection {name: 'huibi'})
RETURN properties(projection) AS told
