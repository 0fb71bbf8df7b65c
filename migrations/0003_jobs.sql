-- Regions and the job board.
--
-- Regions are Kemendagri's, loaded from data/ at every start. Search words are stemmed by Postgres'
-- `indonesian` dictionary; stop words are left out of the query, since Postgres ships no list of them.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Great-circle kilometres between two points (degrees, WGS 84); NULL where a coordinate is NULL.
CREATE FUNCTION earth_km(lat1 double precision, lon1 double precision, lat2 double precision, lon2 double precision)
RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN 2 * 6371 * atan2(
    sqrt(sin(radians(lat2 - lat1) / 2) ^ 2
        + cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ^ 2),
    sqrt(abs(1 - sin(radians(lat2 - lat1) / 2) ^ 2
        - cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ^ 2)));

CREATE TABLE province (
    code text PRIMARY KEY CHECK (code ~ '^[0-9]{2}$'),
    name text NOT NULL
);

CREATE TABLE regency (
    code text PRIMARY KEY CHECK (code ~ '^[0-9]{2}\.[0-9]{2}$'),
    name text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('kabupaten', 'kota')),
    province_code text NOT NULL REFERENCES province (code),
    -- centroid, WGS 84
    latitude double precision NOT NULL,
    longitude double precision NOT NULL
);
CREATE INDEX regency_province ON regency (province_code);

-- One row for each employer's name, over all sources.
CREATE TABLE company (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    -- lower-case letters and digits of the name, without the legal form
    name_key text NOT NULL UNIQUE,
    industry text,
    description text
);

-- One row for each imported dump. A demonstration shifts its dates by one constant, chosen at the
-- first load; otherwise it is zero.
CREATE TABLE vacancy_dump (
    name text PRIMARY KEY,
    source text NOT NULL,
    shift_days integer NOT NULL DEFAULT 0,
    first_import_at timestamptz NOT NULL
);

CREATE TABLE vacancy (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    slug text NOT NULL UNIQUE,
    -- 'maganghub', 'karirhub', or 'portal' for one that its employer wrote here
    source text NOT NULL,
    source_id text NOT NULL,
    dump text REFERENCES vacancy_dump (name),
    seen_on date,
    -- of the imported line, before any shift: an unchanged line changes nothing
    content_hash text,
    -- the employer's account in the portal; applying here needs one
    owner_id uuid REFERENCES person (id) ON DELETE SET NULL,
    company_id uuid NOT NULL REFERENCES company (id),
    company_name text NOT NULL,
    title text NOT NULL,
    description text,
    requirements text,
    regency_code text REFERENCES regency (code),
    province_code text REFERENCES province (code),
    place_name text NOT NULL DEFAULT '',
    address text,
    -- its own coordinates, else its regency's centroid
    latitude double precision,
    longitude double precision,
    exact_place boolean NOT NULL DEFAULT false,
    education text[] NOT NULL DEFAULT '{}',
    programmes text[] NOT NULL DEFAULT '{}',
    occupation text,
    kind text CHECK (kind IN ('penuh-waktu', 'paruh-waktu', 'kontrak', 'magang')),
    government boolean NOT NULL DEFAULT false,
    government_guessed boolean NOT NULL DEFAULT false,
    quota integer CHECK (quota > 0),
    applicants integer CHECK (applicants >= 0),
    wage_min bigint CHECK (wage_min >= 0),
    wage_max bigint CHECK (wage_max >= wage_min),
    wage_currency text,
    published_at timestamptz NOT NULL,
    has_deadline boolean NOT NULL DEFAULT false,
    closes_at timestamptz NOT NULL,
    -- closed by its employer before that
    withdrawn_at timestamptz,
    starts_on date,
    ends_on date,
    conditions jsonb NOT NULL DEFAULT '{}',
    first_seen_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    -- posted again under another id with the same text: the list shows the first one only
    duplicate_of uuid REFERENCES vacancy (id) ON DELETE SET NULL,
    copies integer NOT NULL DEFAULT 1,
    -- what is searched beside title, employer and text: programmes, occupation, skills, place
    keywords text NOT NULL DEFAULT '',
    search tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('indonesian'::regconfig, translate(title, '/.,_-()|&:;', '           ')), 'A')
        || setweight(to_tsvector('indonesian'::regconfig, translate(company_name || ' ' || keywords, '/.,_-()|&:;', '           ')), 'B')
        || setweight(to_tsvector('indonesian'::regconfig, translate(coalesce(description, '') || ' ' || coalesce(requirements, ''), '/.,_-()|&:;', '           ')), 'D')
    ) STORED,
    UNIQUE (source, source_id)
);
CREATE INDEX vacancy_newest ON vacancy (published_at DESC, id DESC) WHERE duplicate_of IS NULL;
CREATE INDEX vacancy_newest_in_province ON vacancy (province_code, published_at DESC, id DESC) WHERE duplicate_of IS NULL;
CREATE INDEX vacancy_newest_in_regency ON vacancy (regency_code, published_at DESC, id DESC) WHERE duplicate_of IS NULL;
CREATE INDEX vacancy_search ON vacancy USING gin (search);
CREATE INDEX vacancy_company ON vacancy (company_id);
CREATE INDEX vacancy_owner ON vacancy (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX vacancy_duplicate ON vacancy (duplicate_of) WHERE duplicate_of IS NOT NULL;

-- The words that vacancies use and how many use them: what a misspelt or unfinished word may mean.
CREATE TABLE search_word (
    word text COLLATE "C" PRIMARY KEY,
    uses integer NOT NULL
);
CREATE INDEX search_word_alike ON search_word USING gin (word gin_trgm_ops);
