//! Gives the demo's employer companies, so that applying can be tried out at once.

use domain::accounts::Role;
use uuid::Uuid;

use super::store;
use crate::base::error::AppError;
use crate::people::demo_person;
use crate::platform::Platform;

/// The number of companies that the demo's employer gets.
const COMPANIES: i64 = 3;
/// Vacancies of one such company at most: more would fill the employer's page.
const MOST_VACANCIES: i64 = 8;

/// Gives the demo's employer some companies of the shipped vacancies; does nothing on later starts.
pub async fn ensure(p: &Platform) -> Result<(), AppError> {
    let now = p.clock.now();
    let (employer, officer) = (demo_person(Role::Employer), demo_person(Role::Admin));
    let mut tx = p.pool.begin().await?;
    if !store::companies(&mut tx, employer).await?.is_empty() {
        return Ok(());
    }
    let companies: Vec<Uuid> =
        store::some_companies(&mut tx, now, MOST_VACANCIES, COMPANIES).await?;
    for company in companies {
        store::give(&mut tx, now, officer, company, employer).await?;
    }
    tx.commit().await?;
    Ok(())
}
