-- The owner of a form, as a hash: the signed-in person, else the browser. A form that is carried out makes the answers of
-- its owner's earlier forms old.
ALTER TABLE form_sent ADD COLUMN whose_hash bytea CHECK (length(whose_hash) = 32);
CREATE INDEX form_sent_whose ON form_sent (whose_hash);
