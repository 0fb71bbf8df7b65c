//! Registers consultation for the work that is done for all services.

use domain::accounts::Role;

use super::old_guests::delete_old_guests;
use super::personal_data::{erase_person, export_person, give_back_all};
use super::silent::give_back_silent;
use crate::base::text::t;
use crate::platform::{DeskCard, Job, PublicPage, Service};

/// See [`Service`].
pub static SERVICE: Service = Service {
    export: Some(("consultation", |conn, person| {
        Box::pin(export_person(conn, person))
    })),
    erase: Some(|p, conn, person| Box::pin(erase_person(p, conn, person))),
    person_columns: &[
        (
            "conversation.counsellor_id",
            "kept: an officer's row without a name; open conversations go back to the queue",
        ),
        (
            "conversation.person_id",
            "deleted, with every message of both sides",
        ),
        (
            "conversation_event.actor_id",
            "deleted with the citizen's conversation; an officer's kept without a name",
        ),
        (
            "conversation_event.counsellor_id",
            "kept: an officer's row without a name",
        ),
        (
            "conversation_message.author_id",
            "deleted with the citizen's conversation; an officer's words stay with the citizen they were written to, without the officer's name",
        ),
    ],
    leave_office: Some(|p, conn, person| Box::pin(give_back_all(p, conn, person))),
    jobs: &[
        Job {
            name: "silent counsellors",
            run: |p| Box::pin(give_back_silent(p)),
        },
        Job {
            name: "old guests",
            run: |p| Box::pin(delete_old_guests(p)),
        },
    ],
    public_pages: Some(|_, _| Box::pin(async { Ok(vec![PublicPage::new("/konsultasi")]) })),
    desk: &[DeskCard {
        href: "/petugas/konsultasi",
        title: t::consultation::DESK_TITLE,
        hint: t::consultation::DESK_HINT,
        roles: &[Role::Counsellor],
    }],
};
