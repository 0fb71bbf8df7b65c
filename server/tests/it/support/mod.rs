//! A whole portal in the test's own process: the real router on a database of its own.

mod browser;
pub mod database;
mod log;
pub mod papers;
pub mod process;
pub mod s3;

use std::path::Path;
use std::sync::{Arc, OnceLock};

use app::platform::{
    Clock, Events, Fanout, Files, Ids, Platform, Settings, Visitors, connect, start_session,
};
use app::shell::Assets;
use axum::Router;
use domain::accounts::Role;
use leptos::config::LeptosOptions;
use server::router::router;
use server::state::AppState;
use server::ws::Hub;
use sqlx::PgPool;
use tempfile::TempDir;
use tokio_util::sync::{CancellationToken, DropGuard};
use uuid::Uuid;

pub use browser::{Answer, Browser, form, hidden};
pub use log::{logged, logged_of_passwords};

/// The portal under test.
pub struct Portal {
    pub platform: Arc<Platform>,
    pub router: Router,
    _stop: DropGuard,
    database: database::Database,
    _files: TempDir,
}

/// The base URL in the settings of the portal under test.
pub const BASE_URL: &str = "http://portal.test";

impl Portal {
    /// A portal with an empty, migrated database and a clock that [`Portal::clock`] moves.
    pub async fn start() -> Portal {
        Portal::start_with(|_| {}).await
    }

    /// An empty, migrated portal with changed settings.
    pub async fn start_with(change: impl FnOnce(&mut Settings)) -> Portal {
        Portal::on(database::Database::fresh().await, |platform| {
            change(Arc::make_mut(&mut platform.settings));
        })
    }

    /// The same, with processes that notify each other over the NATS server at this address.
    pub async fn by_nats(url: &str) -> Portal {
        let nats = Fanout::nats(url).await.unwrap();
        Portal::on(database::Database::fresh().await, |platform| {
            platform.fanout = nats;
        })
    }

    /// The same, with its uploaded files in another store.
    pub async fn with_files(files: Files) -> Portal {
        Portal::on(database::Database::fresh().await, |platform| {
            platform.files = files;
        })
    }

    /// A portal with the shipped vacancies.
    pub async fn with_board() -> Portal {
        Portal::on(database::Database::board().await, |platform| {
            Arc::make_mut(&mut platform.settings).demo = true;
        })
    }

    /// A portal with the shipped vacancies, after its demonstration has ended.
    pub async fn after_demo() -> Portal {
        Portal::on(database::Database::board().await, |_| {})
    }

    fn on(database: database::Database, change: impl FnOnce(&mut Platform)) -> Portal {
        let files = TempDir::new().unwrap();
        let mut platform = Platform {
            pool: connect(database.options(), 24),
            clock: Clock::movable(),
            ids: Ids,
            visitors: Visitors::new(b"a key"),
            events: Events::new(b"a key"),
            fanout: Fanout::Postgres,
            files: Files::Folder(files.path().to_owned()),
            services: &app::services::SERVICES,
            settings: Arc::new(Settings {
                base_url: BASE_URL.to_owned(),
                demo: false,
                smtp_url: None,
                mail_from: "portal@portal.test".to_owned(),
                phone_command: None,
                trusted_proxies: 0,
                sockets_of_network: 4096,
            }),
        };
        change(&mut platform);
        let platform = Arc::new(platform);
        let (router, stop) = process(&platform);
        Portal {
            platform,
            router,
            _stop: stop,
            database,
            _files: files,
        }
    }

    /// The router of another process on the same database; the process stops when the guard is dropped.
    pub fn second_process(&self) -> (Router, DropGuard) {
        process(&self.platform)
    }

    /// The router of a process on another machine, which keeps its files in its own store.
    pub fn other_machine(&self, files: Files) -> (Router, DropGuard) {
        process(&Arc::new(Platform {
            files,
            ..(*self.platform).clone()
        }))
    }

    /// `DATABASE_URL` for a process that works on this portal's database.
    pub fn database_url(&self) -> String {
        self.database.url()
    }

    pub fn pool(&self) -> &PgPool {
        &self.platform.pool
    }

    pub fn clock(&self) -> &Clock {
        &self.platform.clock
    }

    /// A browser without a signed-in person.
    pub fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// A new person of this role, and a browser that is signed in as them.
    pub async fn signed_in(&self, role: Role, name: &str) -> (Uuid, Browser) {
        let person = self.person(role, name).await;
        let mut browser = self.browser();
        browser.set_cookie("__Host-session", &self.session_of(person).await);
        (person, browser)
    }

    /// A new session of this person: the value of its cookie.
    pub async fn session_of(&self, person: Uuid) -> String {
        let mut conn = self.pool().acquire().await.unwrap();
        let now = self.clock().now();
        let session = start_session(&mut conn, now, self.platform.ids, person, "test")
            .await
            .unwrap();
        session.token
    }

    /// A new person, who cannot sign in by password.
    pub async fn person(&self, role: Role, name: &str) -> Uuid {
        let now = self.clock().now();
        let id = self.platform.ids.uuid(now);
        sqlx::query(
            "INSERT INTO person (id, name, email, role, created_at) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(id)
        .bind(name)
        .bind(format!("{id}@portal.test"))
        .bind(role.as_str())
        .bind(now)
        .execute(self.pool())
        .await
        .unwrap();
        id
    }
}

/// The folder of a built site with a few files.
pub fn site() -> &'static str {
    static SITE: OnceLock<String> = OnceLock::new();
    SITE.get_or_init(|| {
        let site = Path::new(env!("CARGO_TARGET_TMPDIR")).join("site");
        std::fs::create_dir_all(site.join("pkg")).unwrap();
        // The program takes the file names from the build in its own folder, if there is one.
        let built = options(site.to_str().unwrap());
        let built = Assets::of_build(&built, Path::new(env!("CARGO_BIN_EXE_portal")));
        for (name, text) in [
            (&*built.css, ""),
            (&*built.js, ""),
            (&*built.wasm, ""),
            ("/pkg/portal.css", "main { margin: 0 }"),
            ("/pkg/portal.js", "export default 1"),
            (
                "/favicon.svg",
                "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            ),
        ] {
            std::fs::write(site.join(name.trim_start_matches('/')), text).unwrap();
        }
        site.to_str().unwrap().to_owned()
    })
}

fn options(site: &str) -> LeptosOptions {
    LeptosOptions::builder()
        .output_name("portal")
        .site_root(site)
        .hash_files(true)
        .build()
}

/// The router of a running process.
fn process(platform: &Arc<Platform>) -> (Router, DropGuard) {
    let assets = Assets {
        js: "/pkg/portal.js".into(),
        wasm: "/pkg/portal.wasm".into(),
        css: "/pkg/portal.css".into(),
    };
    let stop = CancellationToken::new();
    let hub = Hub::new(platform.clone(), stop.clone());
    tokio::spawn(hub.clone().run());
    let router = router(AppState {
        platform: platform.clone(),
        options: options(site()),
        assets,
        hub,
    });
    (router, stop.drop_guard())
}
