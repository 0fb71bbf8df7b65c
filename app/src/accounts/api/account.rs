use leptos::prelude::*;

use crate::accounts::model::MyAccount;
use crate::base::error::AppError;

#[cfg(feature = "ssr")]
use {
    crate::accounts::messages::tell_of_new_password,
    crate::accounts::trail::note_own_change,
    crate::accounts::{cookies, limited, passwords, personal_data, store},
    crate::base::error::Problems,
    crate::platform::{self, Platform, Viewer, Visit},
    domain::accounts::{
        Change, Contact, Owner, check_password, limits, password_length, person_name,
    },
    sqlx::PgConnection,
};

/// The own account.
#[server(input = server_fn::codec::GetUrl)]
pub async fn my_account_read() -> Result<MyAccount, AppError> {
    let (p, viewer) = (platform::platform(), platform::require_person()?);
    let mut conn = p.pool.acquire().await?;
    let account = store::account(&mut conn, viewer.person_id)
        .await?
        .ok_or(AppError::Unauthenticated)?;
    let phone = account
        .phone
        .map(|phone| Contact::parse(&phone).map_or(phone, |contact| contact.to_string()));
    Ok(MyAccount {
        name: account.name,
        email: account.email,
        phone,
        role: viewer.role,
        created_at: account.created_at,
    })
}

/// Changes the own name.
#[server]
pub async fn change_name(name: String) -> Result<(), AppError> {
    let (p, viewer) = (platform::platform(), platform::require_person()?);
    let name = person_name(&name).map_err(|error| AppError::field("name", error.code()))?;
    platform::in_task(async move {
        let mut tx = p.pool.begin().await?;
        platform::lock_viewer(&mut tx, &viewer).await?;
        if name != viewer.name {
            store::rename(&mut tx, viewer.person_id, &name).await?;
            note_own_change(&mut tx, &p.clock, &viewer, Change::OfficerName, &name).await?;
        }
        tx.commit().await?;
        Ok(())
    })
    .await?;
    platform::done("/akun?pesan=nama");
    Ok(())
}

/// Changes the own password, and ends the person's other sessions.
#[server]
pub async fn change_password(current_password: String, password: String) -> Result<(), AppError> {
    let (p, visit, viewer) = (
        platform::platform(),
        platform::visit(),
        platform::require_person()?,
    );
    let mut problems = Problems::default();
    if current_password.is_empty() {
        problems.add("current_password", "required");
    }
    problems.take(
        "password",
        password_length(&password).map_err(|error| error.code()),
    );
    problems.check()?;
    let mut conn = p.pool.acquire().await?;
    limited::count_judged(&mut conn, p.clock.now(), &visit, Some(viewer.person_id)).await?;
    let account = store::account(&mut conn, viewer.person_id)
        .await?
        .ok_or(AppError::Unauthenticated)?;
    drop(conn);
    let owner = Owner {
        name: &account.name,
        email: account.email.as_deref(),
        phone: account.phone.as_deref(),
    };
    check_password(&password, &owner).map_err(|error| AppError::field("password", error.code()))?;
    let proved = prove(&p, &visit, &viewer, &current_password, "current_password").await?;
    let hash = passwords::hash(p.ids, &password).await?;
    platform::in_task(async move {
        let now = p.clock.now();
        let mut tx = p.pool.begin().await?;
        hold_proof(&mut tx, &viewer, &proved, "current_password").await?;
        store::set_password(&mut tx, viewer.person_id, Some(&hash)).await?;
        note_own_change(
            &mut tx,
            &p.clock,
            &viewer,
            Change::OfficerPassword,
            &viewer.name,
        )
        .await?;
        store::end_other_sessions(&mut tx, now, viewer.person_id, viewer.session_id).await?;
        store::use_codes_of(&mut tx, now, viewer.person_id).await?;
        tell_of_new_password(&mut tx, &p, visit.lang, viewer.person_id).await?;
        tx.commit().await?;
        platform::deliver_soon(p.clone());
        Ok(())
    })
    .await?;
    platform::done("/akun?pesan=sandi");
    Ok(())
}

/// Erases the own account and everything the portal keeps about the person.
#[server]
pub async fn delete_account(password: String) -> Result<(), AppError> {
    let (p, visit, viewer) = (
        platform::platform(),
        platform::visit(),
        platform::require_person()?,
    );
    if password.is_empty() {
        return Err(AppError::field("password", "required"));
    }
    let proved = prove(&p, &visit, &viewer, &password, "password").await?;
    let pool = p.pool.clone();
    platform::in_task(async move {
        let mut tx = p.pool.begin().await?;
        hold_proof(&mut tx, &viewer, &proved, "password").await?;
        note_own_change(
            &mut tx,
            &p.clock,
            &viewer,
            Change::OfficerErased,
            &viewer.name,
        )
        .await?;
        personal_data::erase(&p, &mut tx, viewer.person_id).await?;
        tx.commit().await?;
        Ok(())
    })
    .await?;
    cookies::take_session(&mut *pool.acquire().await?, &visit).await?;
    platform::done("/masuk?pesan=terhapus");
    Ok(())
}

/// Checks the password of a signed-in person, so that somebody who finds an unlocked phone cannot change the account.
/// Returns the hash that the password matched, for [`hold_proof`].
#[cfg(feature = "ssr")]
async fn prove(
    p: &Platform,
    visit: &Visit,
    viewer: &Viewer,
    password: &str,
    field: &'static str,
) -> Result<String, AppError> {
    let mut conn = p.pool.acquire().await?;
    let (who, crowd) = (viewer.person_id, visit.crowd());
    let uses = [
        (limits::PASSWORD_CHECK, Some(&who.as_bytes()[..])),
        (limits::PASSWORD_CHECK_ADDRESS, crowd.as_deref()),
    ];
    platform::count_uses(&mut conn, p.clock.now(), &uses).await?;
    let secret = store::secret_of(&mut conn, who).await?;
    drop(conn);
    let hash = secret.and_then(|secret| secret.password_hash);
    let right = passwords::verify(hash.clone(), password).await?;
    hash.filter(|_| right)
        .ok_or(AppError::field(field, "password_wrong"))
}

/// Checks that the session is still open and that the proved password is still the stored one. It locks the person's
/// row, so that the password stays so until the end of the transaction. The request is refused when the person has
/// reset the password or signed out everywhere meanwhile.
#[cfg(feature = "ssr")]
async fn hold_proof(
    conn: &mut PgConnection,
    viewer: &Viewer,
    proved: &str,
    field: &'static str,
) -> Result<(), AppError> {
    platform::lock_viewer(&mut *conn, viewer).await?;
    store::hold_secret(conn, viewer.person_id, proved)
        .await?
        .map(|_| ())
        .ok_or(AppError::field(field, "password_wrong"))
}
