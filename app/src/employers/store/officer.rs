//! The decisions of officers: who speaks for a company, and which vacancy is published.

use domain::accounts::{Contact, Role};
use domain::applications::Opening;
use domain::jobs::{Conditions, employer_key, end_of_day_wib, plain_words, short_id, slug};
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

use super::drafts::DraftRow;
use crate::base::error::AppError;
use crate::employers::model::{Draft, Request};

/// An account that may get the right to speak for a company.
#[derive(Debug)]
pub struct Account {
    pub id: Uuid,
    pub role: String,
}

/// The account with this contact.
pub async fn account_of(
    conn: &mut PgConnection,
    contact: &Contact,
) -> Result<Option<Account>, AppError> {
    let row = sqlx::query_as!(
        Account,
        "SELECT id, role FROM person WHERE (email = $1 OR phone = $1) AND deleted_at IS NULL FOR NO KEY UPDATE",
        contact.as_str()
    );
    Ok(row.fetch_optional(conn).await?)
}

/// The account behind a waiting request, and the company that it asks for; both locked.
pub async fn account_of_request(
    conn: &mut PgConnection,
    request: Uuid,
) -> Result<Option<(Account, String)>, AppError> {
    // Locks the person first, as all code does that changes a person's data.
    let account = sqlx::query_as!(
        Account,
        "SELECT id, role FROM person WHERE id = (SELECT person_id FROM company_request WHERE id = $1)
         AND deleted_at IS NULL FOR NO KEY UPDATE",
        request
    )
    .fetch_optional(&mut *conn)
    .await?;
    let company = sqlx::query_scalar!(
        "SELECT company_name FROM company_request WHERE id = $1 AND decided_at IS NULL FOR NO KEY UPDATE",
        request
    )
    .fetch_optional(conn)
    .await?;
    Ok(account.zip(company))
}

/// The company of this name; creates it where there is none.
pub async fn company_named(conn: &mut PgConnection, name: &str) -> Result<Uuid, AppError> {
    let id = sqlx::query_scalar!(
        "INSERT INTO company (name, name_key) VALUES ($1, $2)
         ON CONFLICT (name_key) DO UPDATE SET name = company.name RETURNING id",
        name,
        employer_key(name),
    );
    Ok(id.fetch_one(conn).await?)
}

/// Lets an account speak for a company and gives it the company's vacancies that nobody owns; answers their number.
/// None when another account speaks for the company.
pub async fn give(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    officer: Uuid,
    company: Uuid,
    person: Uuid,
) -> Result<Option<u64>, AppError> {
    let owner = sqlx::query_scalar!(
        "INSERT INTO company_owner (company_id, person_id, given_at, given_by) VALUES ($1, $2, $3, $4)
         ON CONFLICT (company_id) DO UPDATE SET given_at = company_owner.given_at RETURNING person_id",
        company,
        person,
        now,
        officer,
    )
    .fetch_one(&mut *conn)
    .await?;
    if owner != person {
        return Ok(None);
    }
    let given = sqlx::query!(
        "UPDATE vacancy SET owner_id = $2, updated_at = $3 WHERE company_id = $1 AND owner_id IS NULL",
        company,
        person,
        now,
    )
    .execute(conn)
    .await?;
    Ok(Some(given.rows_affected()))
}

/// Makes a citizen's account an employer's. False when it was not a citizen's.
pub async fn make_employer(conn: &mut PgConnection, person: Uuid) -> Result<bool, AppError> {
    let done = sqlx::query!(
        "UPDATE person SET role = $2 WHERE id = $1 AND role = $3",
        person,
        Role::Employer.as_str(),
        Role::Citizen.as_str(),
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Decides a waiting request: without a `refusal`, grants it. False when it was decided before.
pub async fn decide_request(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    officer: Uuid,
    request: Uuid,
    refusal: Option<&str>,
) -> Result<bool, AppError> {
    let done = sqlx::query!(
        "UPDATE company_request SET decided_at = $2, decided_by = $3, refusal = $4 WHERE id = $1 AND decided_at IS NULL",
        request,
        now,
        officer,
        refusal,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Requests that wait, the oldest first.
pub async fn requests(conn: &mut PgConnection) -> Result<Vec<Request>, AppError> {
    let rows = sqlx::query!(
        r#"SELECT r.id, p.name, coalesce(p.email, p.phone, '') AS "contact!", r.position, r.company_name, r.nib, r.asked_at
           FROM company_request r JOIN person p ON p.id = r.person_id
           WHERE r.decided_at IS NULL AND p.deleted_at IS NULL ORDER BY r.asked_at, r.id LIMIT 100"#
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut requests = Vec::with_capacity(rows.len());
    for row in rows {
        // A rule of the domain makes the key, not the database.
        let vacancies = sqlx::query_scalar!(
            r#"SELECT count(*) AS "n!" FROM vacancy v JOIN company c ON c.id = v.company_id
               WHERE c.name_key = $1 AND v.owner_id IS NULL"#,
            employer_key(&row.company_name)
        )
        .fetch_one(&mut *conn)
        .await?;
        requests.push(Request {
            id: row.id,
            person: row.name,
            contact: row.contact,
            position: row.position,
            company: row.company_name,
            nib: row.nib,
            asked_at: row.asked_at,
            vacancies,
        });
    }
    Ok(requests)
}

/// Vacancies that wait for an officer, the oldest first; or the one with this id.
pub async fn waiting(conn: &mut PgConnection, id: Option<Uuid>) -> Result<Vec<Draft>, AppError> {
    let rows = sqlx::query_as!(
        DraftRow,
        r#"SELECT d.id, d.company_id, c.name AS company_name, d.opening AS "opening: Json<Opening>", d.state, d.reason, d.sent_at
           FROM vacancy_draft d JOIN company c ON c.id = d.company_id
           WHERE d.state = 'waiting' AND ($1::uuid IS NULL OR d.id = $1) ORDER BY d.sent_at, d.id LIMIT 200"#,
        id
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().filter_map(DraftRow::draft).collect())
}

/// Locks a waiting vacancy and its owner, and answers both: nothing is published for an owner who leaves at this
/// moment.
pub async fn claim_draft(
    conn: &mut PgConnection,
    id: Uuid,
) -> Result<Option<(Uuid, Draft)>, AppError> {
    // Locks the person first, as all code does that changes a person's data.
    let owner = sqlx::query_scalar!(
        "SELECT id FROM person WHERE id = (SELECT owner_id FROM vacancy_draft WHERE id = $1)
         AND deleted_at IS NULL FOR NO KEY UPDATE",
        id
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(owner) = owner else { return Ok(None) };
    sqlx::query_scalar!(
        "SELECT id FROM vacancy_draft WHERE id = $1 AND state = 'waiting' FOR UPDATE",
        id
    )
    .fetch_optional(&mut *conn)
    .await?;
    Ok(waiting(conn, Some(id))
        .await?
        .pop()
        .map(|draft| (owner, draft)))
}

/// Puts a locked vacancy on the board; answers its address.
pub async fn publish(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    officer: Uuid,
    owner: Uuid,
    draft: &Draft,
) -> Result<String, AppError> {
    let opening = &draft.opening;
    let address = slug(
        &opening.title,
        &draft.company.name,
        &short_id("portal", &draft.id.to_string()),
    );
    let conditions = Conditions {
        skills: opening.skills.clone(),
        experience_years: opening.experience_years,
        age_min: opening.age_min,
        age_max: opening.age_max,
        gender: opening.sex.map(|sex| sex.code().to_owned()),
        ..Conditions::default()
    };
    let skills = opening.skills.join(" ");
    let texts = [
        Some(&opening.title),
        Some(&draft.company.name),
        Some(&skills),
        Some(&opening.description),
        opening.requirements.as_ref(),
    ];
    let plain = plain_words(texts.into_iter().flatten().map(String::as_str));
    let keywords = [&skills, &draft.place_name, &plain]
        .map(String::as_str)
        .join(" ");
    sqlx::query!(
        "INSERT INTO vacancy (
             id, slug, source, source_id, owner_id, company_id, company_name, title, description, requirements, regency_code,
             province_code, place_name, address, latitude, longitude, education, kind, quota, wage_min, wage_max,
             wage_currency, published_at, has_deadline, closes_at, conditions, first_seen_at, updated_at, keywords)
         SELECT $1, $2, 'portal', $1::uuid::text, $3, $4, $5, $6, $7, $8, r.code, left($9, 2), $10, $11, r.latitude, r.longitude,
                ARRAY[$12::text], $13, $14, $15::bigint, $16::bigint,
                CASE WHEN coalesce($15::bigint, $16::bigint) IS NOT NULL THEN 'IDR' END, $17, true, $18, $19, $17, $17, $20
         FROM (SELECT $9::text AS place) asked LEFT JOIN regency r ON r.code = asked.place",
        draft.id,
        address,
        owner,
        draft.company.id,
        draft.company.name,
        opening.title,
        opening.description,
        opening.requirements,
        opening.place,
        draft.place_name,
        opening.address,
        opening.education.code(),
        opening.kind.code(),
        opening.quota,
        opening.wage_min,
        opening.wage_max,
        now,
        end_of_day_wib(opening.deadline),
        Json(conditions) as _,
        keywords,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "UPDATE vacancy_draft SET state = 'published', reason = NULL, decided_at = $2, decided_by = $3, vacancy_id = $1
         WHERE id = $1",
        draft.id,
        now,
        officer,
    )
    .execute(conn)
    .await?;
    Ok(address)
}

/// Sends a waiting vacancy back to its employer. False when it no longer waits.
pub async fn send_back(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    officer: Uuid,
    id: Uuid,
    reason: &str,
) -> Result<bool, AppError> {
    let done = sqlx::query!(
        "UPDATE vacancy_draft SET state = 'returned', reason = $4, decided_at = $2, decided_by = $3
         WHERE id = $1 AND state = 'waiting'",
        id,
        now,
        officer,
        reason,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
