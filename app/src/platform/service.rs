//! The interface of a service to the work that the portal does for all services: one plain value for each service,
//! listed in `services.rs`.

use std::pin::Pin;

use domain::accounts::Role;
use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::Platform;
use crate::base::error::AppError;
use crate::base::text::Text;

/// The future that a function of a service returns.
pub type Work<'a, T> = Pin<Box<dyn Future<Output = Result<T, AppError>> + Send + 'a>>;

/// Reads everything that a service keeps about one person.
pub type Export = for<'a> fn(&'a mut PgConnection, Uuid) -> Work<'a, Value>;
/// Does something for one person, in the transaction of the connection.
pub type OfPerson = for<'a> fn(&'a Platform, &'a mut PgConnection, Uuid) -> Work<'a, ()>;
/// Does something for the whole service.
pub type Whole = for<'a> fn(&'a Platform) -> Work<'a, ()>;
/// Lists the public pages at this time (UTC).
pub type Pages = for<'a> fn(&'a mut PgConnection, OffsetDateTime) -> Work<'a, Vec<PublicPage>>;

/// A service of the portal.
#[derive(Clone, Copy)]
pub struct Service {
    /// The name of its part in the person's own download, and the function that reads the part.
    pub export: Option<(&'static str, Export)>,
    /// Deletes or anonymises what it keeps about a person, in the transaction that erases the person.
    pub erase: Option<OfPerson>,
    /// Each column of its tables that refers to a person, and what erasing the person does to its rows. A test compares
    /// the columns with the schema.
    pub person_columns: &'static [(&'static str, &'static str)],
    /// Hands over an officer's open work, in the transaction that makes the officer a citizen.
    pub leave_office: Option<OfPerson>,
    /// The jobs that it runs each minute, in this order.
    pub jobs: &'static [Job],
    /// The pages that the sitemap lists for search engines.
    pub public_pages: Option<Pages>,
    /// The screens of its officers.
    pub desk: &'static [DeskCard],
}

impl Service {
    /// A service that takes part in nothing: `Service { jobs: &[…], ..Service::NONE }`.
    pub const NONE: Service = Service {
        export: None,
        erase: None,
        person_columns: &[],
        leave_office: None,
        jobs: &[],
        public_pages: None,
        desk: &[],
    };
}

/// A job that the portal runs by itself.
#[derive(Clone, Copy)]
pub struct Job {
    /// Its name in the log.
    pub name: &'static str,
    /// Does what is due. A run that fails is logged, and the next one tries again.
    pub run: Whole,
}

/// A page that the sitemap lists for search engines.
#[derive(Clone, Debug)]
pub struct PublicPage {
    /// Its path in the portal.
    pub path: String,
    /// When it changed last (UTC), where that is known.
    pub changed_at: Option<OffsetDateTime>,
}

impl PublicPage {
    /// A page without a known time of change.
    pub fn new(path: impl Into<String>) -> PublicPage {
        PublicPage {
            path: path.into(),
            changed_at: None,
        }
    }
}

/// An officer's screen on the desk: its address, its texts and its roles.
#[derive(Clone, Copy)]
pub struct DeskCard {
    /// Its address.
    pub href: &'static str,
    /// Its name.
    pub title: Text,
    /// One line about the work that is done there.
    pub hint: Text,
    /// The roles that may open it.
    pub roles: &'static [Role],
}
