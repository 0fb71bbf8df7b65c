use leptos::prelude::*;
use uuid::Uuid;

use crate::base::error::AppError;

#[cfg(feature = "ssr")]
use {
    super::code::{Try, dead, prove_code},
    super::register::reachable,
    crate::accounts::messages::{Said, message, tell_of_new_password},
    crate::accounts::store::{self, NewCode, Purpose},
    crate::accounts::trail::note_reset,
    crate::accounts::{cookies, limited, passwords},
    crate::base::error::Problems,
    crate::people::contacts_of,
    crate::platform::{self, Platform, Visit},
    domain::accounts::{
        CODE_DIGITS, CODE_LIFETIME, Owner, check_password, limits, password_length, typed_code,
    },
    time::OffsetDateTime,
};

/// Sends a code for a new password. An unknown contact gets a message that it has no account; the answer is the same.
#[server]
pub async fn request_reset(contact: String) -> Result<(), AppError> {
    let (p, visit) = (platform::platform(), platform::visit());
    let mut problems = Problems::default();
    let contact = problems.take("contact", reachable(&p.settings, &contact));
    let Some(contact) = contact else {
        return problems.check();
    };
    let now = p.clock.now();
    let mut conn = p.pool.acquire().await?;
    limited::count_code(&mut conn, now, &visit, &contact).await?;
    drop(conn);
    let (id, lang) = (
        uuid::Builder::from_random_bytes(p.ids.bytes()).into_uuid(),
        visit.lang,
    );
    platform::in_task(async move {
        let mut tx = p.pool.begin().await?;
        let person = store::secret_by_contact(&mut tx, &contact)
            .await?
            .map(|secret| secret.person_id);
        let digits = p.ids.digits(CODE_DIGITS);
        let said = if person.is_some() {
            Said::ResetCode(&digits)
        } else {
            Said::NoAccount
        };
        platform::enqueue(
            &mut tx,
            p.ids,
            now,
            &message(&p.settings, lang, now, &contact, said),
        )
        .await?;
        let code = NewCode {
            id,
            purpose: Purpose::Reset,
            person,
            pending: None,
            digits: &digits,
            expires_at: now + CODE_LIFETIME,
        };
        store::insert_code(&mut tx, now, &code).await?;
        tx.commit().await?;
        platform::deliver_soon(p.clone());
        Ok(())
    })
    .await?;
    platform::done(&format!("/lupa-sandi/kode?permintaan={id}"));
    Ok(())
}

/// Sets a new password with a code, ends every session of the person, and resets the account's limit on signing in.
#[server]
pub async fn reset_password(request: Uuid, code: String, password: String) -> Result<(), AppError> {
    let (p, visit) = (platform::platform(), platform::visit());
    let mut problems = Problems::default();
    let typed = problems.take("code", typed_code(&code).ok_or("code_format"));
    problems.take(
        "password",
        password_length(&password).map_err(|error| error.code()),
    );
    let Some(typed) = typed else {
        return problems.check();
    };
    problems.check()?;
    let now = p.clock.now();
    let tried = Try {
        request,
        purpose: Purpose::Reset,
        digits: typed,
        crowd: visit.crowd(),
    };
    // Checks the code before the password is judged and hashed, because strangers must not be able to cause that
    // work. Checks it again afterwards, because another request may have used it meanwhile.
    let (on, by, first, wanted) = (p.clone(), visit.clone(), tried.clone(), password.clone());
    let person =
        platform::in_task(async move { may_set(&on, now, &by, &first, &wanted).await }).await?;
    let hash = passwords::hash(p.ids, &password).await?;
    let (pool, lang) = (p.pool.clone(), visit.lang);
    platform::in_task(async move {
        let mut tx = p.pool.begin().await?;
        // Locks the person before their codes, in the same order as a change of the password.
        match platform::lock_person(&mut tx, person).await {
            Err(AppError::Unauthenticated) => return Err(dead()),
            locked => locked?,
        }
        let (mut tx, _) = prove_code(tx, now, &tried).await?;
        store::use_codes_of(&mut tx, now, person).await?;
        store::set_password(&mut tx, person, Some(&hash)).await?;
        note_reset(&mut tx, &p.clock, person).await?;
        store::end_all_sessions(&mut tx, now, person).await?;
        for contact in contacts_of(&mut tx, person).await? {
            platform::forget_uses(
                &mut tx,
                limits::SIGN_IN_ACCOUNT,
                contact.as_str().as_bytes(),
            )
            .await?;
        }
        tell_of_new_password(&mut tx, &p, lang, person).await?;
        tx.commit().await?;
        platform::deliver_soon(p.clone());
        Ok(())
    })
    .await?;
    cookies::take_session(&mut *pool.acquire().await?, &visit).await?;
    platform::done("/masuk?pesan=sandi-baru");
    Ok(())
}

/// The person of the code, where the code is right and `password` is allowed. The code stays valid.
#[cfg(feature = "ssr")]
async fn may_set(
    p: &Platform,
    now: OffsetDateTime,
    visit: &Visit,
    tried: &Try,
    password: &str,
) -> Result<Uuid, AppError> {
    let (mut tx, kept) = prove_code(p.pool.begin().await?, now, tried).await?;
    let person = kept.person.ok_or_else(dead)?;
    let account = store::account(&mut tx, person).await?.ok_or_else(dead)?;
    let owner = Owner {
        name: &account.name,
        email: account.email.as_deref(),
        phone: account.phone.as_deref(),
    };
    limited::count_judged(&mut tx, now, visit, Some(person)).await?;
    // Ends the lock on the code before the password is judged.
    tx.commit().await?;
    check_password(password, &owner).map_err(|error| AppError::field("password", error.code()))?;
    let uses = [(limits::NEW_PASSWORD, Some(&person.as_bytes()[..]))];
    platform::count_uses(&mut *p.pool.acquire().await?, now, &uses).await?;
    Ok(person)
}
