-- From here on whatever is stored as people's words holds the seed too, however it gets there: as old rows and imports
-- may, past every rule of the forms. Of a text the first letters stay, as many as the shortest column has room for.
-- Never part of a portal: the tests run it on a database of their own, the service tests with markup, the browser's with
-- long words.

CREATE TABLE plant_seed (words text NOT NULL);

-- The value with the seed in each text: all of them `here`, else those under these names.
CREATE FUNCTION planted(value jsonb, names text[], here boolean, seed text) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    RETURN CASE jsonb_typeof(value)
        WHEN 'object' THEN (
            SELECT coalesce(jsonb_object_agg(e.key, planted(e.value, names, e.key = ANY (names), seed)), '{}')
            FROM jsonb_each(value) e)
        WHEN 'array' THEN (
            SELECT coalesce(jsonb_agg(planted(e.value, names, here, seed)), '[]') FROM jsonb_array_elements(value) e)
        WHEN 'string' THEN CASE
            WHEN NOT here OR value #>> '{}' = '' OR strpos(value #>> '{}', seed) > 0 THEN value
            ELSE to_jsonb(left(value #>> '{}', 120 - char_length(seed)) || seed) END
        ELSE value
    END;
END
$$;

-- The arguments are columns, of an object with the names under which people have written.
CREATE FUNCTION plant() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    argument text;
    field text;
    names text[];
    stored jsonb := to_jsonb(NEW);
    seed text := (SELECT words FROM plant_seed);
BEGIN
    FOREACH argument IN ARRAY TG_ARGV LOOP
        field := split_part(argument, ':', 1);
        names := string_to_array(nullif(split_part(argument, ':', 2), ''), ',');
        IF seed IS NOT NULL AND stored -> field <> 'null' THEN
            NEW := jsonb_populate_record(
                NEW, jsonb_build_object(field, planted(stored -> field, names, names IS NULL, seed)));
        END IF;
    END LOOP;
    RETURN NEW;
END
$$;

-- By name the first of a table's triggers.
CREATE TRIGGER a_plant BEFORE INSERT OR UPDATE ON applicant_profile FOR EACH ROW EXECUTE FUNCTION plant(
    'profile:programme,skills,experience,wish');
CREATE TRIGGER a_plant BEFORE INSERT OR UPDATE ON application FOR EACH ROW EXECUTE FUNCTION plant(
    'letter', 'profile:programme,skills,experience,wish');
CREATE TRIGGER a_plant BEFORE INSERT OR UPDATE ON application_step FOR EACH ROW EXECUTE FUNCTION plant('note');
CREATE TRIGGER a_plant BEFORE INSERT OR UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION plant('actor_name', 'subject_name');
CREATE TRIGGER a_plant BEFORE INSERT OR UPDATE ON audit_former_name FOR EACH ROW EXECUTE FUNCTION plant('name');
CREATE TRIGGER a_plant BEFORE INSERT OR UPDATE ON cohort FOR EACH ROW EXECUTE FUNCTION plant('address', 'venue');
CREATE TRIGGER a_plant BEFORE INSERT OR UPDATE ON company FOR EACH ROW EXECUTE FUNCTION plant(
    'description', 'industry', 'name');
CREATE TRIGGER a_plant BEFORE INSERT OR UPDATE ON company_request FOR EACH ROW EXECUTE FUNCTION plant(
    'company_name', 'position', 'refusal');
CREATE TRIGGER a_plant BEFORE INSERT OR UPDATE ON conversation FOR EACH ROW EXECUTE FUNCTION plant('citizen_name');
-- A line of a talk that the portal writes itself holds a code.
CREATE TRIGGER a_plant BEFORE INSERT OR UPDATE ON conversation_message FOR EACH ROW WHEN (NEW.kind = 'text')
    EXECUTE FUNCTION plant('author_name', 'body');
CREATE TRIGGER a_plant BEFORE INSERT OR UPDATE ON one_time_code FOR EACH ROW EXECUTE FUNCTION plant('pending:name');
CREATE TRIGGER a_plant BEFORE INSERT OR UPDATE ON person FOR EACH ROW EXECUTE FUNCTION plant('name');
CREATE TRIGGER a_plant BEFORE INSERT OR UPDATE ON programme_text FOR EACH ROW EXECUTE FUNCTION plant(
    'bring', 'certificate', 'funder', 'outcomes', 'summary', 'title');
CREATE TRIGGER a_plant BEFORE INSERT OR UPDATE ON session FOR EACH ROW EXECUTE FUNCTION plant('device');
CREATE TRIGGER a_plant BEFORE INSERT OR UPDATE ON vacancy FOR EACH ROW EXECUTE FUNCTION plant(
    'address', 'company_name', 'conditions:skills,topics,days_off,gender', 'description', 'keywords', 'occupation', 'place_name', 'programmes', 'requirements', 'source_id', 'title', 'wage_currency');
CREATE TRIGGER a_plant BEFORE INSERT OR UPDATE ON vacancy_draft FOR EACH ROW EXECUTE FUNCTION plant(
    'opening:title,description,requirements,skills,address,reason', 'reason');
