//! The server functions for trainers and administrators. The audit trail records every read of a roster.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use uuid::Uuid;

use super::model::{Roster, Sheet, TrainerCohort};
use crate::base::error::AppError;

#[cfg(feature = "ssr")]
use super::{messages::tell, store};
#[cfg(feature = "ssr")]
use crate::platform::{Viewer, audit, deliver_soon, done, in_task, platform, require, visit};
#[cfg(feature = "ssr")]
use domain::accounts::{Access, Role};

#[cfg(feature = "ssr")]
fn officer() -> Result<(Viewer, store::Officer), AppError> {
    let viewer = require(&[Role::Trainer, Role::Admin])?;
    let officer = store::Officer {
        person: viewer.person_id,
        all: viewer.role == Role::Admin,
    };
    Ok((viewer, officer))
}

/// The trainer's cohorts, or all for an administrator. The list names no person, so the read is not audited.
#[server(input = GetUrl)]
pub async fn list_classes() -> Result<Vec<TrainerCohort>, AppError> {
    let (_, officer) = officer()?;
    let (platform, lang) = (platform(), visit().lang);
    let mut conn = platform.pool.acquire().await?;
    Ok(store::trainer_cohorts(&mut conn, officer, lang.code(), platform.clock.now()).await?)
}

/// The roster of a cohort, for its trainer or an administrator. The read is audited.
#[server(input = GetUrl)]
pub async fn read_roster(cohort: Uuid) -> Result<Roster, AppError> {
    let (viewer, officer) = officer()?;
    let (platform, lang) = (platform(), visit().lang);
    let mut tx = platform.pool.begin().await?;
    let found = store::roster(&mut tx, officer, cohort, lang.code(), platform.clock.now()).await?;
    let roster = found.ok_or(AppError::NotFound)?;
    for participant in &roster.participants {
        let object = format!("cohort:{cohort}");
        audit(
            &mut tx,
            &platform.clock,
            &viewer,
            Access::Roster,
            &object,
            Some(participant.person),
        )
        .await?;
    }
    tx.commit().await?;
    Ok(roster)
}

/// The attendance list of one session, for its trainer or an administrator. The read is audited.
#[server(input = GetUrl)]
pub async fn read_sheet(cohort: Uuid, number: i32) -> Result<Sheet, AppError> {
    let (viewer, officer) = officer()?;
    let (platform, lang) = (platform(), visit().lang);
    let mut tx = platform.pool.begin().await?;
    let found = store::sheet(
        &mut tx,
        officer,
        cohort,
        number,
        lang.code(),
        platform.clock.now(),
    )
    .await?;
    let sheet = found.ok_or(AppError::NotFound)?;
    for participant in &sheet.participants {
        let object = format!("cohort:{cohort}");
        audit(
            &mut tx,
            &platform.clock,
            &viewer,
            Access::Attendance,
            &object,
            Some(participant.person),
        )
        .await?;
    }
    tx.commit().await?;
    Ok(sheet)
}

/// Takes the attendance of one session. Only its trainer or an administrator may do so.
#[server]
pub async fn mark_attendance(
    cohort: Uuid,
    number: i32,
    #[server(default)] present: Vec<Uuid>,
) -> Result<(), AppError> {
    let (_, officer) = officer()?;
    let platform = platform();
    in_task(async move {
        let mut tx = platform.pool.begin().await?;
        store::mark(
            &mut tx,
            officer,
            cohort,
            number,
            &present,
            platform.clock.now(),
        )
        .await?;
        Ok(tx.commit().await?)
    })
    .await?;
    done(&format!("/petugas/pelatihan/{cohort}"));
    Ok(())
}

/// Closes a class and fixes its outcomes. Only its trainer or an administrator may do so.
#[server]
pub async fn close_class(cohort: Uuid) -> Result<(), AppError> {
    let (_, officer) = officer()?;
    let platform = platform();
    in_task(async move {
        let now = platform.clock.now();
        let mut tx = platform.pool.begin().await?;
        let notices = store::complete(&mut tx, officer, cohort, now).await?;
        tell(&mut tx, &platform, &notices, now).await?;
        tx.commit().await?;
        deliver_soon(platform);
        Ok(())
    })
    .await?;
    done(&format!("/petugas/pelatihan/{cohort}"));
    Ok(())
}
