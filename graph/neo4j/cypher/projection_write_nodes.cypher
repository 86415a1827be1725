// Write nodes, or give those that stand these properties; a local server's own way. Parameters:
// $rows, how many; $label; $columns, as graph.projection.packed lays them out.
CALL huibi.nodes($rows, $label, $columns) YIELD made
RETURN made
