// Relationships of a type in somebody else's graph, with some of their properties and of their ends'.
// Parameters: $type; $asked, a list of {name, of}: a property, and whose: start, end, or the tie's.
MATCH (one)-[tie]->(other)
WHERE type(tie) = $type
RETURN elementId(tie) AS id,
       [ask IN $asked |
         CASE ask.of WHEN 'start' THEN [one[ask.name]]
                     WHEN 'end' THEN [other[ask.name]]
                     ELSE [tie[ask.name]]
         END] AS cells
