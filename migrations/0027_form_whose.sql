-- Whose form it was, as a hash: the person's who was signed in, else the browser's. A form that is carried out makes the
-- answers of the ones before it old.
ALTER TABLE form_sent ADD COLUMN whose_hash bytea CHECK (length(whose_hash) = 32);
CREATE INDEX form_sent_whose ON form_sent (whose_hash);
