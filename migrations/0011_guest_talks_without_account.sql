-- Who was signed in on a device and wrote into a guest's conversation there left their account, and at its end their
-- name, in a conversation that is not in their data and does not go with it. The guest's side is nobody's account.
UPDATE conversation_message m SET author_id = NULL, author_name = c.citizen_name
FROM conversation c
WHERE c.id = m.conversation_id AND c.person_id IS NULL AND m.party = 'citizen' AND m.author_id IS NOT NULL;

UPDATE conversation_event e SET actor_id = NULL
FROM conversation c
WHERE c.id = e.conversation_id AND c.person_id IS NULL AND e.outcome = 'ended_by_citizen' AND e.actor_id IS NOT NULL;
