use leptos::prelude::*;
use uuid::Uuid;

use crate::accounts::model::{AuditPage, OutboxEntry};
use crate::base::error::AppError;

#[cfg(feature = "ssr")]
use {
    crate::accounts::model::{Actor, AuditEntry, Subject},
    crate::accounts::store,
    crate::platform,
    domain::accounts::{Access, Contact, ContactError, Role},
};

/// The number of audit records on one page.
#[cfg(feature = "ssr")]
const PAGE: usize = 50;

/// Redirects to the records by and about the person in `who` (contact or id), or to all records where `who` is empty.
/// It is a POST, because browsers and logs keep addresses, and a contact must not be in one.
#[server]
pub async fn find_in_trail(#[server(default)] who: String) -> Result<(), AppError> {
    let (p, _) = (platform::platform(), platform::require(&[Role::Admin])?);
    let found = match (who.trim().parse::<Uuid>(), Contact::parse(&who)) {
        (Ok(id), _) => Some(id),
        (_, Ok(contact)) => store::find_person(&mut *p.pool.acquire().await?, &contact).await?,
        (_, Err(ContactError::Required)) => {
            platform::done("/petugas/audit");
            return Ok(());
        }
        _ => None,
    };
    let person = found.ok_or(AppError::field("who", "person_unknown"))?;
    platform::done(&format!("/petugas/audit?orang={person}"));
    Ok(())
}

/// The audit trail, newest first: the records by and about `person` where one is named. Reading it is itself recorded.
#[server(input = server_fn::codec::GetUrl)]
pub async fn audit_trail(
    #[server(default)] person: Option<Uuid>,
    #[server(default)] before: Option<i64>,
) -> Result<AuditPage, AppError> {
    let (p, viewer) = (platform::platform(), platform::require(&[Role::Admin])?);
    let mut tx = p.pool.begin().await?;
    let mut rows = store::audit_page(&mut tx, person, before, PAGE as i64 + 1).await?;
    let about = match person {
        Some(person) => Some(match store::account(&mut tx, person).await? {
            Some(account) => Subject::Person(account.name),
            None => Subject::Erased,
        }),
        None => None,
    };
    platform::audit(&mut tx, &p.clock, &viewer, Access::Audit, "audit", person).await?;
    tx.commit().await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| row.id);
    let entries = rows.into_iter().map(entry).collect();
    Ok(AuditPage {
        entries,
        next,
        about,
    })
}

#[cfg(feature = "ssr")]
fn entry(row: store::AuditRow) -> AuditEntry {
    AuditEntry {
        at: row.at,
        actor: match row.actor {
            _ if row.actor_id.is_nil() => Actor::Command,
            name if name.is_empty() => Actor::Erased,
            name => Actor::Person(name),
        },
        actor_role: Role::parse(&row.actor_role),
        action: row.action,
        subject: match (row.has_subject, row.subject.is_empty()) {
            (false, _) => Subject::Several,
            (true, true) => Subject::Erased,
            (true, false) => Subject::Person(row.subject),
        },
        object: row.object,
    }
}

/// The demo's outbox. It is not found when the portal runs without `--demo`.
#[server(input = server_fn::codec::GetUrl)]
pub async fn demo_outbox() -> Result<Vec<OutboxEntry>, AppError> {
    let p = platform::platform();
    if !p.settings.demo {
        return Err(AppError::NotFound);
    }
    let mut conn = p.pool.acquire().await?;
    let waiting = platform::waiting_messages(&mut conn, p.clock.now()).await?;
    let entry = |message: platform::WaitingMessage| OutboxEntry {
        recipient: message.recipient,
        subject: message.subject,
        body: message.body,
        at: message.created_at,
    };
    Ok(waiting.into_iter().map(entry).collect())
}
