//! The citizen's pages, in the order in which a browser without JavaScript visits them.

use axum::http::StatusCode;

use super::*;

#[tokio::test]
async fn from_the_catalogue_to_a_confirmation() {
    let portal = Portal::start().await;
    let cohort = CLASS_OF_TWO.insert(&portal.platform).await;
    let (_, mut browser) = portal.signed_in(Role::Citizen, "Siti").await;
    let page = browser
        .get("/pemberdayaan?untuk=returned&daerah=35.05")
        .await;
    assert!(
        page.page().contains("href=\"/pemberdayaan/anggaran\""),
        "{}",
        page.page()
    );
    let page = browser.get("/pemberdayaan/anggaran").await;
    assert!(
        page.page().contains(&format!("href=\"{CLASS}/daftar\"")),
        "{}",
        page.page()
    );
    assert!(
        page.page().contains("2 dari 2 kursi masih kosong"),
        "{}",
        page.page()
    );
    let page = browser.get(&format!("{CLASS}/daftar")).await;
    assert_eq!(page.status, StatusCode::OK);

    let year = (portal.clock().now().year() - 2).to_string();
    let answers = [
        ("kind", "returned"),
        ("country", "TW"),
        ("return_year", &year),
        ("regency", SURABAYA),
        ("adult", "yes"),
    ];
    let sent = answer(&mut browser, &answers).await;
    assert_eq!(sent.location(), format!("{CLASS}/periksa"));
    let page = browser.get(&format!("{CLASS}/periksa")).await;
    for words in [
        "Pekerja migran yang sudah pulang",
        "Taiwan",
        &year,
        "Kota Surabaya",
        "Masih ada kursi untuk Anda",
    ] {
        assert!(page.page().contains(words), "{words}: {}", page.page());
    }
    let sent = enrol(&mut browser, "blitar-1").await;
    let address = sent.location().to_owned();
    let code = address.strip_prefix("/akun/pelatihan/").unwrap();
    let page = browser.get(&address).await;
    assert!(
        page.page().contains("Anda terdaftar") && page.page().contains(code),
        "{}",
        page.page()
    );
    assert!(page.header("cache-control").contains("no-store"));
    // A second click leads to the same enrolment.
    assert_eq!(enrol(&mut browser, "blitar-1").await.location(), address);
    // Going back in the browser leads there too.
    let back = browser.get(&format!("{CLASS}/periksa")).await;
    assert!(
        back.page().contains(&format!("href=\"{address}\"")),
        "{}",
        back.page()
    );
    assert_eq!(counters(&portal, cohort).await, (1, 0));
    assert!(
        browser
            .get("/akun/pelatihan")
            .await
            .page()
            .contains("Anggaran Keluarga")
    );
}

#[tokio::test]
async fn one_wrong_field_keeps_the_other_answers() {
    let portal = Portal::start().await;
    CLASS_OF_TWO.insert(&portal.platform).await;
    let (_, mut browser) = portal.signed_in(Role::Citizen, "Siti").await;
    browser.get(&format!("{CLASS}/daftar")).await;
    let sent = answer(
        &mut browser,
        &[
            ("kind", "returned"),
            ("country", "MY"),
            ("return_year", "2999"),
            ("regency", PONOROGO),
            ("adult", "yes"),
        ],
    )
    .await;
    assert_eq!(sent.location(), format!("{CLASS}/daftar"));
    let page = browser.get(&format!("{CLASS}/daftar")).await.page();
    assert!(
        page.contains("Tahun pulang tidak boleh setelah tahun ini."),
        "{page}"
    );
    assert!(page.contains("value=\"2999\""), "{page}");
    for chosen in ["value=\"MY\" selected", "value=\"35.02\" selected"] {
        assert!(page.contains(chosen), "{chosen}: {page}");
    }
    for ticked in ["value=\"returned\" checked", "value=\"yes\" checked"] {
        assert!(page.contains(ticked), "{ticked}: {page}");
    }
}

#[tokio::test]
async fn an_empty_form_names_every_question_and_a_machine_gets_a_4xx() {
    let portal = Portal::start().await;
    CLASS_OF_TWO.insert(&portal.platform).await;
    let (_, mut browser) = portal.signed_in(Role::Citizen, "Siti").await;
    browser.get(&format!("{CLASS}/daftar")).await;
    answer(&mut browser, &[]).await;
    let page = browser.get(&format!("{CLASS}/daftar")).await.page();
    assert_eq!(page.matches("class=\"field-error\"").count(), 3, "{page}");
    let answer = browser
        .call(SaveAnswers::url(), &class_fields("blitar-1"))
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answer = browser
        .call(SaveAnswers::url(), &[("class[stream]", "neither")])
        .await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
}

#[tokio::test]
async fn enrolment_has_its_dates() {
    let portal = Portal::start().await;
    for (slug, days, words) in [
        ("belum", (2, 20, 30), "Pendaftaran kelas ini belum dibuka."),
        (
            "tutup",
            (-9, -1, 30),
            "Pendaftaran kelas ini sudah ditutup.",
        ),
    ] {
        let cohort = Class {
            slug,
            days,
            ..CLASS_OF_TWO
        }
        .insert(&portal.platform)
        .await;
        let (_, mut browser) = ready(&portal, cohort, "Siti", BLITAR).await;
        let page = browser.get("/pemberdayaan/anggaran").await.page();
        assert!(!page.contains(&format!("{slug}/daftar")), "{page}");
        let fields = [&class_fields(slug)[..], &[("_form", "enrol")]].concat();
        let from = format!("/pemberdayaan/anggaran/{slug}/periksa");
        let page = browser
            .submit_and_follow(&from, Enrol::url(), &fields)
            .await
            .page();
        assert!(page.contains(words), "{words}: {page}");
        assert!(!page.contains("Masih ada kursi") && !page.contains("Daftar sekarang"));
        let questions = browser
            .get(&format!("/pemberdayaan/anggaran/{slug}/daftar"))
            .await
            .page();
        assert!(questions.contains(words) && !questions.contains("<fieldset"));
        assert!(questions.contains("Lihat pelatihan lain"), "{questions}");
        assert_eq!(rows(&portal, cohort).await, vec![]);
    }
}

#[tokio::test]
async fn a_place_whose_only_class_is_closed_is_no_filter() {
    let portal = Portal::start().await;
    let closed = Class {
        slug: "tutup",
        days: (-9, -1, 30),
        ..CLASS_OF_TWO
    };
    closed.insert(&portal.platform).await;
    let offered = "<option value=\"35.05\"";
    let mut browser = portal.browser();
    let page = browser.get("/pemberdayaan").await.page();
    assert!(!page.contains(offered), "{page}");
    let page = browser.get("/pemberdayaan/anggaran").await.page();
    assert!(page.contains("<dd>2 kursi<"), "{page}");
    assert!(
        !page.contains("masih kosong"),
        "a closed class promises a seat: {page}"
    );
    CLASS_OF_TWO.insert(&portal.platform).await;
    let page = browser.get("/pemberdayaan").await.page();
    assert!(page.contains(offered), "{page}");
}

#[tokio::test]
async fn who_has_given_a_seat_up_is_told_nothing_to_come_to() {
    let portal = Portal::start().await;
    let cohort = CLASS_OF_TWO.insert(&portal.platform).await;
    let (mut browser, code) = enrolled(&portal, cohort, "Siti").await;
    let address = format!("/akun/pelatihan/{code}");
    let page = browser.get(&address).await.page();
    assert!(
        page.contains("Pertemuan 1") && page.contains("Yang dibawa"),
        "{page}"
    );
    browser
        .call(CancelEnrolment::url(), &[("code", &code)])
        .await;
    let page = browser.get(&address).await.page();
    assert!(page.contains("Pendaftaran dibatalkan"), "{page}");
    assert!(
        !page.contains("Pertemuan 1") && !page.contains("Yang dibawa"),
        "{page}"
    );
}

#[tokio::test]
async fn what_belongs_to_another_is_not_found() {
    let portal = Portal::start().await;
    let cohort = CLASS_OF_TWO.insert(&portal.platform).await;
    let (_, code) = enrolled(&portal, cohort, "Siti").await;
    let (_, mut other) = portal.signed_in(Role::Citizen, "Budi").await;
    for path in [
        format!("/akun/pelatihan/{code}"),
        format!("/akun/pelatihan/{code}/batal"),
    ] {
        assert_eq!(
            other.get(&path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    for action in [CancelEnrolment::url(), ConfirmSeat::url()] {
        assert_eq!(
            other.call(action, &[("code", &code)]).await.status,
            StatusCode::NOT_FOUND,
            "{action}"
        );
    }
    assert_eq!(state(&portal, &code).await.0, "enrolled");
}

#[tokio::test]
async fn who_is_not_signed_in_comes_back_to_the_same_place() {
    let portal = Portal::start().await;
    CLASS_OF_TWO.insert(&portal.platform).await;
    let mut browser = portal.browser();
    let page = browser.get(&format!("{CLASS}/daftar")).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(
        page.page().contains(&format!("/masuk?next={CLASS}/daftar")),
        "{}",
        page.page()
    );
    for path in ["/pemberdayaan", "/pemberdayaan/anggaran", "/pelatihan"] {
        assert_eq!(browser.get(path).await.status, StatusCode::OK, "{path}");
    }
    for path in ["/pelatihan/anggaran", "/pemberdayaan/tidak-ada"] {
        assert_eq!(
            browser.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_shipped_examples_load_once_and_say_what_they_are() {
    let portal = Portal::start().await;
    let mut conn = portal.pool().acquire().await.unwrap();
    for regency in [
        "35.02", "35.04", "35.05", "35.07", "35.10", "35.15", "35.19", "35.72", "35.73", "35.77",
        "35.78",
    ] {
        sqlx::raw_sql(
            "insert into province (code, name) values ('35', 'Jawa Timur') on conflict do nothing",
        )
        .execute(&mut *conn)
        .await
        .unwrap();
        sqlx::query(
            "insert into regency values ($1, $1, 'kota', '35', -7, 112) on conflict do nothing",
        )
        .bind(regency)
        .execute(&mut *conn)
        .await
        .unwrap();
    }
    let now = portal.clock().now();
    // Every third day is a holiday, because the shipped holidays may not reach the test's year.
    sqlx::query(
        "insert into holiday (day, name, joint_leave)
         select d, 'Libur', false from generate_series($1::date, $1::date + 120, '3 days') d",
    )
    .bind(now.date())
    .execute(&mut *conn)
    .await
    .unwrap();
    store::load_sample(&mut conn, now).await.unwrap();
    let (meetings, free): (i64, i64) = sqlx::query_as(
        "select count(*), count(h.day) from cohort_session s
         left join holiday h on h.day = (s.starts_at at time zone 'Asia/Jakarta')::date",
    )
    .fetch_one(&mut *conn)
    .await
    .unwrap();
    assert!(meetings > 31, "{meetings}");
    assert_eq!(free, 0, "classes meet on a holiday");
    store::load_sample(&mut conn, now + Duration::days(3))
        .await
        .unwrap();
    let (programmes, groups): (i64, i64) =
        sqlx::query_as("select (select count(*) from programme), (select count(*) from cohort)")
            .fetch_one(&mut *conn)
            .await
            .unwrap();
    assert_eq!((programmes, groups), (18, 31));
    let of_countries: Vec<Vec<String>> =
        sqlx::query_scalar("select countries from programme where countries <> '{}'")
            .fetch_all(&mut *conn)
            .await
            .unwrap();
    assert_eq!(of_countries, [["HK", "TW"]]);
    let past: i64 = sqlx::query_scalar("select count(*) from cohort where closes_at < $1")
        .bind(now + Duration::days(7))
        .fetch_one(&mut *conn)
        .await
        .unwrap();
    assert_eq!(past, 0);
    drop(conn);
    let mut browser = portal.browser();
    for path in [
        "/pelatihan",
        "/pemberdayaan",
        "/pemberdayaan/rencana-usaha-bmc",
    ] {
        assert!(
            browser.get(path).await.page().contains("Ini data contoh"),
            "{path}"
        );
    }
    browser.set_cookie("__Host-lang", "en");
    assert!(
        browser
            .get("/pelatihan/las-smaw")
            .await
            .page()
            .contains("Shielded Metal Arc Welding")
    );
    let page = browser
        .get("/pemberdayaan?bidang=trade&daerah=35.10")
        .await
        .page();
    assert!(
        page.contains("Cakes and Bread") && !page.contains("Dressmaking"),
        "{page}"
    );
}
