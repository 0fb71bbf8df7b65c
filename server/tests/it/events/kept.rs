//! Writing, keeping and reading events.

use app::accounts::officers::add_officer;
use app::platform::{Clock, Doer, Events};
use domain::accounts::{Role, SecurityEvent};
use server::workers;
use tempfile::TempDir;
use time::{Duration, OffsetDateTime};

use super::{EMAIL, NETWORK, PASSWORD, PHONE, WRONG, events, member, sign_in};
use crate::support::Portal;
use crate::support::process::{portal as program, succeed};

#[tokio::test]
async fn events_that_cannot_be_written_hold_nobody_up_and_are_written_later() {
    let portal = Portal::start().await;
    member(&portal, Role::Citizen, EMAIL).await;
    let rename = |from: &str, to: &str| {
        let sql = format!("ALTER TABLE {from} RENAME TO {to}");
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(portal.pool())
    };
    rename("security_event", "away").await.unwrap();
    let mut browser = portal.browser();
    sign_in(&mut browser, EMAIL, WRONG, true).await;
    let answer = sign_in(&mut browser, EMAIL, PASSWORD, true).await;
    assert_eq!(answer.location(), "/akun");
    assert!(portal.platform.events.write(portal.pool()).await.is_err());
    sign_in(&mut browser, EMAIL, WRONG, true).await;
    rename("away", "security_event").await.unwrap();
    let found = events(&portal).await;
    let found: Vec<_> = found.iter().map(|row| (&*row.0, row.4)).collect();
    assert_eq!(found, [("sign_in_failed", 2), ("sign_in_allowed", 1)]);
    // The events are written once only.
    assert_eq!(events(&portal).await.len(), 2);
}

#[tokio::test]
async fn two_processes_count_in_one_row_and_a_flood_stays_small() {
    let portal = Portal::start().await;
    let now = portal.clock().now();
    let kind = SecurityEvent::Limited;
    let other = Events::new(b"a key");
    let note = |events: &Events, n: usize| {
        let doer = Doer {
            contact: Some(&format!("{n}@contoh.id")),
            address: None,
            place: "POST /api/x",
        };
        events.note(now, kind, doer);
    };
    let most = kind.most_an_hour();
    for n in 0..2 * most {
        note(&portal.platform.events, n);
        note(&other, n);
    }
    let (one, two) = (
        portal.platform.events.write(portal.pool()),
        other.write(portal.pool()),
    );
    let (one, two) = tokio::join!(one, two);
    one.and(two).unwrap();
    let found = events(&portal).await;
    assert_eq!(found.len(), most + 1);
    let times: i64 = found.iter().map(|row| row.4).sum();
    assert_eq!(times, i64::try_from(4 * most).unwrap());
}

#[tokio::test]
async fn events_are_forgotten_after_ninety_days() {
    let portal = Portal::start().await;
    sign_in(&mut portal.browser(), EMAIL, WRONG, true).await;
    assert_eq!(events(&portal).await.len(), 1);
    portal
        .clock()
        .advance(Duration::days(90) - Duration::hours(2));
    workers::once(&portal.platform).await;
    assert_eq!(events(&portal).await.len(), 1);
    portal.clock().advance(Duration::hours(3));
    workers::once(&portal.platform).await;
    assert_eq!(events(&portal).await.len(), 0);
}

#[tokio::test]
async fn the_operator_reads_the_events_of_one_account_by_its_contact() {
    let portal = Portal::start().await;
    let data = TempDir::new().unwrap();
    let key = "kunci rahasia yang cukup panjang untuk dipakai";
    let events = Events::new(key.as_bytes());
    let now = OffsetDateTime::from_unix_timestamp(Clock::system().now().unix_timestamp());
    for contact in [EMAIL, PHONE] {
        let doer = Doer {
            contact: Some(contact),
            address: NETWORK.parse().ok(),
            place: "POST /api/sign_in",
        };
        events.note(now.unwrap(), SecurityEvent::SignInFailed, doer);
    }
    events.write(portal.pool()).await.unwrap();
    add_officer(
        &portal.platform,
        Role::Admin,
        "Dewi",
        "dewi@contoh.id",
        PASSWORD,
    )
    .await
    .unwrap();
    let print = async |arguments: &[&str]| {
        let words = [&["events"], arguments].concat();
        let mut command = program(data.path(), &words);
        command
            .env("DATABASE_URL", portal.database_url())
            .env("PORTAL_EVENT_KEY", key);
        let done = command.output().await.unwrap();
        assert!(done.status.success(), "{done:?}");
        String::from_utf8(done.stdout).unwrap()
    };
    let all = print(&[]).await;
    assert_eq!(all.lines().count(), 3, "{all}");
    let one = print(&["--contact", "0812 9876 5432"]).await;
    assert_eq!(one.lines().count(), 2, "{one}");
    assert!(
        one.contains(&events.account(PHONE)) && one.contains(NETWORK),
        "{one}"
    );
    assert_eq!(
        print(&["--contact", "dewi@contoh.id"])
            .await
            .lines()
            .count(),
        1
    );
    // Another data folder has a key of its own.
    let other = TempDir::new().unwrap();
    succeed(other.path(), &["events"]).await;
    assert_eq!(
        std::fs::read(other.path().join("events.key"))
            .unwrap()
            .len(),
        32
    );
}
