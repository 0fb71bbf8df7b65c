//! A request that takes long to check or to arrive is judged by the state at its end.

use std::convert::Infallible;
use std::sync::Arc;

use app::accounts::api::{ChangeName, ChangePassword, DeleteAccount, SignOutEverywhere};
use app::accounts::personal_data;
use app::applications::api::SaveProfile;
use app::consultation::StartTalk;
use app::courses::api::SaveAnswers;
use app::employers::api::RequestCompany;
use axum::body::{Body, Bytes};
use axum::http::{Request, header};
use domain::accounts::Role;
use futures::stream;
use leptos::server_fn::ServerFn;
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::{PASSWORD, is_in, member, sign_in};
use crate::courses::{BLITAR, CLASS_OF_TWO};
use crate::support::Portal;
use crate::support::papers::cv_form;
use crate::support::process::wait_until;

/// Waits until each of these tasks either waits for a lock of the database or has ended.
pub async fn until_held_up<T>(portal: &Portal, tasks: &[JoinHandle<T>]) {
    let waiting = "SELECT count(*) FROM pg_stat_activity
                   WHERE datname = current_database() AND wait_event_type = 'Lock'";
    wait_until("all are held up", async || {
        let ended = tasks.iter().filter(|task| task.is_finished()).count();
        let waiting: i64 = sqlx::query_scalar(waiting)
            .fetch_one(portal.pool())
            .await
            .unwrap();
        ended + usize::try_from(waiting).unwrap() >= tasks.len()
    })
    .await;
}

/// A password reset that has made its changes and has not committed them.
async fn begin_reset(portal: &Portal, person: Uuid) -> sqlx::Transaction<'static, sqlx::Postgres> {
    let mut reset = portal.pool().begin().await.unwrap();
    for sql in [
        "UPDATE person SET password_hash = 'of the reset' WHERE id = $1",
        "UPDATE session SET revoked_at = now() WHERE person_id = $1",
    ] {
        sqlx::query(sql)
            .bind(person)
            .execute(&mut *reset)
            .await
            .unwrap();
    }
    reset
}

#[tokio::test]
async fn a_sign_in_whose_password_is_reset_while_it_is_checked_is_refused() {
    let portal = Portal::start().await;
    let person = member(&portal, "siti@contoh.id").await;
    let reset = begin_reset(&portal, person).await;
    let mut browser = portal.browser();
    let signing_in = tokio::spawn(async move {
        let answer = sign_in(&mut browser, "siti@contoh.id", PASSWORD).await;
        (browser, answer)
    });
    let tasks = [signing_in];
    until_held_up(&portal, &tasks).await;
    reset.commit().await.unwrap();
    let [signing_in] = tasks;
    let (mut browser, answer) = signing_in.await.unwrap();
    assert_eq!(answer.location(), "/masuk");
    assert!(!is_in(&mut browser).await);
    let sessions: i64 = sqlx::query_scalar("SELECT count(*) FROM session")
        .fetch_one(portal.pool())
        .await
        .unwrap();
    assert_eq!(sessions, 0);
}

#[tokio::test]
async fn a_reset_shuts_out_what_the_old_password_is_just_doing() {
    for (action, fields) in [
        (
            ChangePassword::url(),
            &[
                ("current_password", PASSWORD),
                ("password", "meja hijau di dapur"),
            ][..],
        ),
        (DeleteAccount::url(), &[("password", PASSWORD)]),
    ] {
        let portal = Portal::start().await;
        let person = member(&portal, "siti@contoh.id").await;
        let mut browser = portal.browser();
        sign_in(&mut browser, "siti@contoh.id", PASSWORD).await;
        let reset = begin_reset(&portal, person).await;
        let tasks = [tokio::spawn(async move {
            browser.call(action, fields).await.status
        })];
        until_held_up(&portal, &tasks).await;
        reset.commit().await.unwrap();
        let [acting] = tasks;
        assert_eq!(acting.await.unwrap(), 401, "{action}");
        let hash: Option<String> =
            sqlx::query_scalar("SELECT password_hash FROM person WHERE id = $1")
                .bind(person)
                .fetch_one(portal.pool())
                .await
                .unwrap();
        assert_eq!(hash.as_deref(), Some("of the reset"), "{action}");
    }
}

#[tokio::test]
async fn nothing_is_kept_of_what_a_person_sends_while_the_account_is_erased() {
    let portal = Portal::start().await;
    CLASS_OF_TWO.insert(&portal.platform).await;
    let (person, browser) = portal.signed_in(Role::Citizen, "Siti Aminah").await;
    let mut erasure = portal.pool().begin().await.unwrap();
    personal_data::erase(&portal.platform, &mut erasure, person)
        .await
        .unwrap();
    let id = Uuid::new_v4().to_string();
    let sent = [
        (SaveProfile::url(), vec![("education", "sma")]),
        (
            SaveAnswers::url(),
            vec![
                ("class[stream]", "empowerment"),
                ("class[slug]", "anggaran"),
                ("class[cohort]", CLASS_OF_TWO.slug),
                ("kind", "resident"),
                ("regency", BLITAR),
                ("adult", "yes"),
            ],
        ),
        (
            StartTalk::url(),
            vec![("client_id", &id), ("topic", "other"), ("body", "Halo")],
        ),
        (
            RequestCompany::url(),
            vec![
                ("company", "PT Baru"),
                ("nib", "1234567890123"),
                ("position", "Pemilik"),
            ],
        ),
        (ChangeName::url(), vec![("name", "Siti Baru")]),
    ];
    let tasks = sent.map(|(action, fields)| {
        let mut browser = browser.clone();
        let fields: Vec<(&str, String)> = fields
            .into_iter()
            .map(|(name, value)| (name, value.to_owned()))
            .collect();
        tokio::spawn(async move {
            let fields: Vec<_> = fields
                .iter()
                .map(|(name, value)| (*name, &**value))
                .collect();
            browser.call(action, &fields).await;
        })
    });
    until_held_up(&portal, &tasks).await;
    erasure.commit().await.unwrap();
    for task in tasks {
        task.await.unwrap();
    }
    for table in [
        "applicant_profile",
        "enrolment_draft",
        "conversation",
        "company_request",
    ] {
        let sql = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
        let kept: i64 = sqlx::query_scalar(sql)
            .fetch_one(portal.pool())
            .await
            .unwrap();
        assert_eq!(kept, 0, "{table}");
    }
    let name: String = sqlx::query_scalar("SELECT name FROM person WHERE id = $1")
        .bind(person)
        .fetch_one(portal.pool())
        .await
        .unwrap();
    assert_eq!(name, "");
}

/// Sends a request whose body arrives only after the person has signed out everywhere; returns the status.
async fn send_slowly(portal: &Portal, to: &str, kind: &str, body: impl Into<Bytes>) -> u16 {
    let mut owner = portal.browser();
    sign_in(&mut owner, "siti@contoh.id", PASSWORD).await;
    let mut thief = owner.clone();
    let (awaited, (send, rest)) = (Arc::new(Notify::new()), oneshot::channel());
    let told = awaited.clone();
    let late = stream::once(async move {
        told.notify_one();
        Ok::<Bytes, Infallible>(rest.await.unwrap())
    });
    let request = Request::post(to)
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, kind)
        .header("sec-fetch-site", "same-origin")
        .body(Body::from_stream(late))
        .unwrap();
    let slow = tokio::spawn(async move { thief.send(request).await.status.as_u16() });
    awaited.notified().await;
    owner
        .submit("/akun/sesi", SignOutEverywhere::url(), &[])
        .await;
    send.send(body.into()).unwrap();
    slow.await.unwrap()
}

#[tokio::test]
async fn what_comes_slowly_is_of_nobody_who_has_signed_out_meanwhile() {
    let portal = Portal::start().await;
    member(&portal, "siti@contoh.id").await;
    let form = "application/x-www-form-urlencoded";
    let answer = send_slowly(&portal, ChangeName::url(), form, "name=Pencuri").await;
    assert_eq!(answer, 401);
    let kind = "multipart/form-data; boundary=XX";
    let answer = send_slowly(&portal, "/akun/profil/cv", kind, cv_form()).await;
    assert_eq!(answer, 401);
    let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM cv_file")
        .fetch_one(portal.pool())
        .await
        .unwrap();
    assert_eq!(kept, 0);
}
