// Nodes of somebody else's graph that carry a label, with some of their properties and of their
// neighbours'. Parameters: $label; $asked, a list of {name, near}: a property, and the type of the
// relationship to the neighbour that has it, or null. One list of values for each asked.
MATCH (node)
WHERE $label IN labels(node)
RETURN elementId(node) AS id,
       [ask IN $asked |
         CASE WHEN ask.near IS NULL THEN [node[ask.name]]
              ELSE [(node)-[via]-(near) WHERE type(via) = ask.near | near[ask.name]]
         END] AS cells
