//! One device, used by guests and by people who sign in on it.

use app::accounts::api::SignOut;
use app::consultation::{EndTalk, LeaveDevice, Say, TakeTalk};
use domain::accounts::Role;
use domain::consultation::wire::{ClientFrame, Cursor, PROTOCOL, ServerFrame};
use leptos::server_fn::ServerFn;

use super::line::Line;
use super::{count, id_of, new_id, serve, start_as_guest};
use crate::support::Portal;

#[tokio::test]
async fn a_question_of_a_signed_in_person_does_not_go_into_a_guest_s_talk() {
    let portal = Portal::start().await;
    let mut phone = portal.browser();
    let guests = start_as_guest(&mut phone, "Dari tamu").await;
    // A signed-in person of the same name on the same phone.
    let (_, member) = portal.signed_in(Role::Citizen, "Siti").await;
    phone.set_cookie("__Host-session", member.cookie("__Host-session").unwrap());
    let own = start_as_guest(&mut phone, "Dari pemilik akun").await;
    assert_ne!(own, guests);
    assert_eq!(start_as_guest(&mut phone, "Lagi").await, own);
    assert!(
        !phone
            .get(&guests)
            .await
            .page()
            .contains("Dari pemilik akun")
    );
}

#[tokio::test]
async fn what_is_written_into_a_guest_s_talk_names_no_account() {
    let portal = Portal::start().await;
    let mut phone = portal.browser();
    let talk = start_as_guest(&mut phone, "Dari tamu").await;
    let id = id_of(&talk).to_string();
    let (person, member) = portal.signed_in(Role::Citizen, "Aminah Khusus").await;
    phone.set_cookie("__Host-session", member.cookie("__Host-session").unwrap());
    let say = [
        ("conversation", id.clone()),
        ("client_id", new_id().to_string()),
        ("seen", "1".to_owned()),
        ("body", "Tambahan".to_owned()),
    ];
    let say = say.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(phone.call(Say::url(), &say).await.status, 200);
    let end = phone.call(EndTalk::url(), &[("conversation", &id)]).await;
    assert_eq!(end.status, 200);
    assert!(
        !phone
            .get(&talk)
            .await
            .page()
            .contains("Aminah Khusus mengakhiri")
    );

    // The guest's conversation names no account, not even of the person who wrote in it while signed in: that person's
    // data is exported and erased without these messages.
    for sql in [
        "SELECT count(*) FROM conversation_message WHERE author_id IS NOT NULL",
        "SELECT count(*) FROM conversation_event WHERE actor_id IS NOT NULL",
        "SELECT count(*) FROM conversation_message WHERE author_name <> 'Siti'",
    ] {
        assert_eq!(count(&portal, sql).await, 0, "{sql}");
    }
    let mut conn = portal.pool().acquire().await.unwrap();
    let data = app::accounts::personal_data::export(&portal.platform, &mut conn, person)
        .await
        .unwrap();
    assert_eq!(data["consultation"], serde_json::json!([]));
}

#[tokio::test]
async fn who_asked_in_one_window_answers_as_a_counsellor_in_the_other() {
    let portal = Portal::start().await;
    let address = serve(portal.router.clone()).await;
    let mut browser = portal.browser();
    let id = id_of(&start_as_guest(&mut browser, "Dari tamu").await);
    let (_, desk) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
    browser.set_cookie("__Host-session", desk.cookie("__Host-session").unwrap());
    let talk = id.to_string();
    let taken = [("conversation", &*talk)];
    assert_eq!(browser.call(TakeTalk::url(), &taken).await.status, 200);
    let say = [
        ("_form", "balas"),
        ("conversation", &talk),
        ("client_id", &new_id().to_string()),
        ("seen", "2"),
        ("body", "Selamat siang."),
    ];
    let said = browser
        .submit("/petugas/konsultasi", Say::url(), &say)
        .await;
    assert!(said.location().starts_with("/petugas/konsultasi"));
    let mut line = Line::open(&address, &browser.cookies()).await;
    line.say(&ClientFrame::Hello {
        protocol: PROTOCOL,
        epoch: None,
        cursors: Vec::new(),
    })
    .await;
    let client_id = new_id();
    line.say(&ClientFrame::Send {
        conversation: id,
        client_id,
        body: "Ada yang bisa dibantu?".to_owned(),
    })
    .await;
    while !matches!(line.next().await, ServerFrame::Ack { .. }) {}
    let answers = "SELECT count(*) FROM conversation_message
                   WHERE kind = 'text' AND party = 'counsellor' AND author_name = 'Bu Rina'";
    assert_eq!(count(&portal, answers).await, 2);
}

#[tokio::test]
async fn a_guest_who_leaves_a_device_leaves_nothing_that_opens_the_talk() {
    let portal = Portal::start().await;
    let address = serve(portal.router.clone()).await;
    let mut phone = portal.browser();
    let before = phone.get("/konsultasi").await;
    assert!(!before.page().contains("Hapus dari perangkat ini"));
    let talk = start_as_guest(&mut phone, "Rahasia saya").await;
    let mut stolen = phone.clone();
    let page = phone.get("/konsultasi").await.page();
    assert!(page.contains("Hapus dari perangkat ini") && page.contains(LeaveDevice::url()));

    let form = [("_form", "tinggalkan")];
    let left = phone.submit("/konsultasi", LeaveDevice::url(), &form).await;
    assert_eq!(left.status, 303);
    assert_eq!(left.header("clear-site-data"), "\"cache\", \"storage\"");
    assert_eq!(phone.cookie("__Host-konsultasi"), None);
    let page = phone.get(left.location()).await.page();
    assert!(page.contains("sudah dihapus dari perangkat ini."), "{page}");
    assert!(!page.contains(&talk));

    // A copy of the cookie, or a tab that was left open, opens nothing.
    assert!(stolen.get(&talk).await.status.is_client_error());
    assert!(!stolen.get("/konsultasi").await.body.contains(&talk));
    let mut line = Line::open(&address, &stolen.cookies()).await;
    line.say(&ClientFrame::Hello {
        protocol: PROTOCOL,
        epoch: None,
        cursors: vec![Cursor {
            conversation: id_of(&talk),
            seq: 0,
        }],
    })
    .await;
    let ServerFrame::Welcome { talks, .. } = line.next().await else {
        panic!("no welcome");
    };
    assert_eq!(talks, []);

    // The counsellor still has the conversation.
    let (_, mut desk) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
    let taken = desk
        .call(
            TakeTalk::url(),
            &[("conversation", &id_of(&talk).to_string())],
        )
        .await;
    assert_eq!(taken.status, 200);
    let page = desk.get("/petugas/konsultasi").await.page();
    assert!(page.contains("Rahasia saya"));
}

#[tokio::test]
async fn signing_out_leaves_no_guest_s_talk_on_the_device() {
    let portal = Portal::start().await;
    let (_, mut phone) = portal.signed_in(Role::Citizen, "Siti").await;
    let mut guest = portal.browser();
    let talk = start_as_guest(&mut guest, "Dari tamu").await;
    let cookie = guest.cookie("__Host-konsultasi").unwrap().to_owned();
    phone.set_cookie("__Host-konsultasi", &cookie);
    phone.submit("/akun", SignOut::url(), &[]).await;
    assert_eq!(phone.cookie("__Host-konsultasi"), None);
    assert!(!phone.get("/konsultasi").await.body.contains(&talk));
}
