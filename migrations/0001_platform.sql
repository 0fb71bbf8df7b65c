-- Who people are, what they are signed in on, and what the portal keeps for every service.

CREATE TABLE person (
    id            uuid PRIMARY KEY,
    name          text NOT NULL CHECK (char_length(name) <= 120),
    email         text UNIQUE,          -- lower case
    phone         text UNIQUE,          -- E.164
    role          text NOT NULL,        -- domain::accounts::Role; no CHECK, so that a new role needs no migration
    password_hash text,                 -- argon2id, PHC string; null: cannot sign in
    created_at    timestamptz NOT NULL,
    deleted_at    timestamptz,          -- an erased account keeps its row for what refers to it, without a name
    CHECK (deleted_at IS NOT NULL OR email IS NOT NULL OR phone IS NOT NULL),
    CHECK (deleted_at IS NULL OR (email IS NULL AND phone IS NULL AND password_hash IS NULL AND name = ''))
);

CREATE TABLE session (
    id           uuid PRIMARY KEY,
    person_id    uuid NOT NULL REFERENCES person ON DELETE CASCADE,
    token_hash   bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),  -- SHA-256 of the cookie's 32 bytes
    device       text NOT NULL CHECK (char_length(device) <= 200),       -- how the browser names itself, cut
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    revoked_at   timestamptz
);
CREATE INDEX session_person ON session (person_id) WHERE revoked_at IS NULL;

-- Every read of a person's data by an officer. Rows are added and never changed (UU 27/2022, Art. 32).
CREATE TABLE audit (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL,
    actor      uuid NOT NULL,           -- no reference: the trail outlives the account
    actor_role text NOT NULL,
    action     text NOT NULL CHECK (char_length(action) <= 60),   -- such as roster.read
    subject    uuid,                    -- the person whose data was read, where it is one person
    object     text NOT NULL CHECK (char_length(object) <= 120)   -- such as cohort:<id>
);
CREATE INDEX audit_subject ON audit (subject, id DESC);
CREATE INDEX audit_actor ON audit (actor, id DESC);

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only';
END
$$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

-- What a person typed into a form that came back with an error, for the one page that shows it again.
CREATE TABLE form_draft (
    visitor_hash bytea NOT NULL CHECK (length(visitor_hash) = 32),
    form         text NOT NULL CHECK (char_length(form) <= 60),
    path         text NOT NULL CHECK (char_length(path) <= 2000),
    draft        jsonb NOT NULL,        -- app::form::Draft
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (visitor_hash, form)
);
CREATE INDEX form_draft_age ON form_draft (created_at);

-- Counters of a fixed window, for limits that hold across processes.
CREATE TABLE rate_limit (
    key          text NOT NULL CHECK (char_length(key) <= 200),   -- such as sign-in:<hash of the account>
    window_start timestamptz NOT NULL,
    used         integer NOT NULL CHECK (used > 0),
    PRIMARY KEY (key, window_start)
);
CREATE INDEX rate_limit_age ON rate_limit (window_start);

-- Single values that an officer or the portal chooses once.
CREATE TABLE setting (
    key   text PRIMARY KEY,
    value jsonb NOT NULL
);
