//! Numbers as people type them, sent through the form and shown again.

use app::applications::api::SaveProfile;
use app::employers::api::SendOpening;
use leptos::server_fn::ServerFn;

use super::employers::employer;
use super::openings::{opening, pairs};
use super::{PROFILE, Scene};
use crate::support::Portal;

#[tokio::test]
async fn two_and_a_half_years_are_never_twenty_five() {
    let mut scene = Scene::new().await;
    for (typed, stored) in [
        ("3", Some(3)),
        ("2.0", Some(2)),
        ("4 tahun", Some(4)),
        ("٥", Some(5)),
        ("６", Some(6)),
        ("2.5", None),
        ("2,5 tahun", None),
        ("61", None),
    ] {
        let mut fields = PROFILE.to_vec();
        fields[3] = ("experience_years", typed);
        fields.push(("_form", "profile"));
        let answer = scene
            .citizen
            .submit("/akun/profil", SaveProfile::url(), &fields)
            .await;
        let kept = sqlx::query_scalar::<_, Option<i32>>(
            "SELECT (profile->>'experience_years')::int FROM applicant_profile WHERE person_id = $1",
        )
        .bind(scene.citizen_id)
        .fetch_optional(scene.portal.pool())
        .await
        .unwrap()
        .flatten();
        match stored {
            Some(_) => assert_eq!(kept, stored, "{typed}"),
            None => {
                assert_eq!(kept, Some(6), "{typed} changes nothing");
                let page = scene.citizen.get(answer.location()).await.page();
                let words = "Tulis tahun utuh dari 0 sampai 60, dengan angka.";
                assert!(page.contains(words) && page.contains(typed), "{page}");
            }
        }
    }
}

#[tokio::test]
async fn a_wage_is_the_one_that_was_typed_in_every_notation() {
    let portal = Portal::start().await;
    let (_, mut browser, company, _) = employer(&portal).await;
    for (typed, stored) in [
        ("4500000.00", 4_500_000),
        ("4.500.000,00", 4_500_000),
        ("Rp4.500.000,-", 4_500_000),
        ("4,500,000", 4_500_000),
        ("4\u{a0}500\u{2009}000", 4_500_000),
        ("4,5 juta", 4_500_000),
        ("4.5jt", 4_500_000),
        ("٤٥٠٠٠٠٠", 4_500_000),
        ("４５０００００", 4_500_000),
    ] {
        let mut fields = opening(&portal, company);
        put(&mut fields, "wage_min", typed);
        put(&mut fields, "quota", "2.0");
        let year = wide(&fields, "deadline_year");
        put(&mut fields, "deadline_year", &year);
        let from = "/perusahaan/lowongan/baru";
        let sent = browser
            .submit(from, SendOpening::url(), &pairs(&fields))
            .await;
        assert_eq!(sent.location(), "/perusahaan?pesan=dikirim", "{typed}");
        let kept: (i64, i32) = sqlx::query_as(
            "DELETE FROM vacancy_draft RETURNING (opening->>'wage_min')::bigint, (opening->>'quota')::int",
        )
        .fetch_one(portal.pool())
        .await
        .unwrap();
        assert_eq!(kept, (stored, 2), "{typed}");
    }
}

#[tokio::test]
async fn a_number_that_is_not_clear_is_refused_with_its_range_and_stays_as_typed() {
    let portal = Portal::start().await;
    let (_, mut browser, company, _) = employer(&portal).await;
    for (field, typed, words) in [
        (
            "quota",
            "12.34",
            "Tulis bilangan bulat dari 1 sampai 10.000",
        ),
        (
            "quota",
            "10001",
            "Tulis bilangan bulat dari 1 sampai 10.000",
        ),
        ("wage_min", "4,5", "dari Rp100.000 sampai Rp1.000.000.000"),
        (
            "wage_min",
            "1.250 juta",
            "dari Rp100.000 sampai Rp1.000.000.000",
        ),
        (
            "experience_years",
            "2.5",
            "Tulis tahun utuh dari 0 sampai 40",
        ),
        ("age_max", "14", "Tulis tahun utuh dari 15 sampai 80"),
    ] {
        let mut fields = opening(&portal, company);
        put(&mut fields, field, typed);
        let from = "/perusahaan/lowongan/baru";
        let page = browser
            .submit_and_follow(from, SendOpening::url(), &pairs(&fields))
            .await
            .page();
        assert!(page.contains(words), "{field} {typed}: {page}");
        assert!(page.contains(&format!("value=\"{typed}\"")), "{page}");
    }
    browser.set_cookie("lang", "en");
    let mut fields = opening(&portal, company);
    put(&mut fields, "quota", "0");
    let page = browser
        .submit_and_follow(
            "/perusahaan/lowongan/baru",
            SendOpening::url(),
            &pairs(&fields),
        )
        .await
        .page();
    assert!(
        page.contains("Write a whole number from 1 to 10,000"),
        "{page}"
    );
}

type Fields = Vec<(&'static str, String)>;

fn put(fields: &mut Fields, name: &'static str, value: &str) {
    fields.retain(|(field, _)| *field != name);
    fields.push((name, value.to_owned()));
}

/// The field's digits as an East Asian keyboard types them.
fn wide(fields: &Fields, name: &str) -> String {
    let (_, value) = fields.iter().find(|(field, _)| *field == name).unwrap();
    let wide = |c: char| char::from_u32(u32::from(c) + 0xFEE0).unwrap();
    value.chars().map(wide).collect()
}
