// Write ties between nodes that stand already; a local server's own way. Parameters: $rows, how
// many; $type; $source and $target, labels; $columns, as graph.projection.packed lays them out.
CALL huibi.ties($rows, $type, $source, $target, $columns) YIELD made
RETURN made
