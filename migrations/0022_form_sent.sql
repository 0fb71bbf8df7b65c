-- Forms that were sent, for some minutes: a second press gets the answer of the first. The answer may hold a
-- cookie, so it is encrypted by a key that only the browser's own token gives; nothing here names anybody. Unlogged:
-- a form whose row is lost in a crash is sent again.
CREATE UNLOGGED TABLE form_sent (
    form_hash  bytea PRIMARY KEY CHECK (length(form_hash) = 32),   -- of the browser, the page's rendering and the form
    words_hash bytea NOT NULL CHECK (length(words_hash) = 32),     -- of what was typed
    started_at timestamptz NOT NULL,
    answer     bytea                                               -- none while it is being carried out
);
CREATE INDEX form_sent_age ON form_sent (started_at);
