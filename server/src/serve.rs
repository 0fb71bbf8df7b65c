//! `portal serve`: the database, the migrations, the pages, until a signal asks to stop.

use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use app::accounts::demo;
use app::platform::{Clock, Ids, Platform, Settings, connect, migrator};
use app::shell::Assets;
use leptos::config::{LeptosOptions, get_configuration};
use sqlx::postgres::PgConnectOptions;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::cli::ServeArgs;
use crate::cluster::Cluster;
use crate::router::{AppState, router};
use crate::{log, workers};

/// What a command ends with when it fails: one sentence for the person who typed it.
pub type Failure = Box<dyn Error + Send + Sync>;

/// After the signal, requests under way have this long; the database needs the rest of the 10 s.
const DRAIN: Duration = Duration::from_secs(4);

/// Serves until SIGTERM or SIGINT.
///
/// # Errors
/// Whatever keeps the portal from starting.
pub async fn serve(args: ServeArgs) -> Result<(), Failure> {
    log::start();
    if args.demo && !args.addr.ip().is_loopback() {
        return Err("--demo makes accounts whose passwords everybody knows, so it serves on a loopback address only".into());
    }
    let stop = stop_at_signal()?;
    let data = args.data.clone().map_or_else(default_data_folder, Ok)?;
    let (private, database) = match outside_database()? {
        Some(options) => (None, options),
        None => {
            let cluster = Cluster::start(&data).await?;
            let options = cluster.connect_options();
            (Some(cluster), options)
        }
    };
    let served = serve_with(&args, data, database, stop).await;
    if let Some(cluster) = private {
        cluster.stop().await;
    }
    served
}

/// Where the data lies unless told otherwise: where the `postgres` account can reach it as root, the
/// person's own data folder else.
///
/// # Errors
/// Neither `XDG_DATA_HOME` nor `HOME` is set.
pub fn default_data_folder() -> Result<PathBuf, Failure> {
    if rustix::process::getuid().is_root() {
        return Ok(PathBuf::from("/var/lib/portal"));
    }
    let folder =
        |name: &str, below: &str| std::env::var_os(name).map(|dir| PathBuf::from(dir).join(below));
    folder("XDG_DATA_HOME", "portal")
        .or_else(|| folder("HOME", ".local/share/portal"))
        .ok_or_else(|| "no home folder is known; name a data folder with --data".into())
}

/// The outside server of `DATABASE_URL`, where that is set.
///
/// # Errors
/// An address that cannot be read.
pub fn outside_database() -> Result<Option<PgConnectOptions>, Failure> {
    match std::env::var("DATABASE_URL") {
        Ok(url) if !url.is_empty() => {
            Ok(Some(url.parse().map_err(|e| {
                format!("DATABASE_URL cannot be read: {e}")
            })?))
        }
        _ => Ok(None),
    }
}

async fn serve_with(
    args: &ServeArgs,
    data: PathBuf,
    database: PgConnectOptions,
    stop: CancellationToken,
) -> Result<(), Failure> {
    let pool = connect(database, 16);
    migrator().run(&pool).await?;
    let listener = TcpListener::bind(args.addr)
        .await
        .map_err(|e| format!("cannot listen on {}: {e}", args.addr))?;
    let addr = listener.local_addr()?;
    let platform = Arc::new(Platform {
        pool: pool.clone(),
        clock: Clock::system(),
        ids: Ids,
        settings: Arc::new(settings(args, addr, data)),
    });
    match args.demo {
        true => demo::ensure(&platform).await?,
        // Their passwords are public: they must not outlive the demo on the same data folder.
        false => demo::lock(&platform).await?,
    }
    let state = AppState {
        platform: platform.clone(),
        assets: Assets::of_build(&options()?, &std::env::current_exe()?),
        options: options()?,
    };
    let worker = tokio::spawn(workers::run(platform.clone(), stop.clone()));
    announce(&platform);
    let server = axum::serve(
        listener,
        router(state).into_make_service_with_connect_info::<SocketAddr>(),
    )
    .with_graceful_shutdown(stop.clone().cancelled_owned());
    let late = async {
        stop.cancelled().await;
        tokio::time::sleep(DRAIN).await;
    };
    tokio::select! {
        ended = server.into_future() => ended?,
        () = late => tracing::warn!("some requests did not end in time and were cut"),
    }
    worker.await?;
    pool.close().await;
    Ok(())
}

fn settings(args: &ServeArgs, addr: SocketAddr, data: PathBuf) -> Settings {
    let text = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    Settings {
        base_url: args.base_url.clone().map_or_else(
            || format!("http://{addr}"),
            |url| url.trim_end_matches('/').to_owned(),
        ),
        demo: args.demo,
        files: data.join("files"),
        smtp_url: text("PORTAL_SMTP_URL"),
        mail_from: text("PORTAL_MAIL_FROM").unwrap_or_else(|| "portal@localhost".to_owned()),
        phone_command: text("PORTAL_PHONE_COMMAND").map(PathBuf::from),
        trusted_proxies: args.trusted_proxies,
    }
}

/// Where the built site lies: from `Leptos.toml` where it is there, else as the build sets it.
fn options() -> Result<LeptosOptions, Failure> {
    let file = std::path::Path::new("Leptos.toml");
    if file.exists() {
        return Ok(get_configuration(Some("Leptos.toml"))?.leptos_options);
    }
    Ok(get_configuration(None)?.leptos_options)
}

#[expect(
    clippy::print_stdout,
    reason = "the address that the person who started it opens, and scripts wait for"
)]
fn announce(platform: &Platform) {
    if platform.settings.demo {
        println!("Demo accounts, whose passwords everybody knows:");
        for account in demo::ACCOUNTS {
            println!(
                "  {:<11} {:<26} {}",
                account.role.as_str(),
                account.email,
                account.password
            );
        }
    }
    println!("Serving on {}", platform.settings.base_url);
}

/// A token that SIGTERM and SIGINT cancel.
fn stop_at_signal() -> Result<CancellationToken, Failure> {
    let (mut term, mut interrupt) = (
        signal(SignalKind::terminate())?,
        signal(SignalKind::interrupt())?,
    );
    let stop = CancellationToken::new();
    let token = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("asked to stop");
        token.cancel();
    });
    Ok(stop)
}
