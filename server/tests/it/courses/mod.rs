//! Courses: enrolment, the last seat, the waiting list, the roster.

mod catalogue;
mod eligibility;
mod overlap;
mod pages;
mod roster;
mod seats;
mod told;
mod waiting;

use app::courses::api::{CancelEnrolment, ConfirmSeat, Enrol, SaveAnswers};
use app::courses::store;
use app::platform::Platform;
use domain::accounts::Role;
use domain::courses::{Answers, ApplicantKind};
use server_fn::ServerFn;
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::support::{Answer, Browser, Portal};

/// The region codes of Kabupaten Blitar, Kabupaten Ponorogo and Kota Surabaya.
pub(crate) const BLITAR: &str = "35.05";
const PONOROGO: &str = "35.02";
const SURABAYA: &str = "35.78";

/// The address of the cohort that most tests use.
const CLASS: &str = "/pemberdayaan/anggaran/blitar-1";

/// A cohort to insert. Its programme `anggaran` is for workers who have returned in the last five years.
pub(crate) struct Class<'a> {
    pub(crate) slug: &'a str,
    pub(crate) seats: i32,
    pub(crate) quotas: &'a [(&'a str, i32)],
    /// Days from now: enrolment opens, enrolment closes, first day.
    pub(crate) days: (i64, i64, i64),
}

pub(crate) const CLASS_OF_TWO: Class<'static> = Class {
    slug: "blitar-1",
    seats: 2,
    quotas: &[],
    days: (-1, 20, 30),
};

impl Class<'_> {
    /// Inserts the cohort with two meetings, the second a day after the first.
    pub(crate) async fn insert(&self, platform: &Platform) -> Uuid {
        let mut conn = platform.pool.acquire().await.unwrap();
        let now = platform.clock.now();
        let programme = programme(&mut conn).await;
        let day = |days: i64| now + Duration::days(days);
        let (opens, closes, starts) = self.days;
        let id: Uuid = sqlx::query_scalar(
            "insert into cohort (programme_id, slug, regency_code, venue, address, seats,
                                 opens_at, closes_at, starts_at, ends_at)
             values ($1, $2, '35.05', 'Balai Pelatihan', 'Wlingi', $3, $4, $5, $6, $7) returning id",
        )
        .bind(programme)
        .bind(self.slug)
        .bind(self.seats)
        .bind(day(opens))
        .bind(day(closes))
        .bind(day(starts))
        .bind(day(starts + 1) + Duration::hours(6))
        .fetch_one(&mut *conn)
        .await
        .unwrap();
        for number in 1..=2_i32 {
            sqlx::query("insert into cohort_session values ($1, $2, $3, $4)")
                .bind(id)
                .bind(number)
                .bind(day(starts + i64::from(number) - 1))
                .bind(day(starts + i64::from(number) - 1) + Duration::hours(6))
                .execute(&mut *conn)
                .await
                .unwrap();
        }
        for (regency, quota) in self.quotas {
            sqlx::query("insert into cohort_region values ($1, $2, $3)")
                .bind(id)
                .bind(regency)
                .bind(quota)
                .execute(&mut *conn)
                .await
                .unwrap();
        }
        id
    }
}

/// The programme, created at its first use together with the regencies that the tests use.
async fn programme(conn: &mut PgConnection) -> Uuid {
    sqlx::raw_sql(
        "insert into province (code, name) values ('35', 'Jawa Timur') on conflict do nothing;
         insert into regency (code, name, kind, province_code, latitude, longitude) values
             ('35.02', 'Kabupaten Ponorogo', 'kabupaten', '35', -7.9, 111.5),
             ('35.05', 'Kabupaten Blitar', 'kabupaten', '35', -8.1, 112.2),
             ('35.78', 'Kota Surabaya', 'kota', '35', -7.3, 112.7) on conflict do nothing;
         insert into programme (slug, stream, topic, audience, return_within_years, hours)
             values ('anggaran', 'empowerment', 'money', '{returned,family}', 5, 12) on conflict do nothing;
         insert into programme_text
             select id, 'id', 'Anggaran Keluarga', 'Menyusun anggaran', 'Anggaran', 'KTP', 'Sertifikat', 'Pemerintah'
             from programme on conflict do nothing;",
    )
    .execute(&mut *conn)
    .await
    .unwrap();
    sqlx::query_scalar("select id from programme")
        .fetch_one(conn)
        .await
        .unwrap()
}

/// Answers that make a person eligible for the programme.
pub(crate) fn fitting(platform: &Platform, regency: &str) -> Answers {
    Answers {
        kind: ApplicantKind::Returned,
        country: Some("HK".to_owned()),
        return_year: Some(platform.clock.now().year() - 1),
        regency: Some(regency.to_owned()),
        adult: true,
    }
}

/// A citizen who has answered the questions and is one button away from enrolling.
async fn ready(portal: &Portal, cohort: Uuid, name: &str, regency: &str) -> (Uuid, Browser) {
    let (person, browser) = portal.signed_in(Role::Citizen, name).await;
    let mut conn = portal.pool().acquire().await.unwrap();
    let now = portal.clock().now();
    store::save_answers(
        &mut conn,
        person,
        cohort,
        &fitting(&portal.platform, regency),
        now,
    )
    .await
    .unwrap();
    (person, browser)
}

/// Presses the button that enrols.
async fn enrol(browser: &mut Browser, slug: &str) -> Answer {
    let from = format!("/pemberdayaan/anggaran/{slug}/periksa");
    browser
        .submit(&from, Enrol::url(), &class_fields(slug))
        .await
}

/// Enrols a new citizen and returns them with their code.
pub(crate) async fn enrolled(portal: &Portal, cohort: Uuid, name: &str) -> (Browser, String) {
    let (_, mut browser) = ready(portal, cohort, name, BLITAR).await;
    let answer = enrol(&mut browser, "blitar-1").await;
    let code = answer
        .location()
        .strip_prefix("/akun/pelatihan/")
        .expect("a confirmation")
        .to_owned();
    (browser, code)
}

fn class_fields(slug: &str) -> [(&str, &str); 3] {
    [
        ("class[stream]", "empowerment"),
        ("class[slug]", "anggaran"),
        ("class[cohort]", slug),
    ]
}

pub(crate) async fn cancel(browser: &mut Browser, code: &str) -> Answer {
    let from = format!("/akun/pelatihan/{code}/batal");
    browser
        .submit(
            &from,
            CancelEnrolment::url(),
            &[("_form", "cancel-enrolment"), ("code", code)],
        )
        .await
}

async fn confirm(browser: &mut Browser, code: &str) -> Answer {
    let from = format!("/akun/pelatihan/{code}");
    browser
        .submit(
            &from,
            ConfirmSeat::url(),
            &[("_form", "confirm-seat"), ("code", code)],
        )
        .await
}

/// Sends the answers to the eligibility questions.
async fn answer(browser: &mut Browser, answers: &[(&str, &str)]) -> Answer {
    let mut fields = class_fields("blitar-1").to_vec();
    fields.push(("_form", "eligibility"));
    fields.extend(answers);
    browser
        .submit(&format!("{CLASS}/daftar"), SaveAnswers::url(), &fields)
        .await
}

/// The (status, regency) of a cohort's enrolments, in the order of arrival.
async fn rows(portal: &Portal, cohort: Uuid) -> Vec<(String, String)> {
    sqlx::query_as(
        "select status, regency_code from enrolment where cohort_id = $1 order by position",
    )
    .bind(cohort)
    .fetch_all(portal.pool())
    .await
    .unwrap()
}

/// The status and the end of the offer of one enrolment.
async fn state(portal: &Portal, code: &str) -> (String, Option<OffsetDateTime>) {
    sqlx::query_as("select status, offer_until from enrolment where code = $1")
        .bind(code)
        .fetch_one(portal.pool())
        .await
        .unwrap()
}

/// The counters of a cohort: seats taken, people waiting.
async fn counters(portal: &Portal, cohort: Uuid) -> (i32, i32) {
    sqlx::query_as("select taken, waiting from cohort where id = $1")
        .bind(cohort)
        .fetch_one(portal.pool())
        .await
        .unwrap()
}
