-- What has changed lately, for processes that look whether a hint was lost.
CREATE INDEX conversation_recent ON conversation (last_at);
