//! What a service gives to whatever is done for all of them: one plain value each, listed in `services.rs`.

use std::pin::Pin;

use domain::accounts::Role;
use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::Platform;
use crate::base::error::AppError;
use crate::base::text::Text;

/// What a function of a service returns: its work, not done yet.
pub type Work<'a, T> = Pin<Box<dyn Future<Output = Result<T, AppError>> + Send + 'a>>;

/// All that a service keeps about one person.
pub type Export = for<'a> fn(&'a mut PgConnection, Uuid) -> Work<'a, Value>;
/// Something about one person, in the transaction of the connection.
pub type OfPerson = for<'a> fn(&'a Platform, &'a mut PgConnection, Uuid) -> Work<'a, ()>;
/// Something about the whole service.
pub type Whole = for<'a> fn(&'a Platform) -> Work<'a, ()>;
/// The public pages at this time (UTC).
pub type Pages = for<'a> fn(&'a mut PgConnection, OffsetDateTime) -> Work<'a, Vec<PublicPage>>;

/// A service of the portal.
#[derive(Clone, Copy)]
pub struct Service {
    /// Under which name its part stands in a person's own download, and its part.
    pub export: Option<(&'static str, Export)>,
    /// Removes or unnames what it keeps about a person; in the transaction that erases the person.
    pub erase: Option<OfPerson>,
    /// Each column of its tables that refers to a person, and what erasing the person does to its rows. A test holds the
    /// columns against the schema.
    pub person_columns: &'static [(&'static str, &'static str)],
    /// Hands on what an officer has in hand; in the transaction that ends the office.
    pub leave_office: Option<OfPerson>,
    /// What it does by itself each minute, in this order.
    pub jobs: &'static [Job],
    /// The pages that search engines are told of.
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

/// Something that the portal does by itself.
#[derive(Clone, Copy)]
pub struct Job {
    /// As the log names it.
    pub name: &'static str,
    /// One round of what is due. A round that fails is logged, and the next one tries again.
    pub run: Whole,
}

/// A page that search engines are told of.
#[derive(Clone, Debug)]
pub struct PublicPage {
    /// Its path in the portal.
    pub path: String,
    /// When it changed last (UTC), where that is known.
    pub changed_at: Option<OffsetDateTime>,
}

impl PublicPage {
    /// A page of which nobody says when it changed.
    pub fn new(path: impl Into<String>) -> PublicPage {
        PublicPage {
            path: path.into(),
            changed_at: None,
        }
    }
}

/// An officer's screen: its address, its words, and who works there.
#[derive(Clone, Copy)]
pub struct DeskCard {
    /// Its address.
    pub href: &'static str,
    /// Its name.
    pub title: Text,
    /// What is done there.
    pub hint: Text,
    /// Those who work there.
    pub roles: &'static [Role],
}
