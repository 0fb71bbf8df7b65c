//! The job board: vacancies imported from their sources or written by employers here, and the search.
//!
//! Anybody may read. The board's pages write nothing: vacancies come from `portal import vacancies`, from the load of a
//! demonstration and from employers. Citizens apply for an imported vacancy without an owner at its source, and for a
//! vacancy with an owner (`VacancyView::applied_here`) in the portal.
//!
//! Invariants: an address never changes; a vacancy's age counts from its first publication; importing
//! the same line twice changes nothing; an import never touches a vacancy that an employer owns.

pub mod api;
#[cfg(feature = "ssr")]
mod apply_slot;
#[cfg(feature = "ssr")]
mod detail;
#[cfg(feature = "ssr")]
mod facts;
mod filters;
#[cfg(feature = "ssr")]
mod find;
#[cfg(feature = "ssr")]
pub mod import;
pub mod labels;
mod list;
mod live;
pub mod model;
#[cfg(feature = "ssr")]
mod places;
#[cfg(feature = "ssr")]
mod posting;
#[cfg(feature = "ssr")]
pub mod reference;
mod results;
#[cfg(feature = "ssr")]
mod service;
#[cfg(feature = "ssr")]
pub mod shipped;
#[cfg(feature = "ssr")]
mod store;
#[cfg(feature = "ssr")]
pub mod upkeep;

#[cfg(feature = "ssr")]
pub use service::SERVICE;

#[cfg(feature = "ssr")]
pub use detail::VacancyPage;
#[cfg(feature = "ssr")]
pub use find::find as search;
pub use list::JobListPage;

#[cfg(feature = "ssr")]
pub use store::regions::load_regions;

/// The most portions read in one round, so that it takes half a minute at most.
#[cfg(feature = "ssr")]
const PORTIONS: usize = 120;

/// Reads again the vacancies that an earlier version of the portal stored, for the words that this version finds in
/// them. A large board takes several rounds.
///
/// # Errors
/// [`Unavailable`] while the database cannot serve; [`Internal`] when it fails otherwise.
///
/// [`Unavailable`]: crate::base::error::AppError::Unavailable
/// [`Internal`]: crate::base::error::AppError::Internal
#[cfg(feature = "ssr")]
pub async fn read_stored(
    platform: &crate::platform::Platform,
) -> Result<(), crate::base::error::AppError> {
    for _ in 0..PORTIONS {
        // Runs only while no import does: an import locks the rows of a whole portion, in the order of its file.
        let Some(mut tx) = upkeep::free_turn(&platform.pool).await? else {
            break;
        };
        let more = store::reading::read_portion(&mut tx).await?;
        tx.commit().await?;
        if !more {
            break;
        }
    }
    Ok(())
}

/// Joins an owner's copies of the same posting again, in the transaction that closed one of them: an open copy takes
/// the place of the closed vacancy on the board.
#[cfg(feature = "ssr")]
pub async fn join_copies_of(
    conn: &mut sqlx::PgConnection,
    owner: uuid::Uuid,
) -> Result<(), crate::base::error::AppError> {
    store::copies::join_copies(conn, &[], Some(owner)).await
}

/// Joins the copies of a vacancy that its employer wrote, and counts its words for the search, in the transaction that
/// published it.
///
/// # Errors
/// [`Unavailable`] while the database cannot serve; [`Internal`] when it fails otherwise.
///
/// [`Unavailable`]: crate::base::error::AppError::Unavailable
/// [`Internal`]: crate::base::error::AppError::Internal
#[cfg(feature = "ssr")]
pub async fn take_up_written(
    conn: &mut sqlx::PgConnection,
    owner: uuid::Uuid,
    vacancy: uuid::Uuid,
) -> Result<(), crate::base::error::AppError> {
    join_copies_of(&mut *conn, owner).await?;
    let mut uses = store::uses::Uses::default();
    let id = vacancy.to_string();
    uses.add(&mut *conn, &["portal"], &[&id]).await?;
    uses.write(conn).await
}

/// The vacancy at this address, open or closed, with similar ones. An address whose words were changed when it was
/// passed on still leads there by the id at its end; the returned vacancy holds its own address.
#[cfg(feature = "ssr")]
pub async fn vacancy_by_slug(
    conn: &mut sqlx::PgConnection,
    now: time::OffsetDateTime,
    slug: &str,
) -> Result<Option<model::VacancyView>, crate::base::error::AppError> {
    let mut found = store::vacancy::by_slug(&mut *conn, now, slug).await?;
    if found.is_none()
        && let Some(id) = domain::jobs::handed_on(slug)
        && let Some(slug) = store::vacancy::slug_of(&mut *conn, &id).await?
    {
        found = store::vacancy::by_slug(&mut *conn, now, &slug).await?;
    }
    let Some(mut vacancy) = found else {
        return Ok(None);
    };
    vacancy.similar = store::vacancy::similar(conn, now, vacancy.id).await?;
    Ok(Some(vacancy))
}
