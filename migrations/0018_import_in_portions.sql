-- An import keeps each portion that it has written. Facts derived from the vacancies are updated afterwards, by
-- the import or, where that was interrupted, by the portal.

-- Companies whose vacancies have changed since the copies among them were joined.
CREATE TABLE vacancy_unjoined (
    company_id uuid PRIMARY KEY REFERENCES company (id) ON DELETE CASCADE
);

-- By which version of each rule the stored facts were made; one that is missing or older is made anew. Its row is written
-- in the transaction that does so.
CREATE TABLE vacancy_rule (
    name text PRIMARY KEY CHECK (name IN ('copies', 'words')),
    version integer NOT NULL
);

-- Its counts change in place.
ALTER TABLE search_word SET (fillfactor = 70);
