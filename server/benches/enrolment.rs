//! Enrolments per second into one popular course: everybody presses the last button for the same cohort at once.
//!
//! Runs through the whole router in this process and on a real Postgres (`TEST_DATABASE_URL`, which is first set to
//! write durably), so that each enrolment reads the session, parses the form, checks the rules, decides the seat under
//! its lock, and writes the row to the disk.

use std::sync::Arc;
use std::time::{Duration, Instant};

use app::courses::api::Enrol;
use app::courses::store;
use app::platform::{Platform, start_session};
use app::shell::Assets;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::courses::{Answers, ApplicantKind};
use server::router::router;
use server::state::AppState;
use server::ws::Hub;
use server_fn::ServerFn;
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;
use uuid::Uuid;

#[path = "support/portal.rs"]
mod portal;
#[path = "support/times.rs"]
mod times;

use portal::{Fault, platform};
use times::Times;

const SEATS: i32 = 50;
const PEOPLE: usize = 2_000;
/// Requests at a time; the server's pool has 16 connections.
const AT_ONCE: usize = 64;

#[tokio::main]
#[expect(clippy::print_stdout, reason = "the benchmark's own words")]
async fn main() -> Result<(), Fault> {
    let platform = platform().await?;
    let cohort = hot_course(&platform.pool).await?;
    let mut cookies = Vec::with_capacity(PEOPLE);
    for _ in 0..PEOPLE {
        cookies.push(ready(&platform, cohort).await?);
    }
    let options = leptos::config::LeptosOptions::builder()
        .output_name("portal")
        .build();
    let assets = Assets {
        js: "/js".into(),
        wasm: "/wasm".into(),
        css: "/css".into(),
    };
    let router = router(AppState {
        platform: platform.clone(),
        options,
        assets,
        hub: Hub::new(platform.clone(), CancellationToken::new()),
    });

    let begun = Instant::now();
    let times = press_all(&router, cookies).await?;
    let took = begun.elapsed();

    let (taken, waiting): (i32, i32) = sqlx::query_as("select taken, waiting from cohort")
        .fetch_one(&platform.pool)
        .await?;
    if taken != SEATS || usize::try_from(waiting)? != PEOPLE - usize::try_from(SEATS)? {
        return Err(format!("{taken} seats and {waiting} waiting are wrong").into());
    }
    println!(
        "enrolments on one hot course: {:.0}/s ({PEOPLE} people for {SEATS} seats, {AT_ONCE} at once; {times})",
        PEOPLE as f64 / took.as_secs_f64(),
    );
    Ok(())
}

async fn hot_course(pool: &PgPool) -> Result<Uuid, Fault> {
    sqlx::raw_sql(
        "insert into province (code, name) values ('35', 'Jawa Timur') on conflict do nothing;
         insert into regency (code, name, kind, province_code, latitude, longitude)
             values ('35.05', 'Kabupaten Blitar', 'kabupaten', '35', -8.1, 112.2) on conflict do nothing;
         insert into programme (slug, stream, topic, audience, hours)
             values ('anggaran', 'empowerment', 'money', '{returned}', 12);
         insert into programme_text
             select id, 'id', 'Anggaran', 'Menyusun anggaran', 'Anggaran', 'KTP', 'Sertifikat', 'Pemerintah'
             from programme;",
    )
    .execute(pool)
    .await?;
    let id = sqlx::query_scalar(
        "insert into cohort (programme_id, slug, regency_code, venue, address, seats,
                             opens_at, closes_at, starts_at, ends_at)
         select id, 'blitar-1', '35.05', 'Balai', 'Wlingi', $1, now() - interval '1 day',
                now() + interval '9 days', now() + interval '10 days', now() + interval '12 days'
         from programme returning id",
    )
    .bind(SEATS)
    .fetch_one(pool)
    .await?;
    Ok(id)
}

/// A citizen who has answered the questions; returns the cookie of their session.
async fn ready(platform: &Platform, cohort: Uuid) -> Result<String, Fault> {
    let now = platform.clock.now();
    let person = platform.ids.uuid(now);
    let mut tx = platform.pool.begin().await?;
    sqlx::query("insert into person (id, name, email, role, created_at) values ($1, 'Siti', $2, 'citizen', $3)")
        .bind(person)
        .bind(format!("{person}@portal.test"))
        .bind(now)
        .execute(&mut *tx)
        .await?;
    let answers = Answers {
        kind: ApplicantKind::Returned,
        country: Some("HK".to_owned()),
        return_year: Some(now.year() - 1),
        regency: Some("35.05".to_owned()),
        adult: true,
    };
    store::save_answers(&mut tx, person, cohort, &answers, now).await?;
    let session = start_session(&mut tx, now, platform.ids, person, "bench").await?;
    tx.commit().await?;
    Ok(format!("__Host-session={}", session.token))
}

/// Enrols everybody; returns how long each had to wait.
async fn press_all(router: &Router, cookies: Vec<String>) -> Result<Times, Fault> {
    let places = Arc::new(tokio::sync::Semaphore::new(AT_ONCE));
    let mut presses = tokio::task::JoinSet::new();
    for cookie in cookies {
        let (router, places) = (router.clone(), places.clone());
        presses.spawn(async move {
            let _place = places.acquire().await?;
            press(router, &cookie).await
        });
    }
    let mut times = Times::default();
    while let Some(time) = presses.join_next().await {
        times.add(time??);
    }
    Ok(times)
}

async fn press(router: Router, cookie: &str) -> Result<Duration, Fault> {
    let request = Request::post(Enrol::url())
        .header("accept", "text/html")
        .header("content-type", "application/x-www-form-urlencoded")
        .header(
            "referer",
            "http://portal.test/pemberdayaan/anggaran/blitar-1/periksa",
        )
        .header("sec-fetch-site", "same-origin")
        .header("cookie", cookie)
        .body(Body::from(
            "class[stream]=empowerment&class[slug]=anggaran&class[cohort]=blitar-1",
        ))?;
    let begun = Instant::now();
    let answer = router.oneshot(request).await?;
    let took = begun.elapsed();
    let location = answer
        .headers()
        .get("location")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if answer.status() != StatusCode::SEE_OTHER || !location.starts_with("/akun/pelatihan/") {
        return Err(format!("{} {location}", answer.status()).into());
    }
    Ok(took)
}
