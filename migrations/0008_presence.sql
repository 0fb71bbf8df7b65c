-- Who is connected just now. Nothing here outlives the sockets: it is not in the write-ahead log, not in a backup, and
-- empty after a crash of the database; then every process writes its own anew.

-- A process says every few seconds that it lives. The database's clock counts: processes have different ones.
CREATE UNLOGGED TABLE presence_process (
    id      uuid PRIMARY KEY,
    seen_at timestamptz NOT NULL
);

-- A socket and a conversation that it follows.
CREATE UNLOGGED TABLE presence_talk (
    process_id      uuid NOT NULL,
    seat            bigint NOT NULL,
    conversation_id uuid NOT NULL,
    party           text NOT NULL CHECK (party IN ('citizen', 'counsellor')),
    PRIMARY KEY (process_id, seat, conversation_id)
);
CREATE INDEX presence_talk_conversation ON presence_talk (conversation_id);

-- A counsellor's desk that is awake.
CREATE UNLOGGED TABLE presence_desk (
    process_id uuid NOT NULL,
    seat       bigint NOT NULL,
    person_id  uuid NOT NULL,
    PRIMARY KEY (process_id, seat)
);

-- A process that was killed has left its rows: it is dead when it has said nothing for half a minute.
CREATE VIEW live_process AS
    SELECT id FROM presence_process WHERE seen_at > now() - interval '30 seconds';
CREATE VIEW in_talk AS
    SELECT h.conversation_id, h.party FROM presence_talk h JOIN live_process l ON l.id = h.process_id;
CREATE VIEW at_desk AS
    SELECT d.person_id FROM presence_desk d JOIN live_process l ON l.id = d.process_id;
