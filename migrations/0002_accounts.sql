-- What registration agreed to, one-time codes, and messages that wait to be sent.

-- The privacy notice a person agreed to (UU 27/2022, Art. 22). Outlives the account's erasure: the row then names nobody.
CREATE TABLE consent (
    person_id uuid NOT NULL REFERENCES person ON DELETE CASCADE,
    notice    text NOT NULL CHECK (char_length(notice) <= 40),  -- version of the notice's text
    lang      text NOT NULL CHECK (char_length(lang) <= 10),    -- language in which it was shown
    given_at  timestamptz NOT NULL,
    PRIMARY KEY (person_id, notice)
);

-- A code that was sent to a contact, for one purpose, for a quarter of an hour. A row is made for an unknown contact
-- too, so that nothing a stranger sees depends on whether there is an account.
CREATE TABLE one_time_code (
    id         uuid PRIMARY KEY,                                -- in the address of the page that asks for the code
    purpose    text NOT NULL CHECK (char_length(purpose) <= 20),
    person_id  uuid REFERENCES person ON DELETE CASCADE,        -- null: nobody can be helped by this code
    code_hash  bytea NOT NULL CHECK (length(code_hash) = 32),   -- SHA-256 of id and digits
    pending    jsonb,                                           -- the account that the code will make
    attempts   integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE INDEX one_time_code_age ON one_time_code (expires_at);
CREATE INDEX one_time_code_person ON one_time_code (person_id);

-- Messages on their way out. A row is deleted once it was sent, since its text may hold a code.
CREATE TABLE outbox_message (
    id         uuid PRIMARY KEY,
    channel    text NOT NULL CHECK (channel IN ('email', 'phone')),
    recipient  text NOT NULL CHECK (char_length(recipient) <= 254),
    subject    text NOT NULL,
    body       text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,                            -- of no use to the person afterwards
    attempts   integer NOT NULL DEFAULT 0,
    next_try   timestamptz NOT NULL
);
CREATE INDEX outbox_message_due ON outbox_message (next_try);
