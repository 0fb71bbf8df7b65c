use app::applications::api::RemoveCv;
use app::applications::files::delete_due;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::accounts::Role;
use leptos::server_fn::ServerFn;
use server::workers;
use time::Duration;

use super::Scene;
use crate::support::papers::{JPEG, LOCKED_PDF, PDF, PNG, with_parts};
use crate::support::s3::S3;
use crate::support::{Answer, BASE_URL, Browser, Portal};

/// Uploads a file as a browser does; `name` is the file's name on the sender's device.
async fn upload(browser: &mut Browser, name: &str, content: &[u8], next: &str) -> Answer {
    upload_with(browser, &[("_form", "cv"), ("next", next)], name, content).await
}

/// The same with these fields before the file.
async fn upload_with(
    browser: &mut Browser,
    fields: &[(&str, &str)],
    name: &str,
    content: &[u8],
) -> Answer {
    let mut body = with_parts(fields).into_bytes();
    body.extend(
        format!("--XX\r\nContent-Disposition: form-data; name=\"cv\"; filename=\"{name}\"\r\nContent-Type: application/pdf\r\n\r\n")
            .bytes(),
    );
    body.extend(content);
    body.extend(b"\r\n--XX--\r\n");
    send(browser, body, "multipart/form-data; boundary=XX").await
}

async fn send(browser: &mut Browser, body: Vec<u8>, kind: &str) -> Answer {
    let request = Request::post("/akun/profil/cv")
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, kind)
        .header(header::REFERER, format!("{BASE_URL}/akun/profil/cv"))
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap();
    browser.send(request).await
}

async fn files(scene: &Scene) -> usize {
    scene.portal.platform.files.list().await.unwrap().len()
}

#[tokio::test]
async fn a_cv_is_kept_and_read_by_its_owner_and_the_employer_it_was_sent_to() {
    let mut scene = Scene::new().await;
    let next = format!("/lowongan/{}/lamar/periksa", scene.slug);
    let kept = upload(&mut scene.citizen, "../../etc/cv.exe", PDF, &next).await;
    assert_eq!(
        (kept.status, kept.location()),
        (StatusCode::SEE_OTHER, &*next)
    );
    let own = scene.citizen.get("/akun/profil/cv/berkas").await;
    assert_eq!(own.body.as_bytes(), PDF);
    assert_eq!(own.header("content-type"), "application/pdf");
    assert_eq!(
        own.header("content-disposition"),
        "attachment; filename=\"cv.pdf\""
    );
    assert_eq!(own.header("x-content-type-options"), "nosniff");
    assert_eq!(own.header("cache-control"), "no-store");

    let code = super::code_of(&scene.apply().await);
    let path = format!("/perusahaan/lamaran/{code}/cv");
    let read = scene.employer.get(&path).await;
    assert_eq!((read.status, read.body.as_bytes()), (StatusCode::OK, PDF));
    let audited = scene
        .count("SELECT count(*) FROM audit WHERE action = 'cv.read' AND subject IS NOT NULL")
        .await;
    assert_eq!(audited, 1);
    let (_, mut other) = scene
        .portal
        .signed_in(Role::Employer, "Perusahaan Lain")
        .await;
    assert_eq!(other.get(&path).await.status, StatusCode::NOT_FOUND);
    let (_, mut officer) = scene.portal.signed_in(Role::Admin, "Petugas").await;
    assert_eq!(officer.get(&path).await.status, StatusCode::FORBIDDEN);
    let (_, mut stranger) = scene.portal.signed_in(Role::Citizen, "Orang Lain").await;
    assert_eq!(
        stranger
            .get(&format!("/akun/lamaran/{code}/cv"))
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        stranger.get("/akun/profil/cv/berkas").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn what_is_no_cv_is_refused_at_the_field_and_leaves_nothing() {
    let mut scene = Scene::new().await;
    let large = [PDF, &vec![b'x'; 5 * 1024 * 1024]].concat();
    // A PNG header for 8001 x 5000 pixels, with its checksum.
    let header = b"\0\0\x1F\x41\0\0\x13\x88\x08\x02\0\0\0\x5C\x4A\xA7\x30";
    let wide = [&PNG[..16], header, &PNG[33..]].concat();
    let archive = [PNG, b"PK\x05\x06", &[0; 18]].concat();
    for (name, content, words) in [
        (
            "cv.pdf",
            &b"<!doctype html><script>alert(1)</script>"[..],
            "bukan PDF, JPEG, atau PNG",
        ),
        ("", b"", "Pilih dahulu berkas"),
        ("cv.pdf", b"", "kosong"),
        ("cv.pdf", &large, "lebih dari 5 MB"),
        ("cv.pdf", LOCKED_PDF, "terkunci kata sandi"),
        (
            "cv.docx",
            b"PK\x03\x04\x14\0\x01\0cv",
            "terkunci kata sandi",
        ),
        ("cv.rar", b"Rar!\x1A\x07\x01\0", "dari arsip itu"),
        ("cv.pdf", &PDF[..PDF.len() / 2], "rusak atau tidak utuh"),
        ("cv.jpg", &JPEG[..JPEG.len() - 2], "rusak atau tidak utuh"),
        ("cv.png", &PNG[..PNG.len() - 1], "rusak atau tidak utuh"),
        ("cv.png", &wide, "lebih dari 40 megapiksel"),
        ("cv.png", &archive, "isi lain di belakang"),
    ] {
        let answer = upload(&mut scene.citizen, name, content, "").await;
        assert_eq!(
            (answer.status, answer.location()),
            (StatusCode::SEE_OTHER, "/akun/profil/cv"),
            "{words}"
        );
        let page = scene.citizen.get("/akun/profil/cv").await.page();
        assert!(page.contains(words), "{words}");
        assert!(page.contains("field-error"), "{words}");
    }
    for (body, kind) in [
        (b"--XX\r\nContent-Disposition: form-data; name=\"cv\"; filename=\"a\"\r\n\r\n%PDF-1.7 cut".to_vec(), "multipart/form-data; boundary=XX"),
        (b"cv=a".to_vec(), "application/x-www-form-urlencoded"),
        (b"nonsense".to_vec(), "multipart/form-data"),
    ] {
        assert_eq!(send(&mut scene.citizen, body, kind).await.location(), "/akun/profil/cv", "{kind}");
    }
    assert_eq!(files(&scene).await, 0);
    assert_eq!(scene.count("SELECT count(*) FROM cv_file").await, 0);
    assert_eq!(
        scene.count("SELECT count(*) FROM cv_file_to_delete").await,
        0
    );
}

#[tokio::test]
async fn a_replaced_cv_goes_unless_an_application_holds_it() {
    let mut scene = Scene::new().await;
    upload(&mut scene.citizen, "a.pdf", PDF, "").await;
    upload(&mut scene.citizen, "b.png", PNG, "").await;
    workers::once(&scene.portal.platform).await;
    assert_eq!(files(&scene).await, 1, "the first one is gone");
    let code = super::code_of(&scene.apply().await);
    upload(&mut scene.citizen, "c.pdf", PDF, "").await;
    workers::once(&scene.portal.platform).await;
    assert_eq!(files(&scene).await, 2, "the sent one stays");
    let sent = scene
        .employer
        .get(&format!("/perusahaan/lamaran/{code}/cv"))
        .await;
    assert_eq!(sent.header("content-type"), "image/png");
    let removed = scene
        .citizen
        .submit("/akun/profil", RemoveCv::url(), &[])
        .await;
    assert_eq!(removed.location(), "/akun/profil?pesan=cv-dihapus");
    assert_eq!(files(&scene).await, 1);
}

#[tokio::test]
async fn a_cv_whose_file_is_gone_is_not_found() {
    let mut scene = Scene::new().await;
    upload(&mut scene.citizen, "a.pdf", PDF, "").await;
    let code = super::code_of(&scene.apply().await);
    let files = &scene.portal.platform.files;
    for name in files.list().await.unwrap() {
        files.delete(&name).await.unwrap();
    }
    let sent = format!("/akun/lamaran/{code}/cv");
    let received = format!("/perusahaan/lamaran/{code}/cv");
    let (citizen, employer) = (scene.citizen.clone(), scene.employer.clone());
    for (mut browser, path) in [
        (citizen.clone(), "/akun/profil/cv/berkas"),
        (citizen, &*sent),
        (employer, &*received),
    ] {
        let read = browser.get(path).await;
        assert_eq!(read.status, StatusCode::NOT_FOUND, "{path}");
        assert!(read.page().contains("sudah dihapus"), "{}", read.page());
    }
    // A new upload takes the place of the deleted file.
    upload(&mut scene.citizen, "b.png", PNG, "").await;
    let own = scene.citizen.get("/akun/profil/cv/berkas").await;
    assert_eq!(own.header("content-type"), "image/png");
}

#[tokio::test]
async fn uploads_at_once_leave_one_cv() {
    let scene = Scene::new().await;
    let tries = (0..6).map(|_| {
        let mut browser = scene.citizen.clone();
        tokio::spawn(async move {
            upload(&mut browser, "a.pdf", PDF, "")
                .await
                .location()
                .to_owned()
        })
    });
    for location in futures::future::join_all(tries).await {
        assert_eq!(location.unwrap(), "/akun/profil?pesan=cv");
    }
    workers::once(&scene.portal.platform).await;
    assert_eq!(
        (
            files(&scene).await,
            scene.count("SELECT count(*) FROM cv_file").await
        ),
        (1, 1)
    );
}

#[tokio::test]
async fn an_upload_that_is_pressed_twice_is_kept_once() {
    let mut scene = Scene::new().await;
    let seal = scene.citizen.get("/akun/profil/cv").await.hidden("_seal");
    let fields = [("_seal", &*seal), ("_form", "cv"), ("next", "")];
    let of_row = "SELECT id::text FROM cv_file WHERE replaced_at IS NULL";
    let (mut ids, pool) = (Vec::<String>::new(), scene.portal.pool().clone());
    for (content, is_new) in [
        (PDF, true),
        (PDF, false),
        // Another file by the same name is a new upload, and so is the first file when it comes again after it.
        (PNG, true),
        (PDF, true),
    ] {
        let answer = upload_with(&mut scene.citizen, &fields, "cv.pdf", content).await;
        assert_eq!(answer.location(), "/akun/profil?pesan=cv");
        let id: String = sqlx::query_scalar(of_row).fetch_one(&pool).await.unwrap();
        assert_eq!(ids.last() != Some(&id), is_new);
        ids.push(id);
    }
    // A file that was removed since is accepted again.
    let anew = scene.citizen.get("/akun/profil").await.hidden("_seal");
    let removed = [("_seal", &*anew), ("_form", "remove-cv")];
    scene
        .citizen
        .submit("/akun/profil", RemoveCv::url(), &removed)
        .await;
    upload_with(&mut scene.citizen, &fields, "cv.pdf", PDF).await;
    workers::once(&scene.portal.platform).await;
    assert_eq!(scene.count("SELECT count(*) FROM cv_file").await, 1);
    assert_eq!(files(&scene).await, 1);
    let waiting = "SELECT count(*) FROM cv_file_to_delete WHERE due_at > now()";
    assert_eq!(scene.count(waiting).await, 0, "no upload is left behind");
}

#[tokio::test]
async fn an_upload_that_a_crash_cut_off_is_deleted_after_an_hour() {
    let scene = Scene::new().await;
    let p = &scene.portal.platform;
    let mut upload = app::applications::files::Upload::begin(p, scene.citizen_id)
        .await
        .unwrap();
    upload.write(PDF).await.unwrap();
    drop(upload);
    delete_due(p).await.unwrap();
    assert_eq!(files(&scene).await, 1, "it may still be under way");
    scene.portal.clock().advance(Duration::minutes(61));
    delete_due(p).await.unwrap();
    assert_eq!(files(&scene).await, 0);
}

#[tokio::test]
async fn a_store_of_files_that_is_gone_loses_nothing_that_was_accepted() {
    let (mut s3, here) = (S3::start().await, tempfile::TempDir::new().unwrap());
    let stored = s3.files("s3://satu/berkas", here.path());
    let mut scene = Scene::on(Portal::with_files(stored).await).await;
    upload(&mut scene.citizen, "a.pdf", PDF, "").await;
    let code = super::code_of(&scene.apply().await);
    let path = format!("/perusahaan/lamaran/{code}/cv");
    // Another machine, which shares only the bucket.
    let elsewhere = tempfile::TempDir::new().unwrap();
    let shared = s3.files("s3://satu/berkas", elsewhere.path());
    let (other, _stop) = scene.portal.other_machine(shared);
    let mut employer = scene.employer.at(other);
    let read = employer.get(&path).await;
    assert_eq!((read.status, read.body.as_bytes()), (StatusCode::OK, PDF));

    s3.kill().await;
    let refused = upload(&mut scene.citizen, "b.png", PNG, "").await;
    assert_eq!(refused.location(), "/akun/profil/cv");
    let page = scene.citizen.get("/akun/profil/cv").await.page();
    assert!(page.contains("error-summary"), "nothing is said: {page}");
    let read = scene.employer.get(&path).await;
    assert_eq!(read.status, StatusCode::SERVICE_UNAVAILABLE);

    s3.again().await;
    let own = scene.citizen.get("/akun/profil/cv/berkas").await;
    assert_eq!(own.body.as_bytes(), PDF, "the one before stays");
    upload(&mut scene.citizen, "b.png", PNG, "").await;
    let own = scene.citizen.get("/akun/profil/cv/berkas").await;
    assert_eq!(own.header("content-type"), "image/png");
    scene.portal.clock().advance(Duration::minutes(61));
    workers::once(&scene.portal.platform).await;
    assert_eq!(files(&scene).await, 2, "the sent one and the new one");
    let to_delete = "SELECT count(*) FROM cv_file_to_delete";
    assert_eq!(scene.count(to_delete).await, 0);

    // A removed CV is gone for its owner at once, even while its file cannot be deleted yet.
    s3.kill().await;
    let removed = scene
        .citizen
        .submit("/akun/profil", RemoveCv::url(), &[])
        .await;
    assert_eq!(removed.location(), "/akun/profil?pesan=cv-dihapus");
    assert_eq!(scene.count(to_delete).await, 1);
    s3.again().await;
    workers::once(&scene.portal.platform).await;
    assert_eq!(files(&scene).await, 1, "the sent one");
}
