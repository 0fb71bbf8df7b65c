-- Courses: programmes, their groups (cohorts), enrolments, the waiting list and attendance.
-- A wrong state is refused here even if the portal's code is wrong: more seats than the group has, two open
-- enrolments of one person in one group, a step that the states do not know, an offer without an end.

create table programme (
    id uuid primary key default gen_random_uuid(),
    slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    stream text not null check (stream in ('empowerment', 'training')),
    topic text not null check (topic in ('money', 'business', 'trade', 'group', 'family', 'departure', 'certification')),
    -- Whom it is for: returned, candidate, family, resident.
    audience text[] not null check (
        cardinality(audience) > 0 and audience <@ array['returned', 'candidate', 'family', 'resident']),
    -- Returned workers only: calendar years since the return.
    return_within_years integer check (return_within_years between 0 and 60),
    -- Lesson hours of 45 minutes in all.
    hours integer not null check (hours between 1 and 2000),
    -- A shipped example, marked as such on the page.
    sample boolean not null default false
);

create table programme_text (
    programme_id uuid not null references programme (id) on delete cascade,
    lang text not null check (lang in ('id', 'en')),
    title text not null check (length(title) between 1 and 120),
    summary text not null check (length(summary) between 1 and 300),
    -- One learning outcome, one thing to bring in a line.
    outcomes text not null check (length(outcomes) <= 2000),
    bring text not null check (length(bring) <= 1000),
    certificate text not null check (length(certificate) <= 300),
    -- Who pays: the participant never does.
    funder text not null check (length(funder) <= 200),
    primary key (programme_id, lang)
);

create table cohort (
    id uuid primary key default gen_random_uuid(),
    programme_id uuid not null references programme (id),
    slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    regency_code text not null references regency (code),
    venue text not null check (length(venue) between 1 and 120),
    address text not null check (length(address) between 1 and 240),
    seats integer not null check (seats between 1 and 1000),
    -- Counters kept by the trigger enrolment_count under this row's lock.
    taken integer not null default 0,
    waiting integer not null default 0 check (waiting >= 0),
    -- Only residents of the regencies in cohort_region may join.
    listed_only boolean not null default false,
    -- From then on seats set aside for a regency go to the whole waiting list.
    quota_release_at timestamptz,
    opens_at timestamptz not null,
    closes_at timestamptz not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    -- When the trainer closed the class and its outcomes became final.
    completed_at timestamptz,
    unique (programme_id, slug),
    constraint cohort_seats check (taken between 0 and seats),
    constraint cohort_dates check (opens_at < closes_at and closes_at <= starts_at and starts_at < ends_at),
    constraint cohort_completed check (completed_at is null or completed_at >= starts_at)
) with (fillfactor = 50); -- room for the counters to be updated in place
create index cohort_starts on cohort (starts_at);
create index cohort_regency on cohort (regency_code);

-- Regencies that a group serves, with the seats set aside for their residents (null: none set aside).
create table cohort_region (
    cohort_id uuid not null references cohort (id) on delete cascade,
    regency_code text not null references regency (code),
    quota integer check (quota > 0),
    primary key (cohort_id, regency_code)
);

create function cohort_quota_fits() returns trigger language plpgsql as $$
begin
    if (select coalesce(sum(quota), 0) from cohort_region where cohort_id = new.cohort_id)
        > (select seats from cohort where id = new.cohort_id) then
        raise exception 'quotas exceed the seats' using errcode = 'check_violation', constraint = 'cohort_quota';
    end if;
    return null;
end $$;
create trigger cohort_quota_fits after insert or update on cohort_region
    for each row execute function cohort_quota_fits();

create table cohort_session (
    cohort_id uuid not null references cohort (id) on delete cascade,
    number integer not null check (number >= 1),
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    primary key (cohort_id, number),
    check (starts_at < ends_at)
);

create table cohort_trainer (
    cohort_id uuid not null references cohort (id) on delete cascade,
    person_id uuid not null references person (id),
    primary key (cohort_id, person_id)
);
create index cohort_trainer_person on cohort_trainer (person_id);

create table enrolment (
    id uuid primary key,
    -- The confirmation code that the person is given.
    code text not null unique,
    cohort_id uuid not null references cohort (id),
    person_id uuid not null references person (id),
    -- Order of arrival: drawn while the cohort's row is locked.
    position bigint generated always as identity unique,
    status text not null check (status in
        ('enrolled', 'waiting', 'offered', 'cancelled', 'lapsed', 'completed', 'not_completed')),
    created_at timestamptz not null,
    status_at timestamptz not null,
    offer_until timestamptz,
    -- The answers on which the person was let in.
    kind text not null check (kind in ('returned', 'candidate', 'family', 'resident')),
    country text check (country ~ '^[A-Z]{2}$'),
    return_year integer check (return_year between 1970 and 2200),
    regency_code text not null references regency (code),
    constraint enrolment_offer check ((status = 'offered') = (offer_until is not null)),
    constraint enrolment_returned check (kind <> 'returned' or (country is not null and return_year is not null)),
    constraint enrolment_family check (kind <> 'family' or country is not null),
    constraint enrolment_times check (status_at >= created_at)
);
create unique index enrolment_one_open on enrolment (cohort_id, person_id)
    where status in ('enrolled', 'waiting', 'offered');
create index enrolment_person on enrolment (person_id, created_at desc);
create index enrolment_list on enrolment (cohort_id, status, position);
create index enrolment_offers on enrolment (offer_until) where status = 'offered';

-- Every state that an enrolment was in, written by the trigger and never changed.
create table enrolment_event (
    enrolment_id uuid not null references enrolment (id) on delete cascade,
    at timestamptz not null,
    status text not null,
    primary key (enrolment_id, at, status)
);

-- The same table of steps as domain's Status::after.
create function enrolment_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.status not in ('enrolled', 'waiting') then
            raise exception 'an enrolment begins enrolled or waiting, not %', new.status
                using errcode = 'check_violation', constraint = 'enrolment_step';
        end if;
        return new;
    end if;
    if new.status <> old.status and (old.status, new.status) not in (
        ('waiting', 'offered'), ('offered', 'enrolled'), ('waiting', 'lapsed'), ('offered', 'lapsed'),
        ('enrolled', 'cancelled'), ('waiting', 'cancelled'), ('offered', 'cancelled'),
        ('enrolled', 'completed'), ('enrolled', 'not_completed')) then
        raise exception 'no step from % to %', old.status, new.status
            using errcode = 'check_violation', constraint = 'enrolment_step';
    end if;
    if (new.cohort_id, new.person_id, new.position, new.created_at)
        is distinct from (old.cohort_id, old.person_id, old.position, old.created_at) then
        raise exception 'group, person and place of an enrolment are fixed'
            using errcode = 'check_violation', constraint = 'enrolment_fixed';
    end if;
    return new;
end $$;
create trigger enrolment_guard before insert or update on enrolment
    for each row execute function enrolment_guard();

create function enrolment_holds_seat(status text) returns integer language sql immutable as $$
    select (status in ('enrolled', 'offered', 'completed', 'not_completed'))::integer
$$;

-- Counts seats on the cohort's row, whose check refuses the one too many.
create function enrolment_count() returns trigger language plpgsql as $$
declare
    seat integer := 0;
    wait integer := 0;
begin
    if tg_op <> 'DELETE' then
        seat := enrolment_holds_seat(new.status);
        wait := (new.status = 'waiting')::integer;
    end if;
    if tg_op <> 'INSERT' then
        seat := seat - enrolment_holds_seat(old.status);
        wait := wait - (old.status = 'waiting')::integer;
    end if;
    if seat <> 0 or wait <> 0 then
        update cohort set taken = taken + seat, waiting = waiting + wait
            where id = coalesce(new.cohort_id, old.cohort_id);
    end if;
    if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.status <> old.status) then
        insert into enrolment_event (enrolment_id, at, status) values (new.id, new.status_at, new.status);
    end if;
    return null;
end $$;
create trigger enrolment_count after insert or update of status or delete on enrolment
    for each row execute function enrolment_count();

-- A participant's presence; a session without rows has not been taken yet.
create table attendance (
    enrolment_id uuid not null references enrolment (id) on delete cascade,
    cohort_id uuid not null,
    session integer not null,
    present boolean not null,
    marked_by uuid not null references person (id),
    marked_at timestamptz not null,
    primary key (enrolment_id, session),
    foreign key (cohort_id, session) references cohort_session (cohort_id, number)
);
create index attendance_session on attendance (cohort_id, session);

-- Answers between the questions and the check-your-answers page; kept a day.
create table enrolment_draft (
    person_id uuid not null references person (id) on delete cascade,
    cohort_id uuid not null references cohort (id) on delete cascade,
    answers jsonb not null,
    saved_at timestamptz not null,
    primary key (person_id, cohort_id)
);
create index enrolment_draft_saved on enrolment_draft (saved_at);
