// Whether the server brings Huibi's own writers, as one that huibi started does.
SHOW PROCEDURES YIELD name
WHERE name IN ['huibi.ties', 'huibi.nodes']
RETURN count(*) = 2 AS both
