-- The browsers on which a person has signed in before. Tries from one of them are counted by themselves, so that a
-- stranger who knows a number and types wrong passwords cannot lock its owner out.
CREATE TABLE known_device (
    token_hash bytea NOT NULL CHECK (length(token_hash) = 32),   -- SHA-256 of the browser's cookie
    person_id  uuid NOT NULL REFERENCES person ON DELETE CASCADE,
    last_at    timestamptz NOT NULL,                             -- last signing in
    PRIMARY KEY (token_hash, person_id)
);
CREATE INDEX known_device_age ON known_device (last_at);
CREATE INDEX known_device_person ON known_device (person_id);
