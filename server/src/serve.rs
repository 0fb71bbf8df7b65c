//! `portal serve`: starts the database, migrates it, and serves the pages until a signal asks to stop.

use std::sync::Arc;
use std::time::Duration;

use app::accounts::demo;
use app::consultation::store::load_reference;
use app::courses;
use app::employers;
use app::platform::{Clock, Events, Fanout, Files, Ids, Platform, Settings, Visitors, connect};
use app::services::SERVICES;
use app::shell::Assets;
use leptos::config::LeptosOptions;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use sqlx::postgres::PgConnectOptions;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::args::ServeArgs;
use crate::cluster::Cluster;
use crate::connections::{self, Limits};
use crate::event_key::{self, event_key};
use crate::failure::{Coded, Failure};
use crate::router::router;
use crate::state::AppState;
use crate::ws::Hub;
use crate::{config, jobs, outside, schema, site, workers};

/// How long the open requests may take after the signal.
const DRAIN: Duration = Duration::from_secs(3);
/// How long writes in tasks of their own may take after that; the database needs the rest of the 10 s.
const CLOSE: Duration = Duration::from_secs(2);

/// Serves until SIGTERM or SIGINT.
///
/// # Errors
/// Every error that keeps the portal from starting.
pub async fn serve(mut args: ServeArgs) -> Result<(), Failure> {
    raise_open_files();
    let told = args.base_url.as_deref();
    args.base_url = told.map(config::public_address).transpose()?;
    if args.demo {
        stays_at_home(&args)?;
    }
    let site = config::site()?;
    let listener = listen(&args, &site).await?;
    let assets = site::built(&site)?;
    let data = config::data_folder(args.data.data.as_deref())?;
    // Read before anything is started, so that a setting that cannot be used is reported at once.
    let files = config::files(&data)?;
    let fanout = config::fanout().await?;
    let told_key = event_key::told()?;
    let stop = stop_at_signal()?;
    let (private, database) = match config::outside_database() {
        Some(url) => {
            let Some(reached) = stop.run_until_cancelled(outside::reach(&url)).await else {
                return Ok(());
            };
            (None, reached?)
        }
        None => {
            let Some(started) = stop.run_until_cancelled(Cluster::start(&data)).await else {
                return Ok(());
            };
            let cluster = started?;
            let options = cluster.connect_options();
            (Some(cluster), options)
        }
    };
    let key = event_key(told_key, &data);
    let platform = platform(&args, &listener, database.clone(), fanout, files, &key)?;
    let served = serve_with(site, assets, listener, platform, &database, stop).await;
    if let Some(cluster) = private {
        cluster.stop().await;
    }
    served
}

/// Raises the limit of open files to what the system allows: each open conversation is an open file, and the usual
/// limit of a service is 1,024.
fn raise_open_files() {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        ..limit
    };
    if let Err(cause) = setrlimit(Resource::Nofile, raised) {
        tracing::warn!(%cause, "the limit of open files stays as it is");
    }
}

/// Refuses a demonstration behind a public address or a proxy, because strangers could sign in to it.
fn stays_at_home(args: &ServeArgs) -> Result<(), Failure> {
    let public = args
        .base_url
        .as_deref()
        .is_some_and(|url| !config::is_this_machine(url));
    if !public && args.trusted_proxies == 0 {
        return Ok(());
    }
    Err(Coded::setting(
        "--demo makes accounts whose passwords everybody knows, so it serves nobody but this machine: leave out --demo, \
         or the public address (--base-url, PORTAL_BASE_URL) and the proxies (--trusted-proxies, \
         PORTAL_TRUSTED_PROXIES).",
    ))
}

/// Listens on the address before the database is started, so that a wrong address is reported at once.
async fn listen(args: &ServeArgs, site: &LeptosOptions) -> Result<TcpListener, Failure> {
    let addr = args.addr.unwrap_or(site.site_addr);
    if args.demo && !addr.ip().is_loopback() {
        return Err(Coded::setting(
            "--demo makes accounts whose passwords everybody knows, so it serves on a loopback address only: \
             leave out one of --demo and --addr.",
        ));
    }
    TcpListener::bind(addr).await.map_err(|cause| {
        Coded::setting(format!(
            "Cannot listen on {addr} ({cause}): choose another address with --addr."
        ))
    })
}

async fn serve_with(
    site: LeptosOptions,
    assets: Assets,
    listener: TcpListener,
    platform: Arc<Platform>,
    database: &PgConnectOptions,
    stop: CancellationToken,
) -> Result<(), Failure> {
    match stop.run_until_cancelled(prepare(&platform, database)).await {
        Some(prepared) => prepared?,
        None => {
            // The work that was interrupted is rolled back.
            let _ = timeout(CLOSE, platform.pool.close()).await;
            return Ok(());
        }
    }
    tokio::spawn(look_for_files(platform.files.clone()));
    let hub = Hub::new(platform.clone(), stop.clone());
    let state = AppState {
        platform: platform.clone(),
        hub: hub.clone(),
        assets,
        options: site,
    };
    let sockets = tokio::spawn(hub.run());
    let worker = tokio::spawn(workers::run(platform.clone(), stop.clone()));
    let board = tokio::spawn(workers::keep_board(platform.clone(), stop.clone()));
    tokio::spawn(workers::write_events(platform.clone(), stop.clone()));
    announce(&platform);
    let limits = Limits::behind(platform.settings.trusted_proxies);
    let served = connections::serve(listener, router(state), limits, stop.clone());
    let late = async {
        stop.cancelled().await;
        tokio::time::sleep(DRAIN).await;
    };
    tokio::select! {
        () = served => {}
        () = late => tracing::warn!("some requests did not end in time and were cut"),
    }
    // The pool closes when the last write has returned its connection.
    let closed = timeout(CLOSE, async {
        let worked = worker.await.and(board.await);
        // Sockets are no longer requests of the server: they say goodbye by themselves.
        sockets.await?;
        // The error is logged; nothing else can be done about it now.
        let _ = platform.events.write(&platform.pool).await;
        platform.pool.close().await;
        worked
    });
    match closed.await {
        Ok(worked) => worked?,
        Err(_) => tracing::warn!("some writes did not end in time and were rolled back"),
    }
    Ok(())
}

/// Makes the database ready to be served. The caller may drop this future: each step is done completely or not at all,
/// and the next start does those that are missing.
async fn prepare(platform: &Platform, database: &PgConnectOptions) -> Result<(), Failure> {
    let shown = platform.settings.demo;
    schema::migrate(database).await?;
    jobs::prepare(&platform.pool, platform.clock.now(), shown).await?;
    match shown {
        true => {
            demo::ensure(platform).await?;
            employers::demo::ensure(platform).await?;
        }
        // The passwords of the demo accounts are public, so the accounts must not outlive the demo on the same data
        // folder.
        false => demo::lock(platform).await?,
    }
    load_reference(&mut *platform.pool.acquire().await?).await?;
    if shown {
        courses::load_sample(platform).await?;
    }
    Ok(())
}

fn platform(
    args: &ServeArgs,
    listener: &TcpListener,
    database: PgConnectOptions,
    fanout: Fanout,
    files: Files,
    key: &[u8],
) -> Result<Arc<Platform>, Failure> {
    let addr = listener.local_addr()?;
    let settings = Settings {
        base_url: args
            .base_url
            .clone()
            .unwrap_or_else(|| format!("http://{addr}")),
        demo: args.demo,
        trusted_proxies: args.trusted_proxies,
        ..config::settings()
    };
    Ok(Arc::new(Platform {
        pool: connect(database, 16),
        clock: Clock::system(),
        ids: Ids,
        visitors: Visitors::new(key),
        events: Events::new(key),
        fanout,
        files,
        services: &SERVICES,
        settings: Arc::new(settings),
    }))
}

/// Checks the store of uploaded files, so that a wrong setting is reported at the start and not when the first person
/// loses an upload.
async fn look_for_files(files: Files) {
    if let Err(error) = files.answer().await {
        tracing::error!(%error, "the store of FILES_URL does not answer: no CV can be sent or read until it does");
    }
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
