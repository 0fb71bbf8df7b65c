-- no-transaction
-- An address that was handed on is found by the id at its end.
CREATE INDEX CONCURRENTLY IF NOT EXISTS vacancy_short_id ON vacancy (right(slug, 10));
