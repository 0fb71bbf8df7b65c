//! Reads of the public catalogue.

use std::collections::HashMap;

use domain::courses::{Audience, Stream};
use domain::typed;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::super::model::{Cohort, Filters, Place, Programme, Region, Upcoming};
use super::meetings::meetings;
use super::{kinds, lines, stream, topic, window};

/// The most programmes on one page: more than a catalogue ever held (500 a year in some 20 kinds).
const MOST: i64 = 100;
const PROVINCE: &str = "35";

struct ProgrammeRow {
    id: Uuid,
    slug: String,
    stream: String,
    topic: String,
    audience: Vec<String>,
    countries: Vec<String>,
    return_within_years: Option<i32>,
    hours: i32,
    sample: bool,
    title: String,
    summary: String,
    outcomes: String,
    bring: String,
    certificate: String,
    funder: String,
}

impl ProgrammeRow {
    fn programme(self, cohorts: Vec<Cohort>) -> Result<Programme, sqlx::Error> {
        Ok(Programme {
            slug: self.slug,
            stream: stream(&self.stream)?,
            topic: topic(&self.topic)?,
            audience: kinds(&self.audience)?,
            countries: self.countries,
            return_within_years: self.return_within_years,
            hours: self.hours,
            sample: self.sample,
            title: self.title,
            summary: self.summary,
            outcomes: lines(&self.outcomes),
            bring: lines(&self.bring),
            certificate: self.certificate,
            funder: self.funder,
            cohorts,
        })
    }
}

/// The programmes of a catalogue that match the filters; those that begin next come first.
pub async fn catalogue(
    conn: &mut PgConnection,
    stream: Stream,
    filters: &Filters,
    lang: &str,
    now: OffsetDateTime,
) -> Result<Vec<Programme>, sqlx::Error> {
    let words = typed::search(&filters.words);
    let rows = sqlx::query_as!(
        ProgrammeRow,
        r#"select p.id, p.slug, p.stream, p.topic, p.audience, p.countries, p.return_within_years,
                  p.hours, p.sample, t.title, t.summary, t.outcomes, t.bring, t.certificate, t.funder
           from programme p
           join lateral (select * from programme_text t where t.programme_id = p.id
                         order by t.lang = $2 desc, t.lang = 'id' desc limit 1) t on true
           left join lateral (
               select min(c.starts_at) as first_day from cohort c
               where c.programme_id = p.id and c.closes_at > $3
                 and ($6 = '' or c.regency_code = $6) and (not $7 or c.taken < c.seats)) n on true
           where p.stream = $1
             and ($4 = '' or p.topic = $4)
             and ($5 = '' or p.audience && array[$5, 'resident'])
             and (n.first_day is not null or ($6 = '' and not $7))
             and ($8 = '' or strpos(lower(t.title || ' ' || t.summary), lower($8)) > 0)
           order by n.first_day nulls last, p.slug limit $9"#,
        stream.code(),
        lang,
        now,
        filters.topic,
        filters.kind,
        filters.regency,
        filters.free_only,
        words,
        MOST
    )
    .fetch_all(&mut *conn)
    .await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut cohorts = cohorts(conn, &ids, now).await?;
    rows.into_iter()
        .map(|row| {
            let mut own = cohorts.remove(&row.id).unwrap_or_default();
            own.retain(|(_, code, cohort)| {
                (filters.regency.is_empty() || *code == filters.regency)
                    && (!filters.free_only || cohort.taken < cohort.seats)
            });
            row.programme(own.into_iter().map(|(_, _, cohort)| cohort).collect())
        })
        .collect()
}

/// One programme with the ids of its coming cohorts, in the order of `cohorts`.
pub async fn programme(
    conn: &mut PgConnection,
    stream: Stream,
    slug: &str,
    lang: &str,
    now: OffsetDateTime,
) -> Result<Option<(Programme, Vec<Uuid>)>, sqlx::Error> {
    let row = sqlx::query_as!(
        ProgrammeRow,
        r#"select p.id, p.slug, p.stream, p.topic, p.audience, p.countries, p.return_within_years,
                  p.hours, p.sample, t.title, t.summary, t.outcomes, t.bring, t.certificate, t.funder
           from programme p
           join lateral (select * from programme_text t where t.programme_id = p.id
                         order by t.lang = $3 desc, t.lang = 'id' desc limit 1) t on true
           where p.stream = $1 and p.slug = $2"#,
        stream.code(),
        slug,
        lang
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let own = cohorts(conn, &[row.id], now)
        .await?
        .remove(&row.id)
        .unwrap_or_default();
    let ids: Vec<Uuid> = own.iter().map(|(id, _, _)| *id).collect();
    let mut meetings = meetings(conn, &ids).await?;
    let cohorts = own.into_iter().map(|(id, _, cohort)| Cohort {
        meetings: meetings.remove(&id).unwrap_or_default(),
        ..cohort
    });
    let cohorts = cohorts.collect();
    Ok(Some((row.programme(cohorts)?, ids)))
}

/// A cohort with its id and the code of its regency.
type Found = (Uuid, String, Cohort);

/// The cohorts of these programmes that have not begun, by programme, the next first.
async fn cohorts(
    conn: &mut PgConnection,
    programmes: &[Uuid],
    now: OffsetDateTime,
) -> Result<HashMap<Uuid, Vec<Found>>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select c.id, c.programme_id, c.slug, c.regency_code, r.name as regency, c.venue, c.address,
                  c.seats, c.taken, c.waiting, c.listed_only, c.quota_release_at,
                  c.opens_at, c.closes_at, c.starts_at, c.ends_at,
                  (select count(*) from cohort_session s where s.cohort_id = c.id) as "sessions!"
           from cohort c join regency r on r.code = c.regency_code
           where c.programme_id = any($1) and c.starts_at > $2 order by c.starts_at, c.slug"#,
        programmes,
        now
    )
    .fetch_all(&mut *conn)
    .await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut regions = regions(conn, &ids).await?;
    let mut found: HashMap<Uuid, Vec<Found>> = HashMap::new();
    for row in rows {
        let window = window(row.opens_at, row.closes_at, row.starts_at, row.ends_at);
        let mut regions = regions.remove(&row.id).unwrap_or_default();
        if row.quota_release_at.is_some_and(|at| at <= now) {
            regions.iter_mut().for_each(|region| region.quota = None);
        }
        let cohort = Cohort {
            slug: row.slug,
            regency: row.regency,
            venue: row.venue,
            address: row.address,
            seats: row.seats,
            taken: row.taken,
            waiting: row.waiting,
            sessions: row.sessions,
            meetings: Vec::new(),
            window,
            state: window.state(now),
            listed_only: row.listed_only,
            quota_release_at: row.quota_release_at.filter(|at| *at > now),
            regions,
        };
        found
            .entry(row.programme_id)
            .or_default()
            .push((row.id, row.regency_code, cohort));
    }
    Ok(found)
}

async fn regions(
    conn: &mut PgConnection,
    cohorts: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Region>>, sqlx::Error> {
    let rows = sqlx::query!(
        "select c.cohort_id, c.regency_code, r.name, c.quota from cohort_region c
         join regency r on r.code = c.regency_code
         where c.cohort_id = any($1) order by c.quota desc nulls last, r.name",
        cohorts
    )
    .fetch_all(conn)
    .await?;
    let mut found: HashMap<Uuid, Vec<Region>> = HashMap::new();
    for row in rows {
        found.entry(row.cohort_id).or_default().push(Region {
            code: row.regency_code,
            name: row.name,
            quota: row.quota,
        });
    }
    Ok(found)
}

/// The path of every programme's page.
pub async fn addresses(conn: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    let rows = sqlx::query!("select stream, slug from programme order by stream, slug")
        .fetch_all(conn)
        .await?;
    rows.into_iter()
        .map(|row| Ok(format!("{}/{}", stream(&row.stream)?.path(), row.slug)))
        .collect()
}

/// The audience of a programme and of this cohort of it, for the rules.
pub fn audience(programme: &Programme, cohort: &Cohort) -> Audience {
    let regencies = cohort.regions.iter().map(|region| region.code.clone());
    Audience {
        kinds: programme.audience.clone(),
        countries: programme.countries.clone(),
        return_within_years: programme.return_within_years,
        regencies: regencies.filter(|_| cohort.listed_only).collect(),
    }
}

/// Regencies with a cohort that the catalogue's filter finds: one whose enrolment is not over.
pub async fn places(
    conn: &mut PgConnection,
    stream: Stream,
    now: OffsetDateTime,
) -> Result<Vec<Place>, sqlx::Error> {
    sqlx::query_as!(
        Place,
        "select code, name from regency where code in (
             select c.regency_code from cohort c join programme p on p.id = c.programme_id
             where p.stream = $1 and c.closes_at > $2)
         order by name",
        stream.code(),
        now
    )
    .fetch_all(conn)
    .await
}

/// Regencies in which a participant may live: those of East Java.
pub async fn residences(conn: &mut PgConnection) -> Result<Vec<Place>, sqlx::Error> {
    sqlx::query_as!(
        Place,
        "select code, name from regency where province_code = $1 order by name",
        PROVINCE
    )
    .fetch_all(conn)
    .await
}

/// The next cohorts that a citizen can join, for the home page.
pub async fn upcoming(
    conn: &mut PgConnection,
    lang: &str,
    now: OffsetDateTime,
    most: i64,
) -> Result<Vec<Upcoming>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.stream, p.slug, p.sample, t.title, r.name as regency, c.starts_at, c.seats, c.taken
           from cohort c
           join programme p on p.id = c.programme_id
           join regency r on r.code = c.regency_code
           join lateral (select title from programme_text t where t.programme_id = p.id
                         order by t.lang = $1 desc, t.lang = 'id' desc limit 1) t on true
           where c.opens_at <= $2 and c.closes_at > $2 and c.taken < c.seats
           order by c.starts_at, c.id limit $3"#,
        lang,
        now,
        most
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Upcoming {
                stream: stream(&row.stream)?,
                slug: row.slug,
                title: row.title,
                regency: row.regency,
                starts_at: row.starts_at,
                free: row.seats - row.taken,
                sample: row.sample,
            })
        })
        .collect()
}
