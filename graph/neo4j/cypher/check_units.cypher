// Who belongs to some units, and to the companies that own them up to five times removed.
// Parameters: $asked.units, ids.
UNWIND $asked.units AS id
MATCH (:Unit {id: id})<-[:SHAREHOLDER|CONTROLLER*0..5]-(unit:Unit)
WITH DISTINCT unit
OPTIONAL MATCH (unit)<-[tie:HOLDS_POST|LEGAL_REPRESENTATIVE|DIRECTOR|SUPERVISOR|MANAGER|SHAREHOLDER|CONTROLLER]-(holder)
RETURN unit.id AS unit, unit.name AS name, type(tie) AS kind, properties(tie) AS cells,
       holder.id AS holder, holder.name AS holder_name, holder:Unit AS is_company
