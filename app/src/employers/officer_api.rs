//! The server functions of officers for employers and their vacancies.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use uuid::Uuid;

use super::model::{Draft, Request};
use crate::base::error::AppError;

#[cfg(feature = "ssr")]
use {
    super::api::needed_line,
    super::store,
    crate::base::error::Problems,
    crate::base::text::t,
    crate::people::{lang_of, notify},
    crate::platform::{
        Changed, Platform, Viewer, audit, audit_change, deliver_soon, done, in_task, platform,
        require,
    },
    domain::accounts::{Access, Change, Contact, Role},
    domain::applications::{COMPANY, REFUSAL},
    domain::jobs::end_of_day_wib,
    domain::typed,
    sqlx::PgConnection,
    time::OffsetDateTime,
};

/// The roles that check employers and vacancies.
#[cfg(feature = "ssr")]
const CHECKERS: [Role; 2] = [Role::Counsellor, Role::Admin];

/// Vacancies that wait to be checked, the oldest first.
#[server(input = GetUrl)]
pub async fn read_waiting_openings() -> Result<Vec<Draft>, AppError> {
    let (p, _) = (platform(), require(&CHECKERS)?);
    store::waiting(&mut *p.pool.acquire().await?, None).await
}

/// One of the vacancies that wait to be checked.
#[server(input = GetUrl)]
pub async fn read_waiting_opening(id: String) -> Result<Draft, AppError> {
    let (p, _) = (platform(), require(&CHECKERS)?);
    let id: Uuid = id.parse().map_err(|_| AppError::NotFound)?;
    let found = store::waiting(&mut *p.pool.acquire().await?, Some(id))
        .await?
        .pop();
    found.ok_or(AppError::NotFound)
}

/// Publishes a vacancy whose text of this version was checked.
#[server]
pub async fn publish_opening(id: Uuid, version: i64) -> Result<(), AppError> {
    let (p, viewer) = (platform(), require(&CHECKERS)?);
    in_task(async move {
        let now = p.clock.now();
        let mut tx = p.pool.begin().await?;
        let (owner, draft) = read_draft(&mut tx, id, version).await?;
        if end_of_day_wib(draft.opening.deadline) <= now {
            return Err(AppError::conflict("deadline_past"));
        }
        let address = store::publish(&mut tx, now, viewer.person_id, owner, &draft).await?;
        crate::jobs::take_up_written(&mut tx, owner, id).await?;
        let link = format!("{}/lowongan/{address}", p.settings.base_url);
        let lang = lang_of(&mut tx, owner).await?;
        let body = t::employers::MESSAGE_PUBLISHED
            .with(lang, &[("title", &draft.opening.title), ("link", &link)]);
        tell(&p, &mut tx, now, owner, body).await?;
        tx.commit().await?;
        deliver_soon(p.clone());
        Ok(())
    })
    .await?;
    done("/petugas/lowongan?pesan=terbit");
    Ok(())
}

/// Locks the waiting vacancy; a conflict when its text is not the one that the officer has read.
#[cfg(feature = "ssr")]
async fn read_draft(
    conn: &mut PgConnection,
    id: Uuid,
    version: i64,
) -> Result<(Uuid, Draft), AppError> {
    let claimed = store::claim_draft(conn, id).await?;
    let (owner, draft) = claimed.ok_or(AppError::NotFound)?;
    if draft.version != version {
        return Err(AppError::conflict("draft_changed"));
    }
    Ok((owner, draft))
}

/// Sends a vacancy back to its employer, with the corrections that it needs.
#[server]
pub async fn return_opening(id: Uuid, version: i64, reason: String) -> Result<(), AppError> {
    let (p, viewer) = (platform(), require(&CHECKERS)?);
    let reason = typed::needed(typed::text(&reason), REFUSAL.most)
        .map_err(|code| AppError::field("reason", code))?;
    in_task(async move {
        let now = p.clock.now();
        let mut tx = p.pool.begin().await?;
        let (owner, draft) = read_draft(&mut tx, id, version).await?;
        store::send_back(&mut tx, now, viewer.person_id, id, &reason).await?;
        let link = format!("{}/perusahaan/draf/{id}", p.settings.base_url);
        let lang = lang_of(&mut tx, owner).await?;
        let body = t::employers::MESSAGE_RETURNED.with(
            lang,
            &[
                ("title", &draft.opening.title),
                ("reason", &reason),
                ("link", &link),
            ],
        );
        tell(&p, &mut tx, now, owner, body).await?;
        tx.commit().await?;
        deliver_soon(p.clone());
        Ok(())
    })
    .await?;
    done("/petugas/lowongan?pesan=dikembalikan");
    Ok(())
}

/// Requests to speak for a company, the oldest first; the access is audited, since they name people.
#[server(input = GetUrl)]
pub async fn read_company_requests() -> Result<Vec<Request>, AppError> {
    let (p, viewer) = (platform(), require(&CHECKERS)?);
    let mut tx = p.pool.begin().await?;
    let requests = store::requests(&mut tx).await?;
    if !requests.is_empty() {
        audit(
            &mut tx,
            &p.clock,
            &viewer,
            Access::CompanyRequests,
            "company_requests",
            None,
        )
        .await?;
    }
    tx.commit().await?;
    Ok(requests)
}

/// Grants a request: the account becomes an employer's and gets the company's vacancies.
#[server]
pub async fn grant_company(request: Uuid) -> Result<(), AppError> {
    let (p, viewer) = (platform(), require(&CHECKERS)?);
    let given = in_task(async move {
        let now = p.clock.now();
        let mut tx = p.pool.begin().await?;
        let found = store::account_of_request(&mut tx, request).await?;
        let (account, company) = found.ok_or(AppError::NotFound)?;
        let given = give(&p, &mut tx, now, &viewer, &account, &company).await?;
        store::decide_request(&mut tx, now, viewer.person_id, request, None).await?;
        tx.commit().await?;
        deliver_soon(p.clone());
        Ok(given)
    })
    .await?;
    done(&format!(
        "/petugas/perusahaan?pesan=diserahkan&jumlah={given}"
    ));
    Ok(())
}

/// Refuses a request, with the reason.
#[server]
pub async fn refuse_company(request: Uuid, reason: String) -> Result<(), AppError> {
    let (p, viewer) = (platform(), require(&CHECKERS)?);
    let reason = typed::needed(typed::text(&reason), REFUSAL.most)
        .map_err(|code| AppError::field("reason", code))?;
    in_task(async move {
        let now = p.clock.now();
        let mut tx = p.pool.begin().await?;
        let found = store::account_of_request(&mut tx, request).await?;
        let (account, company) = found.ok_or(AppError::NotFound)?;
        store::decide_request(&mut tx, now, viewer.person_id, request, Some(&reason)).await?;
        let lang = lang_of(&mut tx, account.id).await?;
        let body =
            t::employers::MESSAGE_REFUSED.with(lang, &[("company", &company), ("reason", &reason)]);
        tell(&p, &mut tx, now, account.id, body).await?;
        tx.commit().await?;
        deliver_soon(p.clone());
        Ok(())
    })
    .await?;
    done("/petugas/perusahaan?pesan=ditolak");
    Ok(())
}

/// Gives a company and its imported vacancies to the account with this contact, without a request.
#[server]
pub async fn hand_over(company: String, contact: String) -> Result<(), AppError> {
    let (p, viewer) = (platform(), require(&CHECKERS)?);
    let mut problems = Problems::default();
    let company = problems.take("company", needed_line(&company, COMPANY.most));
    let contact = problems.take(
        "contact",
        Contact::parse(&contact).map_err(|error| error.code()),
    );
    problems.check()?;
    let (Some(company), Some(contact)) = (company, contact) else {
        return Ok(());
    };
    let given = in_task(async move {
        let now = p.clock.now();
        let mut tx = p.pool.begin().await?;
        let found = store::account_of(&mut tx, &contact).await?;
        let account = found.ok_or(AppError::field("contact", "account_unknown"))?;
        let given = give(&p, &mut tx, now, &viewer, &account, &company).await?;
        tx.commit().await?;
        deliver_soon(p.clone());
        Ok(given)
    })
    .await?;
    done(&format!(
        "/petugas/perusahaan?pesan=diserahkan&jumlah={given}"
    ));
    Ok(())
}

#[cfg(feature = "ssr")]
async fn give(
    p: &Platform,
    conn: &mut PgConnection,
    now: OffsetDateTime,
    officer: &Viewer,
    account: &store::Account,
    company: &str,
) -> Result<u64, AppError> {
    if !Role::parse(&account.role).is_some_and(|role| Role::SERVED.contains(&role)) {
        return Err(AppError::conflict("account_is_officer"));
    }
    let id = store::company_named(&mut *conn, company).await?;
    let given = store::give(&mut *conn, now, officer.person_id, id, account.id).await?;
    let given = given.ok_or(AppError::conflict("company_taken"))?;
    if store::make_employer(&mut *conn, account.id).await? {
        let changed = Changed {
            change: Change::EmployerMade,
            subject: account.id,
            name: None,
            role: Role::Employer.as_str(),
        };
        audit_change(&mut *conn, &p.clock, officer.into(), changed).await?;
    }
    let link = format!("{}/perusahaan", p.settings.base_url);
    let lang = lang_of(&mut *conn, account.id).await?;
    let body = t::employers::MESSAGE_GRANTED.with(
        lang,
        &[("company", &company), ("n", &given), ("link", &link)],
    );
    tell(p, conn, now, account.id, body).await?;
    Ok(given)
}

#[cfg(feature = "ssr")]
async fn tell(
    p: &Platform,
    conn: &mut PgConnection,
    now: OffsetDateTime,
    person: Uuid,
    body: String,
) -> Result<(), AppError> {
    let lang = lang_of(&mut *conn, person).await?;
    let subject = t::employers::MESSAGE_SUBJECT.get(lang).to_owned();
    notify(p, conn, now, person, subject, body).await
}
