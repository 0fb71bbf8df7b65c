-- Live consultation: conversations, their messages in the server's order, and when counsellors answer.

CREATE TABLE conversation (
    id               uuid PRIMARY KEY,
    person_id        uuid REFERENCES person,       -- the citizen, when signed in at the start
    guest_token_hash bytea CHECK (length(guest_token_hash) = 32),   -- SHA-256 of the guest's cookie
    citizen_name     text NOT NULL CHECK (char_length(citizen_name) BETWEEN 1 AND 120),
    topic            text NOT NULL,                -- domain::consultation::state::Topic
    status           text NOT NULL CHECK (status IN ('waiting', 'active', 'closed')),
    counsellor_id    uuid REFERENCES person,       -- who has it; kept after it is closed
    outcome          text,                         -- domain::consultation::state::Outcome
    last_seq         bigint NOT NULL DEFAULT 0 CHECK (last_seq >= 0),
    queued_at        timestamptz NOT NULL,         -- its turn; kept when it comes back to the queue
    last_at          timestamptz NOT NULL,         -- time of the last message
    unanswered_since timestamptz,                  -- the citizen's first word without an answer
    closed_at        timestamptz,
    CHECK ((person_id IS NULL) <> (guest_token_hash IS NULL)),
    CHECK (status <> 'active' OR counsellor_id IS NOT NULL),
    CHECK (status <> 'waiting' OR counsellor_id IS NULL),
    CHECK ((status = 'closed') = (outcome IS NOT NULL)),
    CHECK ((status = 'closed') = (closed_at IS NOT NULL))
);
CREATE INDEX conversation_queue ON conversation (queued_at, id) WHERE status = 'waiting';
CREATE INDEX conversation_load ON conversation (counsellor_id) WHERE status = 'active';
CREATE INDEX conversation_counsellor ON conversation (counsellor_id, last_at DESC);
CREATE INDEX conversation_person ON conversation (person_id, last_at DESC) WHERE person_id IS NOT NULL;
CREATE INDEX conversation_guest ON conversation (guest_token_hash, last_at DESC) WHERE guest_token_hash IS NOT NULL;

-- Which side of a conversation somebody is on; null: none of their business. The one rule of access: a guest's token
-- opens a conversation whose last word is younger than `guest_since`.
CREATE FUNCTION conversation_party(c conversation, person uuid, guest bytea, guest_since timestamptz) RETURNS text
    LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN c.person_id = person OR (c.guest_token_hash = guest AND c.last_at > guest_since) THEN 'citizen'
        WHEN c.counsellor_id = person THEN 'counsellor'
    END
$$;

-- The order is seq, given out under the lock of the conversation's row. Rows are added and never changed.
CREATE TABLE conversation_message (
    conversation_id uuid NOT NULL REFERENCES conversation ON DELETE CASCADE,
    seq             bigint NOT NULL CHECK (seq > 0),
    party           text NOT NULL CHECK (party IN ('citizen', 'counsellor')),
    author_id       uuid REFERENCES person,        -- null: a guest, or the portal itself
    author_name     text NOT NULL,                 -- as it was then
    client_id       uuid NOT NULL,                 -- what the writer's client called it
    kind            text NOT NULL,                 -- domain::consultation::message::Kind
    body            text NOT NULL CHECK (char_length(body) <= 4000),
    at              timestamptz NOT NULL,
    CONSTRAINT conversation_message_order PRIMARY KEY (conversation_id, seq),
    CONSTRAINT conversation_message_once UNIQUE (conversation_id, party, client_id)
);

-- How far each side has read.
CREATE TABLE conversation_read (
    conversation_id uuid NOT NULL REFERENCES conversation ON DELETE CASCADE,
    party           text NOT NULL CHECK (party IN ('citizen', 'counsellor')),
    upto            bigint NOT NULL CHECK (upto >= 0),
    at              timestamptz NOT NULL,
    PRIMARY KEY (conversation_id, party)
);

-- What the other processes have to hear of; written with the message, deleted by the statement that notifies. A hint
-- that a crash left behind is sent by the next process that looks.
CREATE TABLE conversation_outbox (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    conversation_id uuid NOT NULL,
    seq             bigint NOT NULL,
    moved           boolean NOT NULL               -- it changed the conversation's state, and so perhaps the queue
);

-- What happened to a conversation, for the counts of the office: waiting times, hand-overs, outcomes.
CREATE TABLE conversation_event (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    conversation_id uuid NOT NULL REFERENCES conversation ON DELETE CASCADE,
    at              timestamptz NOT NULL,
    event           text NOT NULL,                 -- started, or domain::consultation::message::Kind
    actor_id        uuid REFERENCES person,        -- null: a guest, or the portal itself
    counsellor_id   uuid REFERENCES person,        -- who has it afterwards
    outcome         text
);
CREATE INDEX conversation_event_of ON conversation_event (conversation_id, id);
CREATE INDEX conversation_event_at ON conversation_event (at);

-- The counsellors' week in WIB; several rows of one weekday are split shifts.
CREATE TABLE counsellor_shift (
    id      integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    weekday smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),  -- 1 Monday … 7 Sunday
    opens   time NOT NULL,
    closes  time NOT NULL,
    CHECK (opens < closes),
    UNIQUE (weekday, opens)
);
INSERT INTO counsellor_shift (weekday, opens, closes)
SELECT day, shift.opens, shift.closes
FROM generate_series(1, 5) AS day,
     (VALUES (time '08:00', time '12:00'), (time '13:00', time '15:30')) AS shift (opens, closes)
WHERE day <> 5
UNION ALL
VALUES (5, time '08:00', time '11:30'), (5, time '13:00', time '15:30');

-- Days on which the office is closed, loaded from data/holidays_id.csv at every start.
CREATE TABLE holiday (
    day         date PRIMARY KEY,
    name        text NOT NULL,
    joint_leave boolean NOT NULL                   -- cuti bersama; whether it counts is a setting
);

-- Changes when the stored conversations are replaced by older ones (a restore): cursors that clients hold are void
-- then. One row.
CREATE TABLE conversation_epoch (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    epoch  uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO conversation_epoch DEFAULT VALUES;
