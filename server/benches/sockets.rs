//! The memory that an idle socket costs: the resident memory of the real program before and after it serves many of
//! them.
//!
//! Half of the sockets are signed in, half are guests. Each follows one conversation, has greeted and been welcomed,
//! and then does nothing. Measures twice: with sockets that have carried nothing else, and with sockets that have
//! received a full gap and sent the longest message. Runs on a real Postgres (`TEST_DATABASE_URL`).

use app::platform::{Clock, Ids};
use domain::consultation::body::BODY_MAX;
use domain::consultation::wire::{ClientFrame, GAP_BYTES_MAX, ServerFrame};
use futures::{StreamExt, TryStreamExt, stream};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use uuid::Uuid;

#[path = "support/memory.rs"]
mod memory;
#[path = "support/talks.rs"]
mod talks;

use memory::resident;
use talks::{Fault, Socket, database, greet, next, say, serve, somebody};

const SOCKETS: usize = 4_000;
/// Sockets that are open before the first measurement, so that memory which the program needs only once does not count.
/// They stay open: memory that they freed would be reused at no cost.
const FIRST: usize = 1_000;
/// Sockets that are being opened at a time.
const AT_ONCE: usize = 32;

/// How much the sockets have carried before they become idle.
#[derive(Clone, Copy, PartialEq)]
enum Past {
    Little,
    Much,
}

#[tokio::main]
async fn main() -> Result<(), Fault> {
    allow_files()?;
    measure(Past::Little, "that carried little").await?;
    measure(Past::Much, "that carried much").await
}

#[expect(clippy::print_stdout, reason = "the benchmark's own words")]
async fn measure(past: Past, which: &str) -> Result<(), Fault> {
    let (url, pool) = database().await?;
    let mut people = Vec::with_capacity(SOCKETS);
    for number in 0..SOCKETS {
        people.push(somebody(&pool, number % 2 == 0, past == Past::Much).await?);
    }
    let files = tempfile::tempdir()?;
    let (mut portal, address) = serve(&url, files.path(), &[]).await?;
    let pid = portal.id().ok_or("the portal has ended")?;

    let (first, others) = people.split_at(FIRST);
    let mut sockets = open(&address, first, past).await?;
    let before = resident(pid)?;
    sockets.extend(open(&address, others, past).await?);
    for socket in &mut sockets {
        ping(socket).await?;
    }
    let (after, count) = (resident(pid)?, others.len());
    println!(
        "idle sockets {which}: {} bytes each ({count} of them, half signed in, half guests; resident {} kB before, {} kB after)",
        after.saturating_sub(before) / count,
        before / 1024,
        after / 1024,
    );
    portal.kill().await?;
    Ok(())
}

/// Raises the limit of open files: this program and the portal hold one for each socket.
fn allow_files() -> Result<(), Fault> {
    let limit = getrlimit(Resource::Nofile);
    let wanted = Rlimit {
        current: limit.maximum,
        maximum: limit.maximum,
    };
    Ok(setrlimit(Resource::Nofile, wanted)?)
}

async fn open(address: &str, people: &[(String, Uuid)], past: Past) -> Result<Vec<Socket>, Fault> {
    stream::iter(people)
        .map(async |(cookie, talk)| {
            let mut socket = greet(address, cookie, *talk).await?;
            if past == Past::Much {
                carry_much(&mut socket, *talk).await?;
            }
            ping(&mut socket).await?;
            Ok(socket)
        })
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await
}

/// Waits for the gap, sends the longest message, and waits for its ack.
async fn carry_much(socket: &mut Socket, conversation: Uuid) -> Result<(), Fault> {
    let mut bytes = 0;
    while let ServerFrame::Gap { messages, .. } = next(socket).await? {
        bytes += messages
            .iter()
            .map(|message| message.body.len())
            .sum::<usize>();
        if bytes == GAP_BYTES_MAX / BODY_MAX * BODY_MAX {
            break;
        }
    }
    let words = ClientFrame::Send {
        conversation,
        client_id: Ids.uuid(Clock::system().now()),
        body: "🙂".repeat(BODY_MAX),
    };
    say(socket, &words).await?;
    while !matches!(next(socket).await?, ServerFrame::Ack { .. }) {}
    Ok(())
}

async fn ping(socket: &mut Socket) -> Result<(), Fault> {
    say(socket, &ClientFrame::Ping).await?;
    // Other people's presence may be announced before the pong.
    while next(socket).await? != ServerFrame::Pong {}
    Ok(())
}
