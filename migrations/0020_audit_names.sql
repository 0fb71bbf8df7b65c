-- A line of the trail keeps the officer's name as it was: names that are joined when it is read change with the account
-- and go with it. Citizens and employers stay ids; what they may have erased is nowhere but in their own row.
ALTER TABLE audit
    ADD COLUMN actor_name   text CHECK (char_length(actor_name) <= 120),    -- of an officer
    ADD COLUMN subject_name text CHECK (char_length(subject_name) <= 120);  -- of the officer whose account was changed

-- Lines of before, which nobody may change, keep the name of the day of this step; so do those that the version before
-- writes while both serve.
CREATE TABLE audit_former_name (
    person_id uuid PRIMARY KEY,     -- no reference: the trail outlives the account
    name      text NOT NULL
);
INSERT INTO audit_former_name (person_id, name)
SELECT id, name FROM person
WHERE name <> '' AND (role IN ('counsellor', 'trainer', 'admin')
    OR id IN (SELECT actor FROM audit WHERE actor_role IN ('counsellor', 'trainer', 'admin')));
CREATE TRIGGER audit_former_name_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_former_name
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
