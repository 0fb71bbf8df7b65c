//! Loads the data of the pages, and turns the store's answers into answers to forms.

use data_encoding::HEXLOWER;
use domain::accounts::Access;
use domain::consultation::hours::{Calendar, Opening};
use domain::consultation::wire::{Party, Refusal};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime, Time};
use uuid::Uuid;

use super::hints;
use super::model::{DayHours, DeskView, OpenState, QueueEntry, StartView, TalkPageView, TalkView};
use super::participant::{Participant, missing};
use super::store::{self, Sent, Signal, Taken};
use crate::base::error::AppError;
use crate::platform::{Platform, Viewer, accessed_lately, allow, audit, done};

/// The desk's name in the audit trail.
const DESK: &str = "consultation_desk";
/// Messages on one page.
const HISTORY: i64 = 100;
/// Conversations that one participant may begin in an hour.
const STARTS_AN_HOUR: i32 = 6;
/// Conversations that may begin in an hour from one network address. A mobile carrier's address serves thousands of
/// people, but a whole day's questions do not come from one address in an hour. The limit stops a sender without
/// cookies, who is a new guest each time.
const STARTS_AN_HOUR_FROM_ADDRESS: i32 = 200;

pub(super) async fn start(
    conn: &mut PgConnection,
    p: &Platform,
    participant: &Participant,
) -> Result<StartView, AppError> {
    let now = p.clock.now();
    let calendar = store::calendar(conn).await?;
    Ok(StartView {
        opening: open_state(&calendar, now),
        week: week(&calendar),
        waiting: store::queue_places(conn)
            .await?
            .len()
            .try_into()
            .unwrap_or(i64::MAX),
        own: store::own_conversations(conn, participant, now).await?,
        client_id: p.ids.uuid(now),
    })
}

pub(super) async fn talk(
    conn: &mut PgConnection,
    p: &Platform,
    participant: &Participant,
    conversation: Uuid,
    before: Option<i64>,
) -> Result<TalkPageView, AppError> {
    let (now, missing) = (p.clock.now(), missing(participant));
    let talk = store::find(conn, participant, now, conversation)
        .await?
        .ok_or(missing)?;
    let place = store::queue_places(conn)
        .await?
        .into_iter()
        .find(|(id, _)| *id == conversation);
    Ok(TalkPageView {
        epoch: store::epoch(conn).await?,
        opening: open_state(&store::calendar(conn).await?, now),
        place: place.map(|(_, place)| place),
        view: view(conn, p, participant, talk, before).await?,
        is_end: before.is_none(),
    })
}

pub(super) async fn desk(
    conn: &mut PgConnection,
    p: &Platform,
    officer: &Viewer,
) -> Result<DeskView, AppError> {
    let participant = Participant {
        person: Some(officer.person_id),
        guest: None,
    };
    let states = store::states(conn, &participant, p.clock.now(), &[], true).await?;
    let mut talks = Vec::new();
    for talk in states {
        note_read(conn, p, officer, talk.conversation).await?;
        talks.push(view(conn, p, &participant, talk, None).await?);
    }
    // Opening the desk is an access, also when nobody waits yet.
    audit(
        conn,
        &p.clock,
        officer,
        Access::ConsultationDesk,
        DESK,
        None,
    )
    .await?;
    Ok(DeskView {
        epoch: store::epoch(conn).await?,
        talks,
        queue: store::queue(conn).await?,
        colleagues: store::colleagues(conn, officer.person_id).await?,
        closed: store::closed_talks(conn, officer.person_id).await?,
    })
}

/// The queue alone. An open desk follows it, and one row for each change would bury the rest of the audit trail: one
/// row covers 15 minutes.
pub(super) async fn queue(
    conn: &mut PgConnection,
    p: &Platform,
    officer: &Viewer,
) -> Result<Vec<QueueEntry>, AppError> {
    let look = Access::ConsultationDesk;
    if !accessed_lately(conn, &p.clock, officer, look, DESK).await? {
        audit(conn, &p.clock, officer, look, DESK, None).await?;
    }
    store::queue(conn).await
}

/// Records in the audit trail that an officer reads a person's words, also when it is the officer's own case.
pub(super) async fn note_read(
    conn: &mut PgConnection,
    p: &Platform,
    officer: &Viewer,
    conversation: Uuid,
) -> Result<(), AppError> {
    let subject = store::citizen(conn, conversation).await?;
    audit(
        conn,
        &p.clock,
        officer,
        Access::Consultation,
        &format!("conversation:{conversation}"),
        subject,
    )
    .await
}

/// Notes how far the participant has read, and tells the other side.
pub(super) async fn read_upto(
    conn: &mut PgConnection,
    p: &Platform,
    participant: &Participant,
    conversation: Uuid,
    upto: i64,
) -> Result<(), AppError> {
    let moved = store::mark_read(conn, participant, p.clock.now(), conversation, upto).await?;
    if let Some((party, upto)) = moved {
        let read = Signal::Read {
            conversation,
            party,
            upto,
        };
        store::signal(conn, &p.fanout, read).await?;
    }
    Ok(())
}

async fn view(
    conn: &mut PgConnection,
    p: &Platform,
    participant: &Participant,
    mut talk: domain::consultation::wire::TalkState,
    before: Option<i64>,
) -> Result<TalkView, AppError> {
    let now = p.clock.now();
    let before = before.unwrap_or(i64::MAX);
    let history =
        store::messages_before(conn, participant, now, talk.conversation, before, HISTORY).await?;
    // A message may have come between the two queries: the client continues after the last message on the page.
    talk.last_seq = history.last().map_or(0, |message| message.seq);
    Ok(TalkView {
        talk,
        history,
        client_id: p.ids.uuid(now),
    })
}

/// Limits how many conversations somebody begins, since each stands in a queue before other people. `crowd` is the
/// group of requests that share a limit (`Visit::crowd`).
pub(super) async fn may_start(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    participant: &Participant,
    crowd: Option<&[u8]>,
) -> Result<(), AppError> {
    let key = match (participant.person, &participant.guest) {
        (Some(person), _) => format!("talk:{person}"),
        (None, Some(guest)) => format!("talk:{}", HEXLOWER.encode(guest)),
        (None, None) => return Err(AppError::Forbidden),
    };
    // Checks the participant's own limit first: a refusal there must not use up the limit of the network, which others
    // share.
    allow(conn, now, &key, Duration::HOUR, STARTS_AN_HOUR).await?;
    let Some(crowd) = crowd else {
        return Ok(());
    };
    // The key is hashed, so that the counters are no list of addresses.
    let key = format!("talk_address:{}", HEXLOWER.encode(&Sha256::digest(crowd)));
    allow(conn, now, &key, Duration::HOUR, STARTS_AN_HOUR_FROM_ADDRESS).await
}

/// The side that wrote, or the error for the form; `missing` when the conversation is not the participant's.
pub(super) fn sent_or_error(sent: Sent, missing: AppError) -> Result<Party, AppError> {
    match sent {
        Sent::Stored { party, .. } => Ok(party),
        Sent::Refused(code @ (Refusal::Required | Refusal::TooLong)) => {
            Err(AppError::field("body", code.code()))
        }
        Sent::Refused(Refusal::Forbidden) => Err(missing),
        Sent::Refused(Refusal::TooMany) => Err(AppError::RateLimited),
        Sent::Refused(code @ (Refusal::Closed | Refusal::Conflict)) => {
            Err(AppError::conflict(code.code()))
        }
    }
}

/// Goes back to the desk, or gives the error for the form there.
pub(super) fn taken_or_error(taken: Taken) -> Result<(), AppError> {
    match taken {
        Taken::Taken(conversation) => {
            hints::ring();
            done(&format!("/petugas/konsultasi#talk-{conversation}"));
            Ok(())
        }
        Taken::Nobody => Err(AppError::conflict("talk_nobody_waits")),
        Taken::Full => Err(AppError::conflict("talk_hands_full")),
    }
}

pub(super) fn open_state(calendar: &Calendar, now: OffsetDateTime) -> OpenState {
    match calendar.at(now) {
        Opening::Open { until } => OpenState {
            is_open: true,
            changes_at: Some(until),
            holiday: None,
        },
        Opening::Closed { next, holiday } => OpenState {
            is_open: false,
            changes_at: next,
            holiday,
        },
    }
}

fn week(calendar: &Calendar) -> Vec<DayHours> {
    let clock = |at: Time| format!("{:02}.{:02}", at.hour(), at.minute());
    let day = |weekday: u8| DayHours {
        weekday,
        shifts: calendar
            .shifts()
            .iter()
            .filter(|shift| shift.weekday.number_from_monday() == weekday)
            .map(|shift| format!("{}–{}", clock(shift.opens), clock(shift.closes)))
            .collect(),
    };
    (1..=7).map(day).collect()
}
