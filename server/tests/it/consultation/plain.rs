//! The page without JavaScript: people can do everything on it.

use app::consultation::{CloseTalk, EndTalk, LoadTalk, Say, StartTalk, TakeTalk};
use axum::body::Body;
use axum::http::Request;
use domain::accounts::Role;
use leptos::server_fn::ServerFn;

use super::{always_open, count, field, start_as_guest};
use crate::support::{Browser, Portal};

const GUEST: &str = "__Host-konsultasi";

#[tokio::test]
async fn a_guest_starts_writes_and_reads_again() {
    let portal = Portal::start().await;
    let mut guest = portal.browser();
    let talk = start_as_guest(&mut guest, "Saya ingin kerja di Taiwan.").await;
    let page = guest.get(&talk).await;
    assert_eq!(page.status, 200);
    assert!(
        page.page().contains("Saya ingin kerja di Taiwan."),
        "{}",
        page.page()
    );
    assert!(page.page().contains("Anda nomor 1 di antrean."));
    assert_eq!(page.header("cache-control"), "no-store");
    let fields = [
        ("_form", "x"),
        ("conversation", &talk["/konsultasi/".len()..]),
        ("client_id", &field(&page.body, "client_id")),
        ("seen", &field(&page.body, "seen")),
        ("body", "Apa saja syaratnya?\r\nTerima kasih."),
    ];
    let answer = guest.submit(&talk, Say::url(), &fields).await;
    assert_eq!(
        (answer.status.as_u16(), answer.location()),
        (303, format!("{talk}#akhir").as_str())
    );
    // A form that is sent twice stores one message.
    guest.submit(&talk, Say::url(), &fields).await;
    assert_eq!(
        count(&portal, "SELECT count(*) FROM conversation_message").await,
        2
    );
    assert!(
        guest
            .get(&talk)
            .await
            .page()
            .contains("Apa saja syaratnya?\nTerima kasih.")
    );
    assert!(guest.get("/konsultasi").await.page().contains(&talk));
}

#[tokio::test]
async fn hours_are_in_wib_and_say_how_far_that_is_from_abroad() {
    let portal = Portal::start().await;
    always_open(&portal).await;
    let mut guest = portal.browser();
    let page = guest.get("/konsultasi").await.page();
    assert!(page.contains("sedang bertugas sampai 23.59 WIB."), "{page}");
    assert!(page.contains("Arab Saudi: kurang 4 jam."));
    // Only a page with JavaScript knows the device's clock.
    let talk = start_as_guest(&mut guest, "Halo").await;
    let page = guest.get(&talk).await.page();
    assert!(page.contains("sampai 23.59 WIB.") && !page.contains("Menurut jam Anda"));
}

#[tokio::test]
async fn a_wrong_field_comes_back_with_its_words_and_the_rest_kept() {
    let portal = Portal::start().await;
    let mut guest = portal.browser();
    let client_id = field(&guest.get("/konsultasi").await.body, "client_id");
    let mut fields = [
        ("_form", "mulai"),
        ("client_id", &client_id),
        ("name", ""),
        ("topic", "rights"),
        ("body", "Upah saya dipotong."),
    ];
    let page = guest
        .submit_and_follow("/konsultasi", StartTalk::url(), &fields)
        .await;
    assert!(page.page().contains("Isian ini wajib diisi."));
    assert!(page.page().contains("Upah saya dipotong."));
    assert!(page.page().contains("Ada yang perlu diperbaiki"));
    assert!(
        page.page().contains("href=\"#mulai-name\""),
        "{}",
        page.body
    );
    fields[2].1 = "Siti";
    fields[3].1 = "weather";
    let page = guest
        .submit_and_follow("/konsultasi", StartTalk::url(), &fields)
        .await;
    assert!(
        page.page()
            .contains("Pilih salah satu dari pilihan yang ada.")
    );
    assert!(page.page().contains("value=\"Siti\""), "{}", page.body);
    assert_eq!(count(&portal, "SELECT count(*) FROM conversation").await, 0);
    let machine = guest.call(StartTalk::url(), &fields).await;
    assert_eq!(machine.status, 422);
}

#[tokio::test]
async fn an_empty_message_and_a_closed_talk_say_so_and_keep_the_words() {
    let portal = Portal::start().await;
    let mut guest = portal.browser();
    let talk = start_as_guest(&mut guest, "Halo").await;
    let id = talk["/konsultasi/".len()..].to_owned();
    let page = guest.get(&talk).await;
    let form = format!("balas-{id}");
    let client_id = field(&page.body, "client_id");
    let say = |body| {
        [
            ("_form", form.as_str()),
            ("conversation", &id),
            ("client_id", &client_id),
            ("seen", "1"),
            ("body", body),
        ]
    };
    let back = guest.submit_and_follow(&talk, Say::url(), &say(" ")).await;
    assert!(back.page().contains("Isian ini wajib diisi."));
    // The page is long, and a redirect without a fragment leads to its top: `autofocus` takes the person to the field.
    let field = |page: &str| {
        page.split("<textarea")
            .nth(1)
            .unwrap()
            .split('>')
            .next()
            .unwrap()
            .to_owned()
    };
    assert!(field(&back.page()).contains("autofocus"), "{}", back.page());
    assert!(!field(&page.page()).contains("autofocus"));
    let ended = guest
        .submit_and_follow(&talk, EndTalk::url(), &[("conversation", &id)])
        .await;
    assert!(ended.page().contains("Konsultasi ini sudah selesai."));
    let answer = guest.call(Say::url(), &say("Masih ada?")).await;
    assert_eq!(
        (answer.status.as_u16(), answer.body.contains("talk_closed")),
        (409, true)
    );
    // The guest can start another conversation, and it is a new one.
    assert_ne!(start_as_guest(&mut guest, "Halo lagi").await, talk);
}

#[tokio::test]
async fn an_answer_is_read_when_its_page_is_opened_and_not_when_it_is_fetched_ahead() {
    let portal = Portal::start().await;
    let (_, mut desk) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
    let mut guest = portal.browser();
    let talk = start_as_guest(&mut guest, "Halo").await;
    let id = talk["/konsultasi/".len()..].to_owned();
    let taken = [("conversation", id.as_str())];
    assert_eq!(desk.call(TakeTalk::url(), &taken).await.status, 200);
    let say = [
        ("conversation", id.as_str()),
        ("client_id", &id),
        ("seen", "2"),
        ("body", "Ada di Rungkut."),
    ];
    assert_eq!(desk.call(Say::url(), &say).await.status, 200);
    let close = [("conversation", id.as_str()), ("outcome", "answered")];
    assert_eq!(desk.call(CloseTalk::url(), &close).await.status, 200);
    let is_new = async |guest: &mut Browser| {
        guest
            .get("/konsultasi")
            .await
            .page()
            .contains("Ada jawaban baru")
    };
    assert!(is_new(&mut guest).await);

    // A request of a page with JavaScript, and a prefetch, which a browser sends before anybody has opened the page.
    let ask = format!("{}?conversation={id}", LoadTalk::url());
    let ahead = Request::get(&talk).header("sec-purpose", "prefetch");
    for request in [Request::get(&ask), ahead] {
        let given = guest.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(given.status, 200);
    }
    guest.get(&format!("{talk}?sebelum=2")).await;
    assert!(is_new(&mut guest).await);
    assert!(guest.get(&talk).await.page().contains("Ada di Rungkut."));
    assert!(!is_new(&mut guest).await);
    let page = desk.get(&format!("/petugas/konsultasi/{id}")).await.page();
    assert!(
        page.contains("Ada di Rungkut.") && page.contains("Dibaca"),
        "{page}"
    );
}

/// Whether the page shows the notice of the opening hours.
fn shows_hours(page: &str) -> bool {
    let before = page.split("<div class=\"notice").next().unwrap();
    !before.ends_with("<div hidden>") && before.len() < page.len()
}

#[tokio::test]
async fn outside_the_hours_who_is_being_served_sees_when_to_expect_a_word() {
    let portal = Portal::start().await;
    always_open(&portal).await;
    let (_, mut desk) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
    let mut guest = portal.browser();
    let talk = start_as_guest(&mut guest, "Halo").await;
    assert!(shows_hours(&guest.get(&talk).await.page()));
    let id = [("conversation", &talk["/konsultasi/".len()..])];
    assert_eq!(desk.call(TakeTalk::url(), &id).await.status, 200);
    let page = guest.get(&talk).await.page();
    assert!(!shows_hours(&page), "{page}");
    sqlx::raw_sql("DELETE FROM counsellor_shift")
        .execute(portal.pool())
        .await
        .unwrap();
    let page = guest.get(&talk).await.page();
    assert!(
        shows_hours(&page) && page.contains("Layanan sedang tutup."),
        "{page}"
    );
    guest.submit(&talk, EndTalk::url(), &id).await;
    assert!(!shows_hours(&guest.get(&talk).await.page()));
}

#[tokio::test]
async fn who_has_an_open_talk_goes_on_in_it() {
    let portal = Portal::start().await;
    let mut guest = portal.browser();
    let first = start_as_guest(&mut guest, "Satu").await;
    assert_eq!(start_as_guest(&mut guest, "Dua").await, first);
    assert_eq!(
        count(&portal, "SELECT count(*) FROM conversation_message").await,
        2
    );
}

#[tokio::test]
async fn a_strangers_talk_is_not_found() {
    let portal = Portal::start().await;
    let talk = start_as_guest(&mut portal.browser(), "Rahasia saya").await;
    let id = &talk["/konsultasi/".len()..];
    let fields = [
        ("conversation", id),
        ("client_id", id),
        ("seen", "0"),
        ("body", "Halo"),
    ];
    let (_, counsellor) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
    let (_, citizen) = portal.signed_in(Role::Citizen, "Budi").await;
    let (_, mut was_in) = portal.signed_in(Role::Citizen, "Tuti").await;
    let mut guest = portal.browser();
    guest.get("/konsultasi").await;
    was_in.set_cookie(GUEST, guest.cookie(GUEST).unwrap());
    was_in.set_cookie("__Host-session", "sudah-berakhir");
    // A browser without a session gets 401, because its person may reach the conversation by signing in; a guest gets
    // 404, because a guest has no account to sign in to. A conversation that does not exist gets the same answer.
    for (mut stranger, status) in [
        (portal.browser(), 401),
        (was_in, 401),
        (guest, 404),
        (counsellor, 404),
        (citizen, 404),
    ] {
        let page = stranger.get(&talk).await;
        assert_eq!(page.status, status);
        assert!(!page.body.contains("Rahasia saya"));
        assert_eq!(stranger.call(Say::url(), &fields).await.status, status);
        let end = stranger.call(EndTalk::url(), &[("conversation", id)]).await;
        assert_eq!(end.status, status);
        let unknown = format!("/konsultasi/{}", uuid::Uuid::nil());
        assert_eq!(stranger.get(&unknown).await.status, status);
    }
    assert_eq!(
        count(&portal, "SELECT count(*) FROM conversation_message").await,
        1
    );
}

#[tokio::test]
async fn a_guests_talk_closes_to_its_cookie_thirty_days_after_the_last_word() {
    let portal = Portal::start().await;
    let mut guest = portal.browser();
    let talk = start_as_guest(&mut guest, "Halo").await;
    portal.clock().advance(time::Duration::days(29));
    assert_eq!(guest.get(&talk).await.status, 200);
    portal.clock().advance(time::Duration::days(2));
    // A guest has no account to sign in to.
    assert_eq!(guest.get(&talk).await.status, 404);
    assert_eq!(portal.browser().get(&talk).await.status, 401);
}

#[tokio::test]
async fn a_guest_who_comes_back_keeps_the_cookie_as_long_as_the_talk_is_kept() {
    let portal = Portal::start().await;
    let mut guest = portal.browser();
    let talk = start_as_guest(&mut guest, "Halo").await;
    let cookie = guest.cookie(GUEST).unwrap().to_owned();
    for page in [talk.as_str(), "/konsultasi"] {
        let answer = guest.get(page).await;
        let set = answer.header("set-cookie");
        assert!(
            set.starts_with(&format!("{GUEST}={cookie};")) && set.contains("Max-Age=5184000;"),
            "{page}: {set}"
        );
    }
    // A signed-in person on the same device does not renew the guest's cookie.
    let (_, mut member) = portal.signed_in(Role::Citizen, "Budi").await;
    member.set_cookie(GUEST, &cookie);
    // The first page sets the browser's own token, so that the next answer sets no cookie for that reason.
    member.get("/").await;
    assert_eq!(member.get(&talk).await.header("set-cookie"), "");
}
