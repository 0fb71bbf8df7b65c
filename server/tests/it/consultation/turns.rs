//! The order of the queue, also while a person in the queue writes.

use app::consultation::{TakeNext, TakeTalk};
use domain::accounts::Role;
use leptos::server_fn::ServerFn;
use sqlx::{Postgres, Transaction};
use time::Duration;
use uuid::Uuid;

use super::{count, id_of, start_as_guest};
use crate::support::Portal;
use crate::support::process::wait_until;

const WAITING_FOR_A_LOCK: &str = "SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'";

/// Locks the conversation, as a message does while it is stored.
async fn writing(portal: &Portal, talk: Uuid) -> Transaction<'static, Postgres> {
    let mut held = portal.pool().begin().await.unwrap();
    sqlx::query("SELECT id FROM conversation WHERE id = $1 FOR UPDATE")
        .bind(talk)
        .execute(&mut *held)
        .await
        .unwrap();
    held
}

/// Releases the lock when this many queries wait for it.
async fn let_go(portal: &Portal, held: Transaction<'static, Postgres>, waiting: i64) {
    wait_until("they wait their turn", async || {
        count(portal, WAITING_FOR_A_LOCK).await == waiting
    })
    .await;
    held.rollback().await.unwrap();
}

/// Guests who have begun conversations one after the other, earliest first.
async fn guests(portal: &Portal, n: usize) -> Vec<Uuid> {
    let mut talks = Vec::new();
    for _ in 0..n {
        talks.push(id_of(&start_as_guest(&mut portal.browser(), "Halo").await));
        portal.clock().advance(Duration::MINUTE);
    }
    talks
}

async fn holder(portal: &Portal, talk: Uuid) -> Option<Uuid> {
    sqlx::query_scalar("SELECT counsellor_id FROM conversation WHERE id = $1")
        .bind(talk)
        .fetch_one(portal.pool())
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_writes_at_the_moment_of_their_turn_keeps_it() {
    let portal = Portal::start().await;
    let (rina, mut desk) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
    let talks = guests(&portal, 2).await;
    let held = writing(&portal, talks[0]).await;
    let (taken, ()) = tokio::join!(desk.call(TakeNext::url(), &[]), let_go(&portal, held, 1));
    assert_eq!(taken.status, 200);
    assert_eq!(holder(&portal, talks[0]).await, Some(rina));
    assert_eq!(holder(&portal, talks[1]).await, None);

    // Takes the only conversation in the queue by its own button.
    let held = writing(&portal, talks[1]).await;
    let wanted = [("conversation", talks[1].to_string())];
    let wanted = wanted
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let (taken, ()) = tokio::join!(
        desk.call(TakeTalk::url(), &wanted),
        let_go(&portal, held, 1)
    );
    assert_eq!(taken.status, 200, "{}", taken.body);
    assert_eq!(holder(&portal, talks[1]).await, Some(rina));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_counsellors_at_once_get_one_each_and_a_third_is_told_that_nobody_waits() {
    let portal = Portal::start().await;
    let mut desks = Vec::new();
    for name in ["Bu Rina", "Pak Joko", "Bu Sari"] {
        desks.push(portal.signed_in(Role::Counsellor, name).await.1);
    }
    let talks = guests(&portal, 2).await;
    let held = writing(&portal, talks[0]).await;
    let taking = futures::future::join_all(
        desks
            .iter_mut()
            .map(async |desk| desk.call(TakeNext::url(), &[]).await.status.as_u16()),
    );
    let (mut answers, ()) = tokio::join!(taking, let_go(&portal, held, 3));
    answers.sort_unstable();
    assert_eq!(answers, [200, 200, 409]);
    let (first, second) = (
        holder(&portal, talks[0]).await,
        holder(&portal, talks[1]).await,
    );
    assert!(first.is_some() && second.is_some() && first != second);
}
