//! Runs the real program with people in conversations, for the benchmarks of sockets.

use std::path::Path;
use std::process::Stdio;

use app::platform::{Clock, Ids, connect, migrator, new_token, start_session};
use domain::consultation::body::BODY_MAX;
use domain::consultation::wire::{ClientFrame, Cursor, GAP_BYTES_MAX, PROTOCOL, ServerFrame};
use futures::{SinkExt, StreamExt};
use sha2::{Digest, Sha256};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, PgPool};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::{Message, client::IntoClientRequest};
use uuid::Uuid;

pub type Fault = Box<dyn std::error::Error + Send + Sync>;
pub type Socket = WebSocketStream<TcpStream>;

/// A fresh, migrated database: its URL and a pool.
pub async fn database() -> Result<(String, PgPool), Fault> {
    let url = std::env::var("TEST_DATABASE_URL")
        .map_err(|_| "run it as `.ci/with-postgres cargo bench`")?;
    let admin: PgConnectOptions = url.parse()?;
    let name = format!("bench_{}", Ids.code(12).to_lowercase());
    let maker = PgPool::connect_with(admin.clone()).await?;
    sqlx::raw_sql(AssertSqlSafe(format!("create database {name}")))
        .execute(&maker)
        .await?;
    let pool = connect(admin.database(&name), 4);
    migrator().run(&pool).await?;
    sqlx::raw_sql(
        "insert into person (id, name, email, role, created_at)
         values ('00000000-0000-0000-0000-000000000001', 'Bu Rina', 'rina@portal.test', 'counsellor', now())",
    )
    .execute(&pool)
    .await?;
    Ok((url.replacen("/portal?", &format!("/{name}?"), 1), pool))
}

/// A person in a conversation, with a full gap to fetch if `with_gap`; returns their cookie and the conversation.
pub async fn somebody(
    pool: &PgPool,
    signed_in: bool,
    with_gap: bool,
) -> Result<(String, Uuid), Fault> {
    let now = Clock::system().now();
    let (talk, mut tx) = (Ids.uuid(now), pool.begin().await?);
    let (bytes, token) = new_token(Ids);
    let (person, guest, cookie) = if signed_in {
        let person = Ids.uuid(now);
        sqlx::query("insert into person (id, name, email, role, created_at) values ($1, 'Siti', $2, 'citizen', $3)")
            .bind(person)
            .bind(format!("{person}@portal.test"))
            .bind(now)
            .execute(&mut *tx)
            .await?;
        let session = start_session(&mut tx, now, Ids, person, "bench").await?;
        (
            Some(person),
            None,
            format!("__Host-session={}", session.token),
        )
    } else {
        let hash = Sha256::digest(bytes).to_vec();
        (None, Some(hash), format!("__Host-konsultasi={token}"))
    };
    sqlx::query(
        "insert into conversation
            (id, person_id, guest_token_hash, citizen_name, topic, status, counsellor_id, queued_at, last_at)
         values ($1, $2, $3, 'Siti', 'other', 'active', '00000000-0000-0000-0000-000000000001', $4, $4)",
    )
    .bind(talk)
    .bind(person)
    .bind(guest)
    .bind(now)
    .execute(&mut *tx)
    .await?;
    if with_gap {
        sqlx::query(
            "with said as (
                insert into conversation_message
                    (conversation_id, seq, party, author_name, client_id, kind, body, at)
                select $1, seq, 'counsellor', 'Bu Rina', gen_random_uuid(), 'text', repeat('x', $2), $3
                from generate_series(1, $4) seq)
             update conversation set last_seq = $4 where id = $1",
        )
        .bind(talk)
        .bind(i32::try_from(BODY_MAX)?)
        .bind(now - time::Duration::HOUR)
        .bind(i32::try_from(GAP_BYTES_MAX / BODY_MAX)?)
        .execute(&mut *tx)
        .await?;
    }
    tx.commit().await?;
    Ok((cookie, talk))
}

/// Runs the real program, or the one that `PORTAL_PROGRAM` names; returns its process and its address.
pub async fn serve(url: &str, files: &Path, more: &[&str]) -> Result<(Child, String), Fault> {
    let program = std::env::var_os("PORTAL_PROGRAM");
    let program = program.unwrap_or_else(|| env!("CARGO_BIN_EXE_portal").into());
    let mut child = Command::new(program)
        .args(["serve", "--addr", "127.0.0.1:0", "--data"])
        .arg(files)
        .args(more)
        .env("DATABASE_URL", url)
        .env("RUST_LOG", "warn")
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let said = child.stdout.take().ok_or("the portal says nothing")?;
    let mut lines = BufReader::new(said).lines();
    while let Some(line) = lines.next_line().await? {
        if let Some(address) = line.strip_prefix("Serving on http://") {
            return Ok((child, address.to_owned()));
        }
    }
    Err("the portal did not start".into())
}

/// A socket that has greeted and been welcomed to its conversation.
pub async fn greet(address: &str, cookie: &str, talk: Uuid) -> Result<Socket, Fault> {
    let mut request = format!("ws://{address}/ws/konsultasi").into_client_request()?;
    let headers = request.headers_mut();
    headers.insert("cookie", cookie.parse()?);
    headers.insert("origin", format!("http://{address}").parse()?);
    let stream = TcpStream::connect(address).await?;
    let (mut socket, _) = tokio_tungstenite::client_async(request, stream).await?;
    let cursors = vec![Cursor {
        conversation: talk,
        seq: 0,
    }];
    let hello = ClientFrame::Hello {
        protocol: PROTOCOL,
        epoch: None,
        cursors,
    };
    say(&mut socket, &hello).await?;
    match next(&mut socket).await? {
        ServerFrame::Welcome { talks, .. } if talks.len() == 1 => {}
        other => return Err(format!("no welcome: {other:?}").into()),
    }
    Ok(socket)
}

pub async fn say(socket: &mut Socket, frame: &ClientFrame) -> Result<(), Fault> {
    Ok(socket
        .send(Message::text(serde_json::to_string(frame)?))
        .await?)
}

pub async fn next(socket: &mut Socket) -> Result<ServerFrame, Fault> {
    match socket.next().await {
        Some(Ok(Message::Text(text))) => Ok(serde_json::from_str(&text)?),
        other => Err(format!("the socket ended: {other:?}").into()),
    }
}
