//! Searching the audit trail without putting a person's contact into an address.

use app::accounts::api::FindInTrail;
use axum::http::StatusCode;
use domain::accounts::Role;
use leptos::server_fn::ServerFn;

use super::member;
use crate::support::{Answer, Browser, Portal};

/// Searches as a browser without JavaScript does.
async fn search(browser: &mut Browser, who: &str) -> Answer {
    let fields = [("_form", "audit"), ("who", who)];
    browser
        .submit("/petugas/audit", FindInTrail::url(), &fields)
        .await
}

#[tokio::test]
async fn the_trail_is_searched_without_a_contact_in_any_address() {
    let portal = Portal::start().await;
    let siti = member(&portal, "siti@contoh.id").await;
    sqlx::query("UPDATE person SET phone = '+6281298765432' WHERE id = $1")
        .bind(siti)
        .execute(portal.pool())
        .await
        .unwrap();
    let dewi = portal.person(Role::Counsellor, "Dewi Lestari").await;
    for n in 0..60 {
        let sql = "INSERT INTO audit (at, actor, actor_role, action, subject, object)
                   VALUES (now(), $1, 'counsellor', 'application.read', $2, 'application:' || $3)";
        let subject = (n != 7).then_some(siti);
        let line = sqlx::query(sql)
            .bind(dewi)
            .bind(subject)
            .bind(n.to_string());
        line.execute(portal.pool()).await.unwrap();
    }
    let (_, mut admin) = portal.signed_in(Role::Admin, "Ratna Sari").await;
    let own = format!("/petugas/audit?orang={siti}");
    for who in [" Siti@Contoh.ID ", "0812-9876-5432", &siti.to_string()] {
        let found = search(&mut admin, who).await;
        assert_eq!(
            (found.status, found.location()),
            (StatusCode::SEE_OTHER, &*own)
        );
    }
    let page = admin.get(&own).await.page();
    assert!(
        page.contains("menyangkut Siti Aminah") && !page.contains("Beberapa orang"),
        "{page}"
    );
    let form = page.split('<').find(|tag| tag.contains("id=\"audit\""));
    let form = form.unwrap();
    assert!(
        form.contains(&format!("action=\"{}\"", FindInTrail::url()))
            && form.contains("method=\"post\""),
        "{form}"
    );
    // The next page belongs to the same search.
    let next = page.split("href=\"").find_map(|rest| {
        let link = rest.split('"').next().unwrap();
        link.contains("sebelum=")
            .then(|| link.replace("&amp;", "&"))
    });
    let next = next.unwrap();
    assert!(
        next.starts_with(&own) && !next.contains("contoh") && !next.contains('@'),
        "{next}"
    );
    let page = admin.get(&next).await.page();
    assert!(page.contains("<code>0<"), "{page}");
    assert!(
        page.contains("menyangkut Siti Aminah") && !page.contains("Beberapa orang"),
        "{page}"
    );
    assert_eq!(search(&mut admin, "  ").await.location(), "/petugas/audit");

    // A search without a result keeps the typed words on the same page, to be corrected.
    let none = search(&mut admin, "tidak.ada@contoh.id").await;
    assert_eq!(none.location(), "/petugas/audit");
    let page = admin.get(none.location()).await.page();
    assert!(
        page.contains("Tidak ada orang") && page.contains("value=\"tidak.ada@contoh.id\""),
        "{page}"
    );
    // An address as earlier versions made it shows no records.
    let old = admin
        .get("/petugas/audit?orang=siti%40contoh.id")
        .await
        .page();
    assert!(
        old.contains("Tidak ada orang") && !old.contains("<table"),
        "{old}"
    );
    let (_, mut trainer) = portal.signed_in(Role::Trainer, "Bukan Admin").await;
    let refused = trainer
        .call(FindInTrail::url(), &[("who", "siti@contoh.id")])
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}
