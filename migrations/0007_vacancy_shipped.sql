-- The shipped dumps that are stored, each under the SHA-256 of what the portal reads in it: a demonstration that
-- starts again does not walk them again. Written in the transaction that stores the dump.
CREATE TABLE vacancy_shipped (
    digest bytea PRIMARY KEY CHECK (length(digest) = 32),
    stored_at timestamptz NOT NULL
);
