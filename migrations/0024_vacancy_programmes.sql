-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS vacancy_programmes ON vacancy USING gin (programmes_text(programmes) gin_trgm_ops)
    WHERE duplicate_of IS NULL;
