//! The interface of accounts to the work that the portal does for all services.

use domain::accounts::Role;

use super::store::{sweep_codes, sweep_devices, sweep_sessions};
use crate::base::error::AppError;
use crate::base::text::t;
use crate::platform::{DeskCard, Job, Platform, Service};

async fn codes(p: &Platform) -> Result<(), AppError> {
    sweep_codes(&mut *p.pool.acquire().await?, p.clock.now()).await
}

async fn sessions(p: &Platform) -> Result<(), AppError> {
    let (mut conn, now) = (p.pool.acquire().await?, p.clock.now());
    sweep_sessions(&mut conn, now).await?;
    sweep_devices(&mut conn, now).await
}

/// See [`Service`].
pub static SERVICE: Service = Service {
    person_columns: &[
        (
            "consent.person_id",
            "kept: proof that the data was held lawfully; names nobody once the person's row is empty",
        ),
        ("known_device.person_id", "deleted"),
        ("one_time_code.person_id", "deleted"),
        ("session.person_id", "deleted"),
    ],
    jobs: &[
        Job {
            name: "codes",
            run: |p| Box::pin(codes(p)),
        },
        Job {
            name: "sessions",
            run: |p| Box::pin(sessions(p)),
        },
    ],
    desk: &[DeskCard {
        href: "/petugas/audit",
        title: t::accounts::OFFICER_AUDIT,
        hint: t::accounts::OFFICER_AUDIT_HINT,
        roles: &[Role::Admin],
    }],
    ..Service::NONE
};
