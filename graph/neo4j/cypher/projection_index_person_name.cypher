CREATE INDEX person_name IF NOT EXISTS FOR (person:Person) ON (person.name)
