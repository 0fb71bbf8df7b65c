-- What an officer has looked at in the last minutes, so that one who follows a screen is noted now and then and not at
-- each move of it.
CREATE INDEX audit_lately ON audit (actor, at);
-- The conversations that a counsellor has had: when the account is erased, the name in them goes.
CREATE INDEX conversation_event_counsellor ON conversation_event (counsellor_id) WHERE counsellor_id IS NOT NULL;
