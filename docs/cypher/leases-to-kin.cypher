// Which collective assets were leased to the decider, his kin, or a company of theirs?
// Parameters: none.
// Read: one row a lease. Rent is in yuan a year; `minutes` says whether a decision of the village is on
// record.
MATCH (decider:Person)-[decided:DECIDED_LEASE]->(asset:Asset)<-[lease:LEASED]-(lessee)
WHERE lease.id = decided.id
CALL (decider, lessee) {
  WITH decider, lessee WHERE decider = lessee
  RETURN 'himself' AS who
  UNION
  MATCH (decider)-[kin:LEGAL_KIN]->(lessee)
  RETURN kin.term AS who
  UNION
  MATCH (decider)-[kin:LEGAL_KIN]->(relative:Person)
  MATCH (relative)-[:LEGAL_REPRESENTATIVE|SHAREHOLDER|CONTROLLER]->(lessee)
  RETURN 'company of ' + kin.term AS who
}
RETURN decider.id AS decider, who, lessee.id AS lessee, asset.id AS asset, asset.kind AS kind,
       lease.id AS lease, lease.rent / 100.0 AS rent, lease.procedure AS procedure,
       coalesce(lease.minutes, false) AS minutes, lease.origin AS source
ORDER BY decider, lease, who
