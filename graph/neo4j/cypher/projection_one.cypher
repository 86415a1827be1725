CREATE CONSTRAINT IF NOT EXISTS FOR (projection:Projection) REQUIRE projection.name IS UNIQUE
