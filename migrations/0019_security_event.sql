-- Attempts to sign in and other security events, by network and by the account that was meant.
-- The portal's operators see attacks by them. The network's address is personal data, kept 90 days for that alone
-- (swept by the workers); the account is a hash under a key that is not in the database; what was typed is never here.
CREATE TABLE security_event (
    hour     timestamptz NOT NULL,                                   -- the full hour in which it happened
    kind     text NOT NULL CHECK (char_length(kind) <= 40),          -- domain::accounts::SecurityEvent
    account  text NOT NULL CHECK (char_length(account) <= 40),       -- keyed hash of the contact; empty: not known
    network  text NOT NULL CHECK (char_length(network) <= 50),       -- address, of IPv6 the /64; empty: not known
    place    text NOT NULL CHECK (char_length(place) <= 120),        -- method and the route's pattern
    times    bigint NOT NULL CHECK (times > 0),                      -- a flood is a number, not rows
    first_at timestamptz NOT NULL,
    last_at  timestamptz NOT NULL,
    PRIMARY KEY (hour, kind, account, network, place)
);
CREATE INDEX security_event_last ON security_event (last_at);
CREATE INDEX security_event_account ON security_event (account, last_at) WHERE account <> '';
