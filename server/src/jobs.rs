//! The job board: its data at the start, and its pages for search engines.

use std::fmt::Write as _;
use std::io::BufReader;

use app::base::error::AppError;
use app::jobs::import::ImportError;
use app::jobs::load_regions;
use app::jobs::shipped::import_shipped;
use app::platform::{Platform, PublicPage};
use axum::extract::State;
use axum::http::HeaderName;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use flate2::read::GzDecoder;
use sqlx::PgPool;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::failure::Failure;
use crate::state::AppState;

/// The vacancies that a demonstration shows.
const SHIPPED: [&[u8]; 2] = [
    include_bytes!("../../data/vacancies.jsonl.gz"),
    include_bytes!("../../data/karirhub_vacancies.jsonl.gz"),
];

/// Search engines may keep these files for an hour.
const KEPT: (HeaderName, &str) = (CACHE_CONTROL, "public, max-age=3600");

/// Loads the region tables and, for a demonstration, the shipped vacancies.
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

/// `/robots.txt`: keeps search engines out of the pages of persons and officers.
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

/// `/sitemap.xml`: the first page, and each service's public pages.
pub async fn sitemap(State(AppState { platform, .. }): State<AppState>) -> Response {
    let Ok(pages) = public_pages(&platform).await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let base = escaped(&platform.settings.base_url);
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for PublicPage { path, changed_at } in pages {
        let day = changed_at.and_then(|at| at.format(&Rfc3339).ok());
        let day = day
            .map(|day| format!("<lastmod>{day}</lastmod>"))
            .unwrap_or_default();
        // Writing to a String cannot fail.
        let _ = writeln!(xml, "<url><loc>{base}{path}</loc>{day}</url>");
    }
    xml.push_str("</urlset>\n");
    let kind = (CONTENT_TYPE, "application/xml; charset=utf-8");
    ([kind, KEPT], xml).into_response()
}

async fn public_pages(platform: &Platform) -> Result<Vec<PublicPage>, AppError> {
    let (mut conn, now) = (platform.pool.acquire().await?, platform.clock.now());
    let mut pages = vec![PublicPage::new("/")];
    for of_service in platform
        .services
        .iter()
        .filter_map(|service| service.public_pages)
    {
        pages.extend(of_service(&mut conn, now).await?);
    }
    Ok(pages)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
