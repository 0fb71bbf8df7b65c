-- How far the stored vacancies were read by a rule that finds words in them (domain::jobs::plain_words), in the order of
-- their ids: what an earlier version stored is read in portions, once for each rule.
CREATE TABLE vacancy_reading (
    rule integer PRIMARY KEY,
    read_to uuid,
    done boolean NOT NULL DEFAULT false
);
