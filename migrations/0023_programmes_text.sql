-- The names of a vacancy's study programmes in lower case, a space before each word: what a part of a name is looked
-- for in.
CREATE FUNCTION programmes_text(programmes text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ' ' || lower(array_to_string(programmes, ' | '));
