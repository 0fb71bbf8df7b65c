//! The home page's section about consultation.

use domain::accounts::Role;
use domain::format::date_in_wib;
use time::Weekday;

use super::client::Client;
use super::{always_open, serve};
use crate::support::Portal;
use crate::support::process::wait_until;

async fn page(portal: &Portal) -> String {
    portal.browser().get("/").await.page()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_says_until_when_and_how_many_counsellors_are_at_their_desk() {
    let portal = Portal::start().await;
    always_open(&portal).await;
    let home = page(&portal).await;
    assert!(home.contains("Konsultasi buka sampai 23.59 WIB."), "{home}");
    assert!(!home.contains("pengantar kerja siap"));

    let address = serve(portal.router.clone()).await;
    let (_, rina) = portal.signed_in(Role::Counsellor, "Bu Rina").await;
    let (_, joko) = portal.signed_in(Role::Counsellor, "Pak Joko").await;
    let (_, citizen) = portal.signed_in(Role::Citizen, "Siti").await;
    let awake =
        |browser: &crate::support::Browser| Client::start(address.clone(), &browser.cookies(), &[]);
    let (desk, tab, other, asker) = (awake(&rina), awake(&rina), awake(&joko), awake(&citizen));
    for client in [&desk, &tab, &other, &asker] {
        client.until_up().await;
    }
    let home = page(&portal).await;
    assert!(
        home.contains("sampai 23.59 WIB · 2 pengantar kerja siap."),
        "{home}"
    );
    drop(other);
    wait_until("one is left", async || {
        page(&portal).await.contains("1 pengantar kerja siap.")
    })
    .await;
}

#[tokio::test]
async fn a_closed_office_says_when_it_opens_and_that_one_may_write() {
    let portal = Portal::start().await;
    let tomorrow = date_in_wib(portal.clock().now()).next_day().unwrap();
    sqlx::raw_sql("DELETE FROM counsellor_shift")
        .execute(portal.pool())
        .await
        .unwrap();
    sqlx::query(
        "INSERT INTO counsellor_shift (weekday, opens, closes) VALUES ($1, '08:00', '12:00')",
    )
    .bind(i16::from(tomorrow.weekday().number_from_monday()))
    .execute(portal.pool())
    .await
    .unwrap();
    let day = match tomorrow.weekday() {
        Weekday::Monday => "Senin",
        Weekday::Tuesday => "Selasa",
        Weekday::Wednesday => "Rabu",
        Weekday::Thursday => "Kamis",
        Weekday::Friday => "Jumat",
        Weekday::Saturday => "Sabtu",
        Weekday::Sunday => "Minggu",
    };
    let home = page(&portal).await;
    assert!(
        home.contains(&format!("Konsultasi tutup; buka lagi {day} 08.00 WIB.")),
        "{home}"
    );
    sqlx::raw_sql("DELETE FROM counsellor_shift")
        .execute(portal.pool())
        .await
        .unwrap();
    assert!(page(&portal).await.contains("Konsultasi sedang tutup."));
}
