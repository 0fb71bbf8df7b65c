-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS vacancy_programmes_plain ON vacancy
    USING gin (programmes_plain(programmes) gin_trgm_ops) WHERE duplicate_of IS NULL;
