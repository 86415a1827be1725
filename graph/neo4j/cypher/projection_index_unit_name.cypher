CREATE INDEX unit_name IF NOT EXISTS FOR (unit:Unit) ON (unit.name)
