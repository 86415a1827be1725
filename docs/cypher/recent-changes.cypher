// What came in since a sequence, by source and kind?
// Parameters: $since, a sequence of the ledger (huibi status shows the last).
// Read: one row a source and relationship type: how many newer rows stand behind ties, and the newest.
MATCH ()-[tie]->()
WHERE tie.fact > $since
RETURN tie.source AS source, type(tie) AS type, count(DISTINCT tie.fact) AS rows,
       max(tie.fact) AS newest
ORDER BY newest DESC, type
