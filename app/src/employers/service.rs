//! Registers employers for the work that is done for all services.

use domain::accounts::Role;

use super::{erase_person, export_person};
use crate::base::text::t;
use crate::platform::{DeskCard, Service};

/// See [`Service`].
pub static SERVICE: Service = Service {
    export: Some(("company", |conn, person| {
        Box::pin(export_person(conn, person))
    })),
    erase: Some(|p, conn, person| Box::pin(erase_person(p, conn, person))),
    person_columns: &[
        ("company_owner.given_by", "kept: the officer's decision"),
        ("company_owner.person_id", "deleted"),
        ("company_request.decided_by", "kept: the officer's decision"),
        ("company_request.person_id", "deleted"),
        (
            "vacancy.owner_id",
            "emptied: an imported vacancy is applied for at its source again, a written one closes; open applications are declined",
        ),
        ("vacancy_draft.decided_by", "kept: the officer's decision"),
        ("vacancy_draft.owner_id", "deleted"),
    ],
    desk: &[
        DeskCard {
            href: "/petugas/lowongan",
            title: t::employers::CHECK_TITLE,
            hint: t::employers::CHECK_HINT,
            roles: &[Role::Counsellor, Role::Admin],
        },
        DeskCard {
            href: "/petugas/perusahaan",
            title: t::employers::COMPANIES_TITLE,
            hint: t::employers::COMPANIES_HINT,
            roles: &[Role::Counsellor, Role::Admin],
        },
    ],
    ..Service::NONE
};
