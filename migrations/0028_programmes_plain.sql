-- The names of a vacancy's study programmes as a search compares them (domain::jobs::plain): in lower case, without accents
-- and marks that nobody sees, a space before each word. Takes the place of programmes_text, which a later step drops with
-- its index, once no portal asks for it.
CREATE FUNCTION programmes_plain(programmes text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ' ' || CASE
    -- Nearly all names are ASCII.
    WHEN octet_length(array_to_string(programmes, ' | ')) = length(array_to_string(programmes, ' | '))
    THEN lower(array_to_string(programmes, ' | '))
    ELSE translate(replace(replace(replace(
        lower(regexp_replace(
            normalize(array_to_string(programmes, ' | '), NFKD),
            '[\u00ad\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u2060\u20d0-\u20ff\ufe20-\ufe2f\ufeff]', '', 'g')),
        'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'øđðłı', 'oddli')
END;
