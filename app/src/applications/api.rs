//! The server functions of applicants.

use domain::applications::ProfileForm;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::{ApplyView, MyProfile, Sent, SentView};
use crate::base::error::AppError;

#[cfg(feature = "ssr")]
use {
    super::model::{Applying, ByCode, Taken},
    super::steps::{self, Side},
    super::store::{self, NewApplication},
    super::{invalid, named},
    crate::jobs::reference::{region_choices, region_name},
    crate::people::contacts_of,
    crate::platform::{
        allow, deliver_soon, done, in_task, lock_viewer, platform, require, require_person,
    },
    domain::accounts::{Role, next_path},
    domain::applications::{Actor, LETTER, Profile, Step},
    domain::reference_code,
    domain::typed,
    sqlx::PgConnection,
    time::Duration,
    uuid::Uuid,
};

/// Applications that one person sends in a day.
#[cfg(feature = "ssr")]
const A_DAY: i32 = 60;

/// The person's own profile.
#[server(input = GetUrl)]
pub async fn read_my_profile() -> Result<MyProfile, AppError> {
    let (p, viewer) = (platform(), require(&Role::SERVED)?);
    let mut conn = p.pool.acquire().await?;
    mine(&mut conn, viewer.person_id).await
}

#[cfg(feature = "ssr")]
async fn mine(conn: &mut PgConnection, person: Uuid) -> Result<MyProfile, AppError> {
    Ok(MyProfile {
        named: named(store::load(&mut *conn, person).await?),
        cv: store::current(conn, person).await?.and_then(|row| row.cv()),
        regions: region_choices(),
    })
}

/// Saves the person's own profile and goes on to `next`. With `whole`, everything that an application needs must be
/// there.
#[server]
pub async fn save_profile(
    #[server(default)] next: String,
    #[server(default)] whole: String,
    #[server(flatten)] form: ProfileForm,
) -> Result<(), AppError> {
    let (p, viewer) = (platform(), require(&Role::SERVED)?);
    let profile = form
        .read(!whole.is_empty(), |code| region_name(code).is_some())
        .map_err(invalid)?;
    in_task(async move {
        let mut tx = p.pool.begin().await?;
        lock_viewer(&mut tx, &viewer).await?;
        store::save(&mut tx, p.clock.now(), viewer.person_id, &profile).await?;
        Ok(tx.commit().await?)
    })
    .await?;
    done(next_path(&next).unwrap_or("/akun/profil?pesan=tersimpan"));
    Ok(())
}

/// Removes the person's own CV; applications that were sent with it keep it.
#[server]
pub async fn remove_cv() -> Result<(), AppError> {
    let (p, viewer) = (platform(), require(&Role::SERVED)?);
    in_task(async move {
        let mut tx = p.pool.begin().await?;
        lock_viewer(&mut tx, &viewer).await?;
        store::remove_current(&mut tx, p.clock.now(), viewer.person_id).await?;
        tx.commit().await?;
        // The file belongs to nobody any more. If it cannot be deleted now, the log says so, and the worker deletes it
        // later.
        let _ = super::files::delete_due(&p).await;
        Ok(())
    })
    .await?;
    done("/akun/profil?pesan=cv-dihapus");
    Ok(())
}

/// The data for applying for this vacancy; for citizens.
#[server(input = GetUrl)]
pub async fn read_apply(slug: String) -> Result<ApplyView, AppError> {
    let (p, viewer) = (platform(), require(&[Role::Citizen])?);
    let mut conn = p.pool.acquire().await?;
    let found = store::target(&mut conn, p.clock.now(), &slug, viewer.person_id).await?;
    let (_, _, target) = found.ok_or(AppError::NotFound)?;
    let contacts = contacts_of(&mut conn, viewer.person_id).await?;
    Ok(ApplyView {
        target,
        name: viewer.name,
        contacts: contacts
            .iter()
            .map(|contact| contact.as_str().to_owned())
            .collect(),
        mine: mine(&mut conn, viewer.person_id).await?,
    })
}

/// Sends the application; once for each person and vacancy.
#[server]
pub async fn apply(slug: String, #[server(default)] letter: String) -> Result<(), AppError> {
    let (p, viewer) = (platform(), require(&[Role::Citizen])?);
    let letter = typed::at_most(typed::text(&letter), LETTER.most)
        .map_err(|code| AppError::field("letter", code))?;
    let code = in_task(async move {
        let now = p.clock.now();
        let mut tx = p.pool.begin().await?;
        let person = viewer.person_id;
        lock_viewer(&mut tx, &viewer).await?;
        store::hold_vacancy(&mut tx, &slug).await?;
        let (vacancy, _, target) = store::target(&mut tx, now, &slug, person)
            .await?
            .ok_or(AppError::NotFound)?;
        if let Some(refusal) = Applying::refusal(&target.applying) {
            return Err(AppError::conflict(refusal));
        }
        allow(
            &mut tx,
            now,
            &format!("apply:{person}"),
            Duration::days(1),
            A_DAY,
        )
        .await?;
        let profile: Profile = store::load(&mut tx, person).await?;
        if !profile.missing().is_empty() {
            return Err(AppError::conflict("profile_incomplete"));
        }
        let cv = store::current(&mut tx, person).await?.map(|row| row.id);
        let code = p.ids.code(reference_code::LENGTH);
        let new = NewApplication {
            id: p.ids.uuid(now),
            code: &code,
            person,
            vacancy,
            profile: &profile,
            cv,
            letter: letter.as_deref(),
        };
        if !store::insert(&mut tx, now, &new).await? {
            return Err(AppError::conflict("already_applied"));
        }
        steps::announce(&p, &mut tx, now, &code).await?;
        tx.commit().await?;
        deliver_soon(p.clone());
        Ok(code)
    })
    .await?;
    done(&format!("/akun/lamaran/{code}?pesan=terkirim"));
    Ok(())
}

/// All applications of the person, also of one who has become an employer since.
#[server(input = GetUrl)]
pub async fn read_my_applications() -> Result<Vec<Sent>, AppError> {
    let (p, viewer) = (platform(), require_person()?);
    store::all(&mut *p.pool.acquire().await?, viewer.person_id).await
}

/// One of the person's own applications.
#[server(input = GetUrl)]
pub async fn read_my_application(code: String) -> Result<SentView, AppError> {
    let (p, viewer) = (platform(), require_person()?);
    let mut conn = p.pool.acquire().await?;
    let found = store::one(&mut conn, viewer.person_id, &code).await?;
    let (id, sent, papers) = found.ok_or(AppError::NotFound)?;
    Ok(SentView {
        steps: store::steps(&mut conn, id).await?,
        open: Step::open(sent.status, Actor::Applicant),
        sent,
        papers,
    })
}

/// The state of the application with this code, for anybody. Only the applicant learns whose application it is.
#[cfg(feature = "ssr")]
pub async fn by_code(
    conn: &mut PgConnection,
    code: &str,
    viewer: Option<Uuid>,
) -> Result<Option<ByCode>, AppError> {
    let Some((id, mut found)) = store::by_code(&mut *conn, code, viewer).await? else {
        return Ok(None);
    };
    let steps = store::steps(conn, id).await?;
    // Removes the notes: the two sides may name people and places in them.
    let unnoted = steps.into_iter().map(|step| Taken { note: None, ..step });
    found.steps = unnoted.collect();
    Ok(Some(found))
}

/// Accepts an offer, or withdraws an application.
#[server]
pub async fn move_mine(code: String, step: String) -> Result<(), AppError> {
    let (p, viewer) = (platform(), require_person()?);
    let step = Step::from_code(&step).ok_or(AppError::field("step", "invalid_choice"))?;
    let back = format!(
        "/akun/lamaran/{}?pesan={}",
        domain::accounts::encoded(&code),
        step.code()
    );
    steps::take(p, code, Side::Applicant(viewer.person_id), step, None).await?;
    done(&back);
    Ok(())
}
