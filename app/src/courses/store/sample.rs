//! The shipped examples, loaded once by `--demo`.

use std::collections::BTreeMap;

use serde::Deserialize;
use sqlx::PgConnection;
use time::macros::{format_description, offset, time};
use time::{Date, Duration, OffsetDateTime, Time, Weekday};
use uuid::Uuid;

const SAMPLE: &str = include_str!("../../../../data/courses_sample.json");

/// Office hours in WIB: enrolment opens and closes within them.
const OPENS: Time = time!(8:00);
const CLOSES: Time = time!(16:00);

#[derive(Deserialize)]
struct File {
    programmes: Vec<Programme>,
}

#[derive(Deserialize)]
struct Programme {
    slug: String,
    stream: String,
    topic: String,
    audience: Vec<String>,
    #[serde(default)]
    countries: Vec<String>,
    return_within_years: Option<i32>,
    hours: i32,
    id: Words,
    en: Words,
    cohorts: Vec<Cohort>,
}

#[derive(Deserialize)]
struct Words {
    title: String,
    summary: String,
    outcomes: Vec<String>,
    bring: Vec<String>,
    certificate: String,
    funder: String,
}

/// Days count from the first load; hours are WIB.
#[derive(Deserialize)]
struct Cohort {
    slug: String,
    regency: String,
    venue: String,
    address: String,
    seats: i32,
    opens_day: i64,
    closes_day: i64,
    starts_day: i64,
    days: usize,
    from: String,
    to: String,
    quotas: BTreeMap<String, i32>,
    listed_only: bool,
    release_day: Option<i64>,
}

/// Loads the examples that are not there yet, with dates that count from `now`, and assigns example cohorts without
/// a trainer to every trainer. Loading again changes no date and no enrolment.
pub async fn load_sample(conn: &mut PgConnection, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    let file: File =
        serde_json::from_str(SAMPLE).map_err(|fault| sqlx::Error::Decode(fault.into()))?;
    let free = sqlx::query_scalar!("select day from holiday")
        .fetch_all(&mut *conn)
        .await?;
    for programme in file.programmes {
        let new = sqlx::query_scalar!(
            "insert into programme (slug, stream, topic, audience, return_within_years, hours, countries, sample)
             values ($1, $2, $3, $4, $5, $6, $7, true) on conflict (slug) do nothing returning id",
            programme.slug,
            programme.stream,
            programme.topic,
            &programme.audience,
            programme.return_within_years,
            programme.hours,
            &programme.countries
        )
        .fetch_optional(&mut *conn)
        .await?;
        let Some(id) = new else { continue };
        insert_words(conn, id, "id", &programme.id).await?;
        insert_words(conn, id, "en", &programme.en).await?;
        for cohort in &programme.cohorts {
            insert_cohort(conn, id, cohort, &free, now).await?;
        }
    }
    sqlx::query!(
        "insert into cohort_trainer (cohort_id, person_id)
         select c.id, p.id from cohort c
         join programme g on g.id = c.programme_id and g.sample
         cross join person p
         where p.role = 'trainer' and p.deleted_at is null
           and not exists (select from cohort_trainer t where t.cohort_id = c.id)"
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn insert_words(
    conn: &mut PgConnection,
    programme: Uuid,
    lang: &str,
    words: &Words,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into programme_text (programme_id, lang, title, summary, outcomes, bring, certificate, funder)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        programme,
        lang,
        words.title,
        words.summary,
        words.outcomes.join("\n"),
        words.bring.join("\n"),
        words.certificate,
        words.funder
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn insert_cohort(
    conn: &mut PgConnection,
    programme: Uuid,
    cohort: &Cohort,
    free: &[Date],
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let today = now.to_offset(offset!(+7)).date();
    let (from, to) = (clock(&cohort.from)?, clock(&cohort.to)?);
    let days = working_days(today + Duration::days(cohort.starts_day), cohort.days, free);
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return Ok(());
    };
    let at = |day: i64, time: Time| wib(today + Duration::days(day), time);
    let id = sqlx::query_scalar!(
        "insert into cohort (programme_id, slug, regency_code, venue, address, seats, listed_only,
                             quota_release_at, opens_at, closes_at, starts_at, ends_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id",
        programme,
        cohort.slug,
        cohort.regency,
        cohort.venue,
        cohort.address,
        cohort.seats,
        cohort.listed_only,
        cohort.release_day.map(|day| at(day, OPENS)),
        at(cohort.opens_day, OPENS),
        at(cohort.closes_day, CLOSES),
        wib(*first, from),
        wib(*last, to)
    )
    .fetch_one(&mut *conn)
    .await?;
    for (number, day) in (1_i32..).zip(&days) {
        sqlx::query!(
            "insert into cohort_session (cohort_id, number, starts_at, ends_at) values ($1, $2, $3, $4)",
            id,
            number,
            wib(*day, from),
            wib(*day, to)
        )
        .execute(&mut *conn)
        .await?;
    }
    for (regency, quota) in &cohort.quotas {
        sqlx::query!(
            "insert into cohort_region (cohort_id, regency_code, quota) values ($1, $2, $3)",
            id,
            regency,
            quota
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

fn clock(text: &str) -> Result<Time, sqlx::Error> {
    Time::parse(text, format_description!("[hour]:[minute]"))
        .map_err(|fault| sqlx::Error::Decode(fault.into()))
}

fn wib(day: Date, at: Time) -> OffsetDateTime {
    day.with_time(at).assume_offset(offset!(+7))
}

/// The next `count` working days from `first` on, without Sundays, holidays and joint leave.
fn working_days(first: Date, count: usize, free: &[Date]) -> Vec<Date> {
    std::iter::successors(Some(first), |day| day.next_day())
        .filter(|day| day.weekday() != Weekday::Sunday)
        .filter(|day| !free.contains(day))
        .take(count)
        .collect()
}
