//! The board as a [`Service`]: its job and its public pages.

use sqlx::PgConnection;
use time::OffsetDateTime;

use super::read_stored;
use super::store::vacancy::addresses;
use crate::base::error::AppError;
use crate::platform::{Job, PublicPage, Service};

/// The board and every open vacancy.
async fn public_pages(
    conn: &mut PgConnection,
    now: OffsetDateTime,
) -> Result<Vec<PublicPage>, AppError> {
    let open = addresses(conn, now).await?;
    let mut pages = vec![PublicPage::new("/lowongan")];
    pages.extend(open.into_iter().map(|(slug, changed)| PublicPage {
        path: format!("/lowongan/{slug}"),
        changed_at: Some(changed),
    }));
    Ok(pages)
}

/// See [`Service`].
pub static SERVICE: Service = Service {
    jobs: &[Job {
        name: "words of vacancies",
        run: |p| Box::pin(read_stored(p)),
    }],
    public_pages: Some(|conn, now| Box::pin(public_pages(conn, now))),
    ..Service::NONE
};
