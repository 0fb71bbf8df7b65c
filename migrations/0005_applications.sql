-- Applying for work, and the employer's side of it.

-- What an applicant tells about themselves; as it was at the time, it travels in each application.
CREATE TABLE applicant_profile (
    person_id  uuid PRIMARY KEY REFERENCES person ON DELETE CASCADE,
    profile    jsonb NOT NULL,          -- domain::applications::Profile
    updated_at timestamptz NOT NULL
);

-- Uploaded CVs: the file of this name below the portal's files. A replaced one stays while an application holds it.
CREATE TABLE cv_file (
    id          uuid PRIMARY KEY,
    person_id   uuid NOT NULL REFERENCES person ON DELETE CASCADE,
    kind        text NOT NULL CHECK (kind IN ('pdf', 'jpeg', 'png')),
    bytes       bigint NOT NULL CHECK (bytes > 0),
    uploaded_at timestamptz NOT NULL,
    replaced_at timestamptz
);
CREATE UNIQUE INDEX cv_file_current ON cv_file (person_id) WHERE replaced_at IS NULL;
CREATE INDEX cv_file_person ON cv_file (person_id);

-- Files to delete, so that neither a crash nor a rolled-back transaction leaves one lying or takes one away: an upload
-- notes its file here before writing it and takes the note back in the transaction that keeps it.
CREATE TABLE cv_file_to_delete (
    id     uuid PRIMARY KEY,
    due_at timestamptz NOT NULL
);
CREATE INDEX cv_file_to_delete_due ON cv_file_to_delete (due_at);

CREATE TABLE application (
    id         uuid PRIMARY KEY,
    code       text NOT NULL UNIQUE CHECK (char_length(code) = 8),
    person_id  uuid NOT NULL REFERENCES person,
    vacancy_id uuid NOT NULL REFERENCES vacancy,
    status     text NOT NULL CHECK (status IN
        ('submitted', 'reviewed', 'interview', 'offered', 'hired', 'declined', 'withdrawn', 'expired')),
    profile    jsonb NOT NULL,          -- as it was when the application was sent
    cv_id      uuid REFERENCES cv_file,
    letter     text CHECK (char_length(letter) <= 2000),
    sent_at    timestamptz NOT NULL,
    -- the last step; from here the sixty days of silence count
    moved_at   timestamptz NOT NULL,
    CONSTRAINT application_once UNIQUE (person_id, vacancy_id)
);
CREATE INDEX application_vacancy ON application (vacancy_id, sent_at);
CREATE INDEX application_open ON application (moved_at)
    WHERE status IN ('submitted', 'reviewed', 'interview', 'offered');
CREATE INDEX application_cv ON application (cv_id) WHERE cv_id IS NOT NULL;

-- Every step with its day. Rows are added and never changed.
CREATE TABLE application_step (
    application_id uuid NOT NULL REFERENCES application ON DELETE CASCADE,
    seq            integer NOT NULL CHECK (seq > 0),
    status         text NOT NULL,       -- the state that the step led to
    actor          text NOT NULL CHECK (actor IN ('applicant', 'employer', 'portal')),
    note           text CHECK (char_length(note) <= 1000),
    at             timestamptz NOT NULL,
    PRIMARY KEY (application_id, seq)
);

-- Which account speaks for a company; given by an officer.
CREATE TABLE company_owner (
    company_id uuid PRIMARY KEY REFERENCES company,
    person_id  uuid NOT NULL REFERENCES person ON DELETE CASCADE,
    given_at   timestamptz NOT NULL,
    given_by   uuid NOT NULL REFERENCES person
);
CREATE INDEX company_owner_person ON company_owner (person_id);

-- Somebody asks to speak for a company; at most one waits for each person.
CREATE TABLE company_request (
    id           uuid PRIMARY KEY,
    person_id    uuid NOT NULL REFERENCES person ON DELETE CASCADE,
    company_name text NOT NULL CHECK (char_length(company_name) <= 200),
    nib          text NOT NULL CHECK (nib ~ '^[0-9]{13}$'),   -- nomor induk berusaha
    position     text NOT NULL CHECK (char_length(position) <= 120),
    asked_at     timestamptz NOT NULL,
    decided_at   timestamptz,
    decided_by   uuid REFERENCES person,
    refusal      text CHECK (char_length(refusal) <= 1000)    -- the reason; null when it was granted
);
CREATE UNIQUE INDEX company_request_waiting ON company_request (person_id) WHERE decided_at IS NULL;

-- A vacancy that its employer wrote here, until an officer has checked it; published, it is a row of `vacancy` too.
CREATE TABLE vacancy_draft (
    id         uuid PRIMARY KEY,
    owner_id   uuid NOT NULL REFERENCES person ON DELETE CASCADE,
    company_id uuid NOT NULL REFERENCES company,
    opening    jsonb NOT NULL,          -- domain::applications::Opening
    state      text NOT NULL CHECK (state IN ('waiting', 'returned', 'published')),
    reason     text CHECK (char_length(reason) <= 1000),      -- why it was sent back
    sent_at    timestamptz NOT NULL,
    decided_at timestamptz,
    decided_by uuid REFERENCES person,
    vacancy_id uuid UNIQUE REFERENCES vacancy,
    CHECK ((state = 'published') = (vacancy_id IS NOT NULL)),
    CHECK (state <> 'returned' OR reason IS NOT NULL)
);
CREATE INDEX vacancy_draft_owner ON vacancy_draft (owner_id);
CREATE INDEX vacancy_draft_waiting ON vacancy_draft (sent_at) WHERE state = 'waiting';
