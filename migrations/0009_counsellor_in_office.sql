-- Whose office has ended is no counsellor of the talks they had: a closed talk keeps its counsellor_id, and the account
-- stays as a citizen's.

-- Asked only where `counsellor_id` fits, so that a citizen's query does not pay for it.
CREATE FUNCTION is_counsellor(somebody uuid) RETURNS boolean
    LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM person p WHERE p.id = somebody AND p.role = 'counsellor' AND p.deleted_at IS NULL)
$$;

CREATE OR REPLACE FUNCTION conversation_party(c conversation, person uuid, guest bytea, guest_since timestamptz) RETURNS text
    LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN c.person_id = person OR (c.guest_token_hash = guest AND c.last_at > guest_since) THEN 'citizen'
        WHEN c.counsellor_id = person AND is_counsellor(person) THEN 'counsellor'
    END
$$;
