-- The owner of the page whose form came back (app::platform::Seal::owner): a nonce and a hash of it with the person's
-- id, so that the next person on the browser does not see what was typed. Without one it is anybody's on that browser,
-- as before; such rows are half an hour old at most.
ALTER TABLE form_draft ADD COLUMN owner bytea CHECK (length(owner) = 28);
