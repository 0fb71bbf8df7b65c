//! What the job board needs at the start, and what it tells search engines.

use std::fmt::Write as _;
use std::io::BufReader;

use app::base::error::AppError;
use app::courses::store::addresses as programme_addresses;
use app::jobs::import::ImportError;
use app::jobs::open_addresses;
use app::jobs::reference::load_regions;
use app::jobs::shipped::import_shipped;
use axum::extract::State;
use axum::http::HeaderName;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use flate2::read::GzDecoder;
use sqlx::PgPool;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::cli::Failure;
use crate::router::AppState;

/// The vacancies that a demonstration shows.
const SHIPPED: [&[u8]; 2] = [
    include_bytes!("../../data/vacancies.jsonl.gz"),
    include_bytes!("../../data/karirhub_vacancies.jsonl.gz"),
];

/// An hour old is new enough for them.
const KEPT: (HeaderName, &str) = (CACHE_CONTROL, "public, max-age=3600");

/// Pages that search engines are told of beside the vacancies.
const PAGES: [&str; 5] = [
    "/",
    "/lowongan",
    "/konsultasi",
    "/pelatihan",
    "/pemberdayaan",
];

/// Loads the region tables and, for a demonstration, the shipped vacancies.
///
/// # Errors
/// Database errors.
pub async fn prepare(pool: &PgPool, now: OffsetDateTime, demo: bool) -> Result<(), Failure> {
    load_regions(&mut *pool.acquire().await?).await?;
    if !demo {
        return Ok(());
    }
    for packed in SHIPPED {
        let open = || BufReader::new(GzDecoder::new(packed));
        let outcome = import_shipped(pool, now, open)
            .await
            .map_err(|error| match error {
                ImportError::Read(error, _) => Failure::from(error),
                ImportError::Store(error, _) => Failure::from(error),
            })?;
        if let Some(outcome) = outcome {
            tracing::info!(
                imported = outcome.imported,
                unchanged = outcome.unchanged,
                "the shipped vacancies are loaded"
            );
        }
    }
    Ok(())
}

/// `/robots.txt`: pages of persons and of officers are nobody's business.
pub async fn robots(State(AppState { platform, .. }): State<AppState>) -> Response {
    let closed = [
        "/akun",
        "/masuk",
        "/daftar",
        "/petugas",
        "/perusahaan",
        "/api",
        "/bahasa",
    ];
    let mut text = String::from("User-agent: *\n");
    for path in closed {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "Disallow: {path}");
    }
    let _ = writeln!(text, "Sitemap: {}/sitemap.xml", platform.settings.base_url);
    let kind = (CONTENT_TYPE, "text/plain; charset=utf-8");
    ([kind, KEPT], text).into_response()
}

/// `/sitemap.xml`: the public pages, every programme and every open vacancy.
pub async fn sitemap(State(AppState { platform, .. }): State<AppState>) -> Response {
    let now = platform.clock.now();
    let found = async {
        let mut conn = platform.pool.acquire().await?;
        let programmes = programme_addresses(&mut conn).await?;
        Ok::<_, AppError>((programmes, open_addresses(&mut conn, now).await?))
    };
    let Ok((programmes, vacancies)) = found.await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let base = escaped(&platform.settings.base_url);
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for page in PAGES.map(str::to_owned).into_iter().chain(programmes) {
        // Writing to a String cannot fail.
        let _ = writeln!(xml, "<url><loc>{base}{page}</loc></url>");
    }
    for (slug, changed) in vacancies {
        let day = changed.format(&Rfc3339).unwrap_or_default();
        let _ = writeln!(
            xml,
            "<url><loc>{base}/lowongan/{slug}</loc><lastmod>{day}</lastmod></url>"
        );
    }
    xml.push_str("</urlset>\n");
    let kind = (CONTENT_TYPE, "application/xml; charset=utf-8");
    ([kind, KEPT], xml).into_response()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
