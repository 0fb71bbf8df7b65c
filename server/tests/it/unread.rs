//! A request that is refused before it was read: its sender still receives the answer.

use std::net::SocketAddr;

use domain::accounts::Role;
use server::connections::Limits;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::connections::{PATIENCE, served};
use crate::support::Portal;

const OWN: &str = "sec-fetch-site: same-origin\r\n";
const FORM: &str = "content-type: application/x-www-form-urlencoded\r\n";
const FILE: &str = "content-type: multipart/form-data; boundary=XX\r\n";
/// A length in bytes: more than the sockets' buffers hold, less than the portal reads on after a refusal.
const LENGTH: usize = 12 * 1024 * 1024;

/// Sends the whole request before reading the answer, as browsers do.
async fn sent(address: SocketAddr, target: &str, headers: &str, before: &str) -> String {
    let mut line = TcpStream::connect(address).await.unwrap();
    let whole = async {
        let head = format!(
            "POST {target} HTTP/1.1\r\nhost: {address}\r\naccept: text/html\r\nconnection: close\r\n{headers}\
             content-length: {}\r\n\r\n{before}",
            before.len() + LENGTH
        );
        line.write_all(head.as_bytes()).await?;
        line.write_all(&vec![b'x'; LENGTH]).await?;
        let mut answer = Vec::new();
        line.read_to_end(&mut answer).await?;
        Ok::<_, std::io::Error>(answer)
    };
    match timeout(PATIENCE, whole).await.unwrap() {
        Ok(answer) => String::from_utf8_lossy(&answer).into_owned(),
        Err(error) => format!("cut: {error}"),
    }
}

#[tokio::test]
async fn whoever_is_refused_early_sees_the_answer() {
    let portal = Portal::start().await;
    let (address, _stop) = served(&portal.router, Limits::behind(0)).await;
    let (_, citizen) = portal.signed_in(Role::Citizen, "Siti").await;
    let (_, officer) = portal.signed_in(Role::Admin, "Petugas").await;
    let of = |who: &str| format!("{OWN}{FILE}cookie: {who}\r\n");
    let file = "--XX\r\nContent-Disposition: form-data; name=\"cv\"; filename=\"cv.pdf\"\r\n\r\n";
    let cv = "/akun/profil/cv";
    let mut wrong = Vec::new();
    for (target, headers, before, status, words) in [
        (cv, format!("{OWN}{FILE}"), file, "303", "/masuk"),
        (cv, of(&officer.cookies()), file, "303", ""),
        (cv, of(&citizen.cookies()), file, "303", cv),
        (cv, of(&citizen.cookies()), "no boundary", "303", cv),
        (
            cv,
            format!("{OWN}{FORM}cookie: {}\r\n", citizen.cookies()),
            "",
            "303",
            cv,
        ),
        (
            cv,
            format!("{OWN}cookie: {}\r\n", citizen.cookies()),
            "",
            "303",
            cv,
        ),
        (
            cv,
            format!("sec-fetch-site: cross-site\r\n{FILE}"),
            file,
            "403",
            "",
        ),
        ("/bahasa", format!("{OWN}{FORM}"), "lang=", "413", "terlalu"),
        ("/bahasa", FORM.to_owned(), "lang=", "413", "terlalu"),
        (
            "/api/tidak-ada",
            format!("{OWN}{FORM}"),
            "a=",
            "413",
            "terlalu",
        ),
        ("/tidak-ada", format!("{OWN}{FILE}"), "", "413", "terlalu"),
        ("/ws/konsultasi", OWN.to_owned(), "", "413", ""),
        ("/lowongan", OWN.to_owned(), "", "413", ""),
        ("tanpa-garis", OWN.to_owned(), "", "400", ""),
    ] {
        let answer = sent(address, target, &headers, before).await;
        if !answer.starts_with(&format!("HTTP/1.1 {status}")) || !answer.contains(words) {
            let begun: String = answer.chars().take(300).collect();
            wrong.push(format!("{target} {headers:?}: {begun}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
