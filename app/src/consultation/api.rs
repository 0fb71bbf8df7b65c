//! The server functions of the consultation pages. The socket is in the server crate; both use the same store.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use uuid::Uuid;

use super::model::{DeskView, QueueEntry, StartView, TalkPageView};
use crate::base::error::AppError;

#[cfg(feature = "ssr")]
use {
    super::{
        hints, pages,
        participant::{
            Participant, is_page, keep_guest, missing, nobody, participant, participant_or_guest,
        },
        store::{self, Started},
    },
    crate::{
        base::error::Problems,
        platform::{
            Cookie, clear_site_data, done, in_task, platform, require, require_person, take_cookie,
            visit,
        },
    },
    domain::accounts::Role,
    domain::consultation::{
        body, guest,
        state::{Act, Outcome, Topic},
        wire::{Party, Refusal},
    },
};

/// `/konsultasi`: hours, queue, own conversations.
#[server(input = GetUrl)]
pub async fn load_start() -> Result<StartView, AppError> {
    let (p, participant) = (platform(), participant_or_guest(platform().ids));
    pages::start(&mut *p.pool.acquire().await?, &p, &participant).await
}

/// `/konsultasi/{id}`: the end of the conversation, or the messages before message `before`. A page that is loaded as a
/// whole marks the messages that it shows as read.
#[server(input = GetUrl, output = crate::base::answer::Answer)]
pub async fn load_talk(conversation: Uuid, before: Option<i64>) -> Result<TalkPageView, AppError> {
    let (p, participant) = (platform(), participant());
    keep_guest(&participant);
    let is_shown = is_page() && before.is_none();
    let mut conn = p.pool.acquire().await?;
    let page = pages::talk(&mut conn, &p, &participant, conversation, before).await?;
    if page.view.talk.party != Party::Citizen {
        return Err(AppError::NotFound);
    }
    if is_shown {
        pages::read_upto(
            &mut conn,
            &p,
            &participant,
            conversation,
            page.view.talk.last_seq,
        )
        .await?;
    }
    Ok(page)
}

/// `/petugas/konsultasi/{id}`: the same for the counsellor who has or had the conversation. The audit trail records the
/// access.
#[server(input = GetUrl)]
pub async fn load_held_talk(
    conversation: Uuid,
    before: Option<i64>,
) -> Result<TalkPageView, AppError> {
    let (p, officer) = (platform(), require(&[Role::Counsellor])?);
    let mut conn = p.pool.acquire().await?;
    let participant = Participant {
        person: Some(officer.person_id),
        guest: None,
    };
    let page = pages::talk(&mut conn, &p, &participant, conversation, before).await?;
    if page.view.talk.party != Party::Counsellor {
        return Err(AppError::NotFound);
    }
    pages::note_read(&mut conn, &p, &officer, conversation).await?;
    Ok(page)
}

/// `/petugas/konsultasi`: own conversations, queue, colleagues. The audit trail records each access.
#[server(input = GetUrl, output = crate::base::answer::Answer)]
pub async fn load_desk() -> Result<DeskView, AppError> {
    let (p, officer) = (platform(), require(&[Role::Counsellor])?);
    pages::desk(&mut *p.pool.acquire().await?, &p, &officer).await
}

/// The queue alone, for a desk that is awake. The audit trail holds the access: the row of the opened desk, or a new
/// one.
#[server(input = GetUrl)]
pub async fn load_queue() -> Result<Vec<QueueEntry>, AppError> {
    let (p, officer) = (platform(), require(&[Role::Counsellor])?);
    pages::queue(&mut *p.pool.acquire().await?, &p, &officer).await
}

/// Begins a conversation; a guest leaves a name. If the citizen has an open conversation, the words go into that one.
#[server]
pub async fn start_talk(
    client_id: Uuid,
    // A browser sends no field for a group of choices of which none is chosen.
    #[server(default)] topic: String,
    body: String,
    #[server(default)] name: Option<String>,
) -> Result<(), AppError> {
    let (p, participant) = (platform(), participant_or_guest(platform().ids));
    let (crowd, missing) = (visit().crowd(), missing(&participant));
    let mut problems = Problems::default();
    let name = match require_person() {
        Ok(viewer) => Some(viewer.name),
        Err(_) => problems.take("name", guest::name(&name.unwrap_or_default())),
    };
    let topic = problems.take("topic", chosen(&topic, Topic::parse));
    let words = problems.take("body", body::canonical(&body).map_err(Refusal::code));
    problems.check()?;
    let (Some(name), Some(topic), Some(body)) = (name, topic, words) else {
        return Ok(());
    };
    let conversation = in_task(async move {
        let (mut conn, now) = (p.pool.acquire().await?, p.clock.now());
        pages::may_start(&mut conn, now, &participant, crowd.as_deref()).await?;
        let begin = store::Begin {
            id: p.ids.uuid(now),
            citizen_name: &name,
            topic,
            client_id,
            body: &body,
        };
        match store::start(&mut conn, &participant, now, begin).await? {
            Started::New(id) => Ok(id),
            Started::HasOpen(id) => {
                let sent = store::send(&mut conn, &participant, now, id, client_id, &body).await?;
                pages::sent_or_error(sent, missing).map(|_| id)
            }
        }
    })
    .await?;
    hints::ring();
    done(&format!("/konsultasi/{conversation}"));
    Ok(())
}

/// Writes into a conversation, as the plain page does. `seen` is the last message that the page showed.
#[server]
pub async fn say(
    conversation: Uuid,
    client_id: Uuid,
    seen: i64,
    body: String,
) -> Result<(), AppError> {
    let (p, participant) = (platform(), participant());
    let missing = missing(&participant);
    let party = in_task(async move {
        let (mut conn, now) = (p.pool.acquire().await?, p.clock.now());
        let sent =
            store::send(&mut conn, &participant, now, conversation, client_id, &body).await?;
        let party = pages::sent_or_error(sent, missing)?;
        pages::read_upto(&mut conn, &p, &participant, conversation, seen).await?;
        Ok(party)
    })
    .await?;
    hints::ring();
    match party {
        Party::Citizen => done(&format!("/konsultasi/{conversation}#akhir")),
        Party::Counsellor => done(&format!("/petugas/konsultasi#talk-{conversation}")),
    }
    Ok(())
}

/// The citizen ends the conversation.
#[server]
pub async fn end_talk(conversation: Uuid) -> Result<(), AppError> {
    move_on(participant(), Party::Citizen, conversation, Act::End).await?;
    done(&format!("/konsultasi/{conversation}"));
    Ok(())
}

/// Ends the guests' access on this device: nothing that the device still holds opens their conversations any more. A
/// counsellor goes on with the open ones. Leaving twice is no error.
#[server]
pub async fn leave_device() -> Result<(), AppError> {
    let (p, participant) = (platform(), participant());
    if let Some(guest) = participant.guest {
        let mut conn = p.pool.acquire().await?;
        store::unbind_guest(&mut conn, &guest, &nobody(p.ids)).await?;
    }
    take_cookie(Cookie::Guest);
    clear_site_data();
    done("/konsultasi?pesan=dihapus");
    Ok(())
}

/// The counsellor takes the conversation that waits longest.
#[server]
pub async fn take_next() -> Result<(), AppError> {
    let (p, officer) = (platform(), require(&[Role::Counsellor])?);
    let taken = in_task(async move {
        store::take_next(
            &mut *p.pool.acquire().await?,
            officer.person_id,
            p.clock.now(),
        )
        .await
    });
    pages::taken_or_error(taken.await?)
}

/// The counsellor takes this conversation out of the queue.
#[server]
pub async fn take_talk(conversation: Uuid) -> Result<(), AppError> {
    let (p, officer) = (platform(), require(&[Role::Counsellor])?);
    let taken = in_task(async move {
        store::take(
            &mut *p.pool.acquire().await?,
            officer.person_id,
            p.clock.now(),
            conversation,
        )
        .await
    });
    pages::taken_or_error(taken.await?)
}

/// The counsellor gives a conversation back to the queue.
#[server]
pub async fn give_back(conversation: Uuid) -> Result<(), AppError> {
    let officer = require(&[Role::Counsellor])?;
    desk_move(
        conversation,
        officer.person_id,
        Act::GiveBack {
            by: officer.person_id,
        },
    )
    .await
}

/// The counsellor hands a conversation to a colleague.
#[server]
pub async fn hand_over(conversation: Uuid, to: String) -> Result<(), AppError> {
    let officer = require(&[Role::Counsellor])?;
    let to = to
        .parse()
        .map_err(|_| AppError::field("to", "invalid_choice"))?;
    desk_move(
        conversation,
        officer.person_id,
        Act::Transfer {
            by: officer.person_id,
            to,
        },
    )
    .await
}

/// The counsellor ends a conversation and states its outcome.
#[server]
pub async fn close_talk(conversation: Uuid, outcome: String) -> Result<(), AppError> {
    let officer = require(&[Role::Counsellor])?;
    let outcome =
        Outcome::parse(&outcome).ok_or_else(|| AppError::field("outcome", "invalid_choice"))?;
    desk_move(
        conversation,
        officer.person_id,
        Act::Close {
            by: officer.person_id,
            outcome,
        },
    )
    .await
}

/// The choice, or the code of its field error.
#[cfg(feature = "ssr")]
fn chosen<T>(name: &str, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, &'static str> {
    parse(name).ok_or(if name.is_empty() {
        "required"
    } else {
        "invalid_choice"
    })
}

#[cfg(feature = "ssr")]
async fn desk_move(conversation: Uuid, officer: Uuid, act: Act) -> Result<(), AppError> {
    let participant = Participant {
        person: Some(officer),
        guest: None,
    };
    move_on(participant, Party::Counsellor, conversation, act).await?;
    done("/petugas/konsultasi");
    Ok(())
}

#[cfg(feature = "ssr")]
async fn move_on(
    participant: Participant,
    party: Party,
    conversation: Uuid,
    act: Act,
) -> Result<(), AppError> {
    let (p, missing) = (platform(), missing(&participant));
    let moved = in_task(async move {
        store::act(
            &mut *p.pool.acquire().await?,
            &participant,
            party,
            p.clock.now(),
            conversation,
            act,
        )
        .await
    });
    moved
        .await?
        .ok_or(missing)?
        .map_err(|refused| AppError::conflict(refused.code()))?;
    hints::ring();
    Ok(())
}
