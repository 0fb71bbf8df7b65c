//! Sending messages: through a mail server, through a phone gateway, and without either.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use app::platform::deliver_due;
use server::workers;
use tempfile::TempDir;
use time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Mutex;

use super::register::register;
use crate::support::Portal;

/// A mail server that gives the answer in `verdict` and keeps the mails that it accepts.
struct MailServer {
    url: String,
    mails: Arc<Mutex<Vec<String>>>,
    verdict: Arc<Mutex<&'static str>>,
    refused: Arc<AtomicUsize>,
}

impl MailServer {
    async fn start() -> MailServer {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let mails = Arc::new(Mutex::new(Vec::new()));
        let verdict = Arc::new(Mutex::new("250 taken"));
        let refused = Arc::new(AtomicUsize::new(0));
        let server = MailServer {
            url,
            mails: mails.clone(),
            verdict: verdict.clone(),
            refused: refused.clone(),
        };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(
                    stream,
                    mails.clone(),
                    verdict.clone(),
                    refused.clone(),
                ));
            }
        });
        server
    }

    /// Waits until the server has refused this many mails.
    async fn has_refused(&self, count: usize) {
        while self.refused.load(Ordering::SeqCst) < count {
            tokio::task::yield_now().await;
        }
    }
}

async fn talk(
    stream: TcpStream,
    mails: Arc<Mutex<Vec<String>>>,
    verdict: Arc<Mutex<&'static str>>,
    refused: Arc<AtomicUsize>,
) -> Option<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 ready\r\n").await.ok()?;
    while let Some(line) = lines.next_line().await.ok()? {
        let answer = match line.split([' ', ':']).next()? {
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.ok()?;
                let mut mail = String::new();
                while let Some(line) = lines.next_line().await.ok()?.filter(|line| line != ".") {
                    mail.push_str(&line);
                    mail.push('\n');
                }
                let verdict = *verdict.lock().await;
                if verdict.starts_with('2') {
                    mails.lock().await.push(mail);
                } else {
                    refused.fetch_add(1, Ordering::SeqCst);
                }
                verdict
            }
            "QUIT" => "221 bye",
            _ => "250 ok",
        };
        write
            .write_all(format!("{answer}\r\n").as_bytes())
            .await
            .ok()?;
    }
    Some(())
}

async fn waiting(portal: &Portal) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM outbox_message")
        .fetch_one(portal.pool())
        .await
        .unwrap()
}

/// Waits until a query returns true: the task that registration started has sent the message, or has failed and set its
/// next attempt.
async fn until(portal: &Portal, sql: &'static str) {
    loop {
        let done: bool = sqlx::query_scalar(sql)
            .fetch_one(portal.pool())
            .await
            .unwrap();
        if done {
            return;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_code_goes_out_by_mail_and_is_not_kept() {
    let server = MailServer::start().await;
    let portal = Portal::start_with(|settings| settings.smtp_url = Some(server.url.clone())).await;
    register(&mut portal.browser(), "siti@contoh.id").await;
    until(&portal, "SELECT NOT EXISTS (SELECT FROM outbox_message)").await;
    let mails = server.mails.lock().await;
    assert_eq!(mails.len(), 1);
    assert!(
        mails[0].contains("To: siti@contoh.id") && mails[0].contains("Kode Anda"),
        "{}",
        mails[0]
    );
}

#[tokio::test]
async fn a_mail_server_that_is_busy_is_tried_again_later_and_one_that_refuses_is_not() {
    let server = MailServer::start().await;
    let portal = Portal::start_with(|settings| settings.smtp_url = Some(server.url.clone())).await;
    *server.verdict.lock().await = "451 busy";
    register(&mut portal.browser(), "siti@contoh.id").await;
    server.has_refused(1).await;
    assert_eq!(
        deliver_due(&portal.platform).await.unwrap(),
        0,
        "it is not due yet"
    );
    *server.verdict.lock().await = "250 taken";
    portal.clock().advance(Duration::minutes(1));
    workers::once(&portal.platform).await;
    until(&portal, "SELECT NOT EXISTS (SELECT FROM outbox_message)").await;
    assert_eq!(server.mails.lock().await.len(), 1);

    *server.verdict.lock().await = "550 no such person";
    register(&mut portal.browser(), "tidak.ada@contoh.id").await;
    until(&portal, "SELECT NOT EXISTS (SELECT FROM outbox_message)").await;
    assert_eq!(server.mails.lock().await.len(), 1);
}

#[tokio::test]
async fn a_message_that_has_lost_its_use_is_not_sent() {
    let server = MailServer::start().await;
    let portal = Portal::start_with(|settings| settings.smtp_url = Some(server.url.clone())).await;
    *server.verdict.lock().await = "451 busy";
    register(&mut portal.browser(), "siti@contoh.id").await;
    server.has_refused(1).await;
    *server.verdict.lock().await = "250 taken";
    portal.clock().advance(Duration::minutes(15));
    workers::once(&portal.platform).await;
    assert_eq!(
        (waiting(&portal).await, server.mails.lock().await.len()),
        (0, 0)
    );
}

/// A gateway program that writes its input into a file and ends with `status`.
fn gateway(dir: &TempDir, status: u8) -> PathBuf {
    let program = dir.path().join(format!("gateway-{status}"));
    let out = dir.path().join("sent");
    let script = format!(
        "#!/bin/sh\n{{ echo \"to $1, $# argument\"; cat; }} >> {}\nexit {status}\n",
        out.display()
    );
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    program
}

#[tokio::test]
async fn a_code_goes_out_by_the_phone_gateway_s_program() {
    let dir = TempDir::new().unwrap();
    let program = gateway(&dir, 0);
    let portal = Portal::start_with(|settings| settings.phone_command = Some(program)).await;
    register(&mut portal.browser(), "0812-3456-7890").await;
    until(&portal, "SELECT NOT EXISTS (SELECT FROM outbox_message)").await;
    let sent = std::fs::read_to_string(dir.path().join("sent")).unwrap();
    assert!(
        sent.starts_with("to +6281234567890, 1 argument") && sent.contains("Kode Anda"),
        "{sent}"
    );
}

#[tokio::test]
async fn a_gateway_that_fails_keeps_the_message() {
    let dir = TempDir::new().unwrap();
    let program = gateway(&dir, 3);
    let portal = Portal::start_with(|settings| settings.phone_command = Some(program)).await;
    register(&mut portal.browser(), "0812-3456-7890").await;
    until(
        &portal,
        "SELECT EXISTS (SELECT FROM outbox_message WHERE attempts = 1)",
    )
    .await;
    assert_eq!(waiting(&portal).await, 1);
}

#[tokio::test]
async fn the_outbox_is_a_page_of_the_demo_only() {
    let demo = super::demo().await;
    register(&mut demo.browser(), "siti@contoh.id").await;
    let page = demo.browser().get("/kotak-keluar").await.page();
    assert!(
        page.contains("siti@contoh.id") && page.contains("Kode Anda"),
        "{page}"
    );
    let portal = Portal::start().await;
    assert_eq!(portal.browser().get("/kotak-keluar").await.status, 404);
}
