use leptos::prelude::*;

use crate::accounts::model::{AuditPage, OutboxEntry};
use crate::error::AppError;

#[cfg(feature = "ssr")]
use {
    crate::accounts::model::{AuditEntry, Subject},
    crate::accounts::store,
    crate::platform,
    domain::accounts::{Contact, Look, Role},
    uuid::Uuid,
};

/// Records of the trail on one page.
#[cfg(feature = "ssr")]
const PAGE: usize = 50;

/// The audit trail, newest first: of and about the person in `who` (contact or id) if one is given. Looking at it is
/// itself recorded.
#[server(input = server_fn::codec::GetUrl)]
pub async fn audit_trail(
    #[server(default)] who: String,
    #[server(default)] before: Option<i64>,
) -> Result<AuditPage, AppError> {
    let (p, viewer) = (platform::platform(), platform::require(&[Role::Admin])?);
    let mut tx = p.pool.begin().await?;
    let person = match (who.trim(), who.trim().parse::<Uuid>(), Contact::parse(&who)) {
        ("", ..) => None,
        (_, Ok(id), _) => Some(id),
        (_, _, Ok(contact)) => match store::find_person(&mut tx, &contact).await? {
            Some(id) => Some(id),
            None => {
                return Ok(AuditPage {
                    entries: Vec::new(),
                    next: None,
                    nobody: true,
                });
            }
        },
        _ => {
            return Ok(AuditPage {
                entries: Vec::new(),
                next: None,
                nobody: true,
            });
        }
    };
    let mut rows = store::audit_page(&mut tx, person, before, PAGE as i64 + 1).await?;
    platform::audit(&mut tx, &p.clock, &viewer, Look::Audit, "audit", person).await?;
    tx.commit().await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| row.id);
    let entries = rows
        .into_iter()
        .map(|row| AuditEntry {
            at: row.at,
            actor: (!row.actor.is_empty()).then_some(row.actor),
            actor_role: Role::parse(&row.actor_role),
            action: row.action,
            subject: match (row.has_subject, row.subject.is_empty()) {
                (false, _) => Subject::Several,
                (true, true) => Subject::Erased,
                (true, false) => Subject::Person(row.subject),
            },
            object: row.object,
        })
        .collect();
    Ok(AuditPage {
        entries,
        next,
        nobody: false,
    })
}

/// The demo's outbox. Outside a demo there is no such thing.
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
