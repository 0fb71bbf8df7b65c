//! Registers applications for the work that is done for all services.

use super::files::delete_due;
use super::steps::close_silent;
use super::{erase_person, export_person};
use crate::platform::{Job, Service};

/// See [`Service`].
pub static SERVICE: Service = Service {
    export: Some(("work", |conn, person| Box::pin(export_person(conn, person)))),
    erase: Some(|p, conn, person| Box::pin(erase_person(p, conn, person))),
    person_columns: &[
        ("applicant_profile.person_id", "deleted"),
        (
            "application.person_id",
            "kept as a count of its vacancy, withdrawn if it was open, without profile, letter, notes and CV",
        ),
        ("cv_file.person_id", "deleted, its file with it"),
    ],
    jobs: &[
        Job {
            name: "silent applications",
            run: |p| Box::pin(close_silent(p)),
        },
        Job {
            name: "deleted CVs",
            run: |p| Box::pin(delete_due(p)),
        },
    ],
    ..Service::NONE
};
