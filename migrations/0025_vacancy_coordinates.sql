-- no-transaction
-- The longitude first: most of Java shares its latitude.
CREATE INDEX CONCURRENTLY IF NOT EXISTS vacancy_coordinates ON vacancy (longitude, latitude) WHERE duplicate_of IS NULL;
