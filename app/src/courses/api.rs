//! The server functions for citizens, and for the public catalogue.

use domain::courses::Stream;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::{Catalogue, Checked, ClassKey, Enrolment, Filters, Programme, Questions};
use crate::base::error::AppError;

#[cfg(feature = "ssr")]
use super::{
    messages::tell,
    model::{ByCode, Upcoming},
    store,
};
#[cfg(feature = "ssr")]
use crate::base::error::FieldError;
#[cfg(feature = "ssr")]
use crate::base::text::Lang;
#[cfg(feature = "ssr")]
use crate::platform::{
    Platform, Viewer, deliver_soon, done, in_task, lock_viewer, platform, require, require_person,
    visit,
};
#[cfg(feature = "ssr")]
use domain::accounts::Role;
#[cfg(feature = "ssr")]
use domain::courses::{AnswerForm, Answers};
#[cfg(feature = "ssr")]
use domain::format::date_in_wib;
#[cfg(feature = "ssr")]
use domain::reference_code;
#[cfg(feature = "ssr")]
use sqlx::Connection;
#[cfg(feature = "ssr")]
use uuid::Uuid;

/// The programmes that match the filters. Anybody may read them.
#[server(input = GetUrl)]
pub async fn find_programmes(stream: Stream, filters: Filters) -> Result<Catalogue, AppError> {
    let (platform, lang) = (platform(), visit().lang);
    let now = platform.clock.now();
    let mut conn = platform.pool.acquire().await?;
    Ok(Catalogue {
        programmes: store::catalogue(&mut conn, stream, &filters, lang.code(), now).await?,
        places: store::places(&mut conn, stream, now).await?,
    })
}

/// One programme with its coming cohorts. Anybody may read it.
#[server(input = GetUrl)]
pub async fn read_programme(stream: Stream, slug: String) -> Result<Programme, AppError> {
    let (platform, lang) = (platform(), visit().lang);
    let mut conn = platform.pool.acquire().await?;
    let now = platform.clock.now();
    let found = store::programme(&mut conn, stream, &slug, lang.code(), now).await?;
    found
        .map(|(programme, _)| programme)
        .ok_or(AppError::NotFound)
}

/// The next cohorts with free seats, for the home page. Anybody may read them.
#[cfg(feature = "ssr")]
pub async fn next_classes(p: &Platform, lang: Lang) -> Result<Vec<Upcoming>, AppError> {
    let mut conn = p.pool.acquire().await?;
    Ok(store::upcoming(&mut conn, lang.code(), p.clock.now(), 3).await?)
}

/// A cohort that a citizen wants to join.
#[cfg(feature = "ssr")]
struct Wanted {
    programme: Programme,
    cohort: super::model::Cohort,
    id: Uuid,
}

#[cfg(feature = "ssr")]
async fn wanted(
    conn: &mut sqlx::PgConnection,
    class: &ClassKey,
    lang: crate::base::text::Lang,
    now: time::OffsetDateTime,
) -> Result<Wanted, AppError> {
    let found = store::programme(conn, class.stream, &class.slug, lang.code(), now).await?;
    let (mut programme, ids) = found.ok_or(AppError::NotFound)?;
    let at = programme
        .cohorts
        .iter()
        .position(|found| found.slug == class.cohort)
        .ok_or(AppError::NotFound)?;
    let id = *ids.get(at).ok_or(AppError::NotFound)?;
    let cohort = programme.cohorts.swap_remove(at);
    programme.cohorts.clear();
    Ok(Wanted {
        programme,
        cohort,
        id,
    })
}

#[cfg(feature = "ssr")]
fn citizen() -> Result<Viewer, AppError> {
    require(&[Role::Citizen])
}

/// The eligibility questions of a cohort, with the citizen's own earlier answers.
#[server(input = GetUrl)]
pub async fn read_questions(class: ClassKey) -> Result<Questions, AppError> {
    let viewer = citizen()?;
    let (platform, lang) = (platform(), visit().lang);
    let now = platform.clock.now();
    let mut conn = platform.pool.acquire().await?;
    let wanted = wanted(&mut conn, &class, lang, now).await?;
    let person = viewer.person_id;
    Ok(Questions {
        places: store::residences(&mut conn).await?,
        answers: store::answers(&mut conn, person, wanted.id).await?,
        enrolled: store::open_in_programme(&mut conn, wanted.id, person, now).await?,
        programme: wanted.programme,
        cohort: wanted.cohort,
    })
}

/// Keeps a citizen's answers for the next page, which says whether they may join.
#[server]
pub async fn save_answers(
    class: ClassKey,
    #[server(default)] kind: String,
    #[server(default)] country: String,
    #[server(default)] return_year: String,
    #[server(default)] regency: String,
    #[server(default)] adult: String,
) -> Result<(), AppError> {
    let viewer = citizen()?;
    let (platform, lang) = (platform(), visit().lang);
    let now = platform.clock.now();
    let mut conn = platform.pool.acquire().await?;
    let wanted = wanted(&mut conn, &class, lang, now).await?;
    if let Some(code) = wanted.cohort.state.refusal() {
        return Err(AppError::conflict(code));
    }
    let places = store::residences(&mut conn).await?;
    let form = AnswerForm {
        kind: &kind,
        country: &country,
        return_year: &return_year,
        regency: &regency,
        adult: &adult,
    };
    let answers = form
        .read(date_in_wib(now).year(), |code| {
            places.iter().any(|place| place.code == code)
        })
        .map_err(|wrong| AppError::Invalid(wrong.into_iter().map(field_error).collect()))?;
    let mut tx = conn.begin().await?;
    lock_viewer(&mut tx, &viewer).await?;
    store::save_answers(&mut tx, viewer.person_id, wanted.id, &answers, now).await?;
    tx.commit().await?;
    done(&class.path("periksa"));
    Ok(())
}

#[cfg(feature = "ssr")]
fn field_error((field, code): (&'static str, &'static str)) -> FieldError {
    FieldError {
        field: field.into(),
        code: code.into(),
    }
}

/// The answers that the citizen is about to send, or the reasons why they may not join.
#[server(input = GetUrl)]
pub async fn read_check(class: ClassKey) -> Result<Checked, AppError> {
    let viewer = citizen()?;
    let (platform, lang) = (platform(), visit().lang);
    let now = platform.clock.now();
    let mut conn = platform.pool.acquire().await?;
    let wanted = wanted(&mut conn, &class, lang, now).await?;
    let person = viewer.person_id;
    let enrolled = store::open_in_programme(&mut conn, wanted.id, person, now).await?;
    let Some(answers) = store::answers(&mut conn, person, wanted.id).await? else {
        return Ok(Checked::Unanswered { enrolled });
    };
    let audience = store::audience(&wanted.programme, &wanted.cohort);
    let code = answers.regency.clone().unwrap_or_default();
    let (seat_free, waiting_place) = store::outlook(&mut conn, wanted.id, &code, now).await?;
    let places = store::residences(&mut conn).await?;
    Ok(Checked::Answered(Box::new(super::model::Check {
        refusals: audience.refusals(&answers, date_in_wib(now).year()),
        regency: places
            .into_iter()
            .find(|place| place.code == code)
            .map(|place| place.name),
        seat_free,
        waiting_place,
        enrolled,
        clashes: store::clashes(&mut conn, person, wanted.id, lang.code()).await?,
        programme: wanted.programme,
        cohort: wanted.cohort,
        answers,
    })))
}

/// Takes a seat or a place on the waiting list for a citizen. The kept answers must fit, and the citizen must have no
/// open enrolment in the programme. When another cohort of theirs meets at the same hours, they must know it
/// (`knowing`).
#[server]
pub async fn enrol(class: ClassKey, #[server(default)] knowing: String) -> Result<(), AppError> {
    let viewer = citizen()?;
    let (platform, lang) = (platform(), visit().lang);
    let code = in_task(async move {
        let now = platform.clock.now();
        let person = viewer.person_id;
        let mut tx = platform.pool.begin().await?;
        lock_viewer(&mut tx, &viewer).await?;
        let wanted = wanted(&mut tx, &class, lang, now).await?;
        // In this order: the commit of the first click deletes the answers and leaves the enrolment, so a second
        // click that finds no answers finds the enrolment.
        let answers = store::answers(&mut tx, person, wanted.id).await?;
        match store::open_in_programme(&mut tx, wanted.id, person, now).await? {
            Some(open) if open.is_here => return Ok(open.code),
            Some(_) => return Err(AppError::conflict("second_in_programme")),
            None => {}
        }
        let answers = answers.ok_or(AppError::conflict("course_changed"))?;
        let regency = eligible(&wanted, &answers, date_in_wib(now).year())?;
        let clashes = store::clashes(&mut tx, person, wanted.id, lang.code()).await?;
        if knowing.is_empty() && !clashes.is_empty() {
            return Err(AppError::conflict("schedule_clash"));
        }
        let code = platform.ids.code(reference_code::LENGTH);
        let new = store::NewEnrolment {
            id: platform.ids.uuid(now),
            code: &code,
            cohort: wanted.id,
            person,
            answers: &answers,
            regency,
        };
        store::forget_answers(&mut tx, person, wanted.id).await?;
        let enrolled = store::enrol(&mut tx, &new, now).await?;
        tell(&mut tx, &platform, &enrolled.notice, now).await?;
        tx.commit().await?;
        deliver_soon(platform.clone());
        Ok(enrolled.code)
    })
    .await?;
    done(&format!("/akun/pelatihan/{code}"));
    Ok(())
}

/// The regency of residence, when the answers fit.
#[cfg(feature = "ssr")]
fn eligible<'a>(
    wanted: &Wanted,
    answers: &'a Answers,
    this_year: i32,
) -> Result<&'a str, AppError> {
    let audience = store::audience(&wanted.programme, &wanted.cohort);
    match &answers.regency {
        Some(regency) if audience.refusals(answers, this_year).is_empty() => Ok(regency),
        _ => Err(AppError::conflict("not_eligible")),
    }
}

/// The viewer's own enrolments; also those of a person who has become an employer since.
#[server(input = GetUrl)]
pub async fn my_enrolments() -> Result<Vec<Enrolment>, AppError> {
    let viewer = require_person()?;
    let (platform, lang) = (platform(), visit().lang);
    let mut conn = platform.pool.acquire().await?;
    Ok(store::enrolments(
        &mut conn,
        viewer.person_id,
        lang.code(),
        platform.clock.now(),
    )
    .await?)
}

/// One of the viewer's own enrolments.
#[server(input = GetUrl)]
pub async fn my_enrolment(code: String) -> Result<Enrolment, AppError> {
    let viewer = require_person()?;
    let (platform, lang) = (platform(), visit().lang);
    let mut conn = platform.pool.acquire().await?;
    let now = platform.clock.now();
    let found = store::enrolment(&mut conn, viewer.person_id, &code, lang.code(), now).await?;
    found.ok_or(AppError::NotFound)
}

/// The state of the enrolment with this code, for anybody. Only its owner learns that it is theirs.
#[cfg(feature = "ssr")]
pub async fn by_code(
    conn: &mut sqlx::PgConnection,
    code: &str,
    viewer: Option<Uuid>,
    lang: Lang,
    now: time::OffsetDateTime,
) -> Result<Option<ByCode>, AppError> {
    let Some(owner) = store::owner(conn, code).await? else {
        return Ok(None);
    };
    let found = store::enrolment(conn, owner, code, lang.code(), now).await?;
    Ok(found.map(|enrolment| ByCode {
        title: enrolment.title,
        status: enrolment.status,
        offer_until: enrolment.offer_until,
        waiting_place: enrolment.waiting_place,
        starts_at: enrolment.window.starts_at,
        history: enrolment.history,
        own: viewer == Some(owner),
    }))
}

/// Takes an offered seat. Only the enrolment's owner may do so, before the offer runs out.
#[server]
pub async fn confirm_seat(code: String) -> Result<(), AppError> {
    let viewer = require_person()?;
    let platform = platform();
    let address = format!("/akun/pelatihan/{code}");
    in_task(async move {
        let now = platform.clock.now();
        let mut tx = platform.pool.begin().await?;
        lock_viewer(&mut tx, &viewer).await?;
        let notice = store::confirm(&mut tx, viewer.person_id, &code, now).await?;
        tell(&mut tx, &platform, &notice, now).await?;
        tx.commit().await?;
        deliver_soon(platform);
        Ok(())
    })
    .await?;
    done(&address);
    Ok(())
}

/// Gives up a seat, an offer or a place on the waiting list. Only the enrolment's owner may do so, before the course
/// begins.
#[server]
pub async fn cancel_enrolment(code: String) -> Result<(), AppError> {
    let viewer = require_person()?;
    let platform = platform();
    let address = format!("/akun/pelatihan/{code}");
    in_task(async move {
        let now = platform.clock.now();
        let mut tx = platform.pool.begin().await?;
        let notices = store::cancel(&mut tx, viewer.person_id, &code, now).await?;
        tell(&mut tx, &platform, &notices, now).await?;
        tx.commit().await?;
        deliver_soon(platform);
        Ok(())
    })
    .await?;
    done(&address);
    Ok(())
}
