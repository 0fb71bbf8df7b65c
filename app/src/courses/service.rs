//! The courses as a [`Service`]: export, erasure, job, public pages and desk card.

use domain::accounts::Role;
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::personal_data::{erase_person, export_person};
use super::promotion::settle_due;
use super::store;
use crate::base::error::AppError;
use crate::base::text::t;
use crate::platform::{DeskCard, Job, PublicPage, Service};

/// Both catalogues and every programme.
async fn public_pages(
    conn: &mut PgConnection,
    _now: OffsetDateTime,
) -> Result<Vec<PublicPage>, AppError> {
    let programmes = store::addresses(conn).await?;
    let catalogues = ["/pelatihan", "/pemberdayaan"].map(str::to_owned);
    Ok(catalogues
        .into_iter()
        .chain(programmes)
        .map(PublicPage::new)
        .collect())
}

/// See [`Service`].
pub static SERVICE: Service = Service {
    export: Some(("courses", |conn, person| {
        Box::pin(export_person(conn, person))
    })),
    erase: Some(|p, conn, person| Box::pin(erase_person(p, conn, person))),
    person_columns: &[
        (
            "attendance.marked_by",
            "kept: who took the list; names nobody once the person's row is empty",
        ),
        ("cohort_trainer.person_id", "deleted"),
        (
            "enrolment.person_id",
            "kept without the answers, so that seats and attendance add up; an open enrolment is cancelled",
        ),
        ("enrolment_draft.person_id", "deleted"),
    ],
    jobs: &[Job {
        name: "course seats",
        run: |p| Box::pin(settle_due(p)),
    }],
    public_pages: Some(|conn, now| Box::pin(public_pages(conn, now))),
    desk: &[DeskCard {
        href: "/petugas/pelatihan",
        title: t::courses::OFFICER_TITLE,
        hint: t::courses::OFFICER_LEAD,
        roles: &[Role::Trainer, Role::Admin],
    }],
    ..Service::NONE
};
