CREATE INDEX kin_fact IF NOT EXISTS FOR ()-[kin:KIN]-() ON (kin.fact)
