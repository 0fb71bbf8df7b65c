//! Uploaded files in a folder and in an S3-compatible store, also while the store is away.

use std::io::ErrorKind;
use std::path::Path;

use app::platform::{Bucket, Files};
use futures::TryStreamExt;
use tempfile::TempDir;

use crate::support::process::{Serving, portal, refused};
use crate::support::s3::S3;

async fn keep(files: &Files, name: &str, content: &[u8]) {
    let mut writing = files.begin(name).await.unwrap();
    for piece in content.chunks(1 << 20) {
        writing.write(piece).await.unwrap();
    }
    writing.keep().await.unwrap();
}

async fn read(files: &Files, name: &str) -> Vec<u8> {
    let reading = files.open(name).await.unwrap();
    let pieces: Vec<_> = reading.pieces.try_collect().await.unwrap();
    let content = pieces.concat();
    assert_eq!(content.len() as u64, reading.bytes);
    content
}

fn on_the_disk(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().flatten();
    entries
        .map(|entry| match entry.path() {
            path if path.is_dir() => on_the_disk(&path),
            _ => 1,
        })
        .sum()
}

/// The checks that every file store must pass.
async fn hold(files: &Files) {
    let large: Vec<u8> = (0..12_000_000_u32)
        .flat_map(u32::to_le_bytes)
        .take(12_345_678)
        .collect();
    keep(files, "cv/kecil", b"%PDF-1.7").await;
    keep(files, "cv/besar", &large).await;
    keep(files, "cv/kosong", b"").await;
    assert_eq!(read(files, "cv/kecil").await, b"%PDF-1.7");
    assert_eq!(read(files, "cv/besar").await, large);
    assert_eq!(read(files, "cv/kosong").await, b"");
    assert_eq!(
        files.list().await.unwrap(),
        ["cv/besar", "cv/kecil", "cv/kosong"]
    );

    // A reader gets the whole of a file that is deleted meanwhile.
    let reading = files.open("cv/besar").await.unwrap();
    files.delete("cv/besar").await.unwrap();
    let pieces: Vec<_> = reading.pieces.try_collect().await.unwrap();
    assert_eq!(pieces.concat(), large);

    let mut left = files.begin("cv/batal").await.unwrap();
    left.write(b"x").await.unwrap();
    left.discard().await.unwrap();
    let error = files.open("cv/batal").await.err().unwrap();
    assert_eq!(error.kind(), ErrorKind::NotFound);

    let mut cut = files.begin("cv/putus").await.unwrap();
    cut.write(b"x").await.unwrap();
    drop(cut);
    assert!(files.open("cv/putus").await.is_err(), "half a file is read");
    files.delete("cv/putus").await.unwrap();
    files.delete("cv/besar").await.unwrap();
    assert_eq!(files.list().await.unwrap(), ["cv/kecil", "cv/kosong"]);
    files.answer().await.unwrap();
}

#[tokio::test]
async fn a_folder_holds_files() {
    let folder = TempDir::new().unwrap();
    hold(&Files::Folder(folder.path().to_owned())).await;
    assert_eq!(on_the_disk(folder.path()), 2);
}

#[tokio::test]
async fn a_bucket_holds_files_and_leaves_none_on_this_machine() {
    let (s3, here) = (S3::start().await, TempDir::new().unwrap());
    hold(&s3.files("s3://satu/portal/berkas", here.path())).await;
    assert_eq!(on_the_disk(here.path()), 0);
    let beside = s3.files("s3://satu/portal/lain", here.path());
    assert!(beside.list().await.unwrap().is_empty(), "another prefix");
    let above = s3.files("s3://satu", here.path());
    assert_eq!(
        above.list().await.unwrap(),
        ["portal/berkas/cv/kecil", "portal/berkas/cv/kosong"]
    );
}

#[tokio::test]
async fn a_store_that_is_gone_or_refuses_is_told_apart() {
    let (mut s3, here) = (S3::start().await, TempDir::new().unwrap());
    let wrong = Bucket::of("s3://satu", s3.settings_with("salah"), here.path()).unwrap();
    let wrong = Files::Bucket(wrong);
    assert!(wrong.answer().await.is_err(), "a wrong key goes unsaid");
    let refused = wrong.open("cv/a").await.err().unwrap();
    assert_eq!(refused.kind(), ErrorKind::PermissionDenied, "{refused}");
    let none = s3.files("s3://tiada", here.path()).answer().await;
    assert!(none.is_err(), "a bucket that is not there answers");

    let files = s3.files("s3://satu", here.path());
    keep(&files, "cv/a", b"a").await;
    s3.kill().await;
    let mut late = files.begin("cv/b").await.unwrap();
    late.write(b"b").await.unwrap();
    assert_eq!(
        late.keep().await.err().unwrap().kind(),
        ErrorKind::NotConnected
    );
    assert_eq!(
        files.open("cv/a").await.err().unwrap().kind(),
        ErrorKind::NotConnected
    );
    assert_eq!(
        files.answer().await.err().unwrap().kind(),
        ErrorKind::NotConnected
    );
    s3.again().await;
    assert_eq!(read(&files, "cv/a").await, b"a");
}

#[tokio::test]
async fn a_wrong_address_is_said_without_repeating_it() {
    let (data, s3) = (TempDir::new().unwrap(), S3::start().await);
    for url in [
        "s3://",
        "https://u:geheim@satu",
        "s3://u:geheim@satu/x",
        "s3://satu/a//b",
    ] {
        let said = Bucket::of(url, s3.settings(), data.path()).err().unwrap();
        assert!(
            said.contains("FILES_URL") && !said.contains("geheim"),
            "{said}"
        );
    }
    let backup = data.path().join("backup");
    for (arguments, name, url, words) in [
        (
            &["serve", "--addr", "127.0.0.1:0"][..],
            "FILES_URL",
            "satu",
            "s3://bucket/prefix",
        ),
        (
            &["backup", backup.to_str().unwrap()],
            "FILES_URL",
            "satu",
            "s3://bucket/prefix",
        ),
        (
            &["serve", "--addr", "127.0.0.1:0"],
            "NATS_URL",
            "nats://u:geheim@a b",
            "nats://user:",
        ),
    ] {
        let (code, said) = refused(portal(data.path(), arguments).env(name, url)).await;
        assert_eq!(code, 78, "{said}");
        assert!(said.contains(words) && !said.contains("geheim"), "{said}");
    }
    assert!(
        !data.path().join("postgres").exists(),
        "the database was started"
    );
}

#[tokio::test]
async fn a_portal_serves_without_its_store() {
    let (data, mut s3) = (TempDir::new().unwrap(), S3::start().await);
    s3.kill().await;
    let settings = s3.settings().into_iter();
    let url = ("FILES_URL".to_owned(), "s3://satu".to_owned());
    let serving = Serving::start_with(data.path(), settings.chain([url])).await;
    serving.wait_until_ready().await;
    assert_eq!(serving.status("/lowongan").await, 200);
    serving.stop().await;
}
