use leptos::prelude::*;
use uuid::Uuid;

use crate::accounts::model::MySession;
use crate::base::error::AppError;

#[cfg(feature = "ssr")]
use {
    crate::accounts::{cookies, limited, passwords, store},
    crate::base::error::Problems,
    crate::platform,
    domain::accounts::{Contact, Role, device_name, limits, next_path},
};

/// Signs a person in on this browser, and redirects to `next` or to the start page of their role.
#[server]
pub async fn sign_in(
    contact: String,
    password: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    let (p, visit) = (platform::platform(), platform::visit());
    let device = platform::user_agent();
    let mut problems = Problems::default();
    let contact = problems.take(
        "contact",
        Contact::parse(&contact).map_err(|error| error.code()),
    );
    if password.is_empty() {
        problems.add("password", "required");
    }
    let Some(contact) = contact else {
        return problems.check();
    };
    problems.check()?;

    let now = p.clock.now();
    let mut conn = p.pool.acquire().await?;
    limited::count_sign_in(&mut conn, now, &visit, &contact).await?;
    let secret = store::secret_by_contact(&mut conn, &contact).await?;
    // Releases the connection, because hashing takes a while.
    drop(conn);
    let hash = secret
        .as_ref()
        .and_then(|secret| secret.password_hash.clone());
    let right = passwords::verify(hash.clone(), &password).await?;
    let failed = || AppError::field("password", "sign_in_failed");
    let found = secret.zip(hash).filter(|_| right);
    let (person, hash) = found
        .map(|(secret, hash)| (secret.person_id, hash))
        .ok_or_else(failed)?;

    let known = cookies::know_browser(p.ids, &visit);
    let (session, role) = platform::in_task(async move {
        let mut tx = p.pool.begin().await?;
        let role = store::hold_secret(&mut tx, person, &hash).await?;
        let role = role
            .and_then(|role| Role::parse(&role))
            .ok_or_else(failed)?;
        cookies::leave_session(&mut tx, now, &visit, person).await?;
        store::know_device(&mut tx, now, person, &known).await?;
        platform::forget_uses(
            &mut tx,
            limits::SIGN_IN_ACCOUNT,
            contact.as_str().as_bytes(),
        )
        .await?;
        let session = platform::start_session(&mut tx, now, p.ids, person, &device).await?;
        tx.commit().await?;
        Ok((session, role))
    })
    .await?;
    cookies::give_session(&session, role);
    platform::done(next_path(&next).unwrap_or(role.home()));
    Ok(())
}

/// Signs out on this browser. Signing out twice is no error.
#[server]
pub async fn sign_out() -> Result<(), AppError> {
    let (p, visit) = (platform::platform(), platform::visit());
    let mut conn = p.pool.acquire().await?;
    if let Some(viewer) = &visit.viewer {
        platform::end_session(
            &mut conn,
            p.clock.now(),
            viewer.person_id,
            viewer.session_id,
        )
        .await?;
    }
    cookies::take_session(&mut conn, &visit).await?;
    platform::done("/masuk?pesan=keluar");
    Ok(())
}

/// Signs the person out on every device.
#[server]
pub async fn sign_out_everywhere() -> Result<(), AppError> {
    let (p, viewer) = (platform::platform(), platform::require_person()?);
    let mut conn = p.pool.acquire().await?;
    store::end_all_sessions(&mut conn, p.clock.now(), viewer.person_id).await?;
    cookies::take_session(&mut conn, &platform::visit()).await?;
    platform::done("/masuk?pesan=keluar-semua");
    Ok(())
}

/// The person's sessions, this one first.
#[server(input = server_fn::codec::GetUrl)]
pub async fn my_sessions() -> Result<Vec<MySession>, AppError> {
    let (p, viewer) = (platform::platform(), platform::require_person()?);
    let mut conn = p.pool.acquire().await?;
    let open =
        store::open_sessions(&mut conn, p.clock.now(), viewer.person_id, viewer.role).await?;
    let mut sessions: Vec<MySession> = open
        .into_iter()
        .map(|session| {
            let (browser, system) = device_name(&session.device);
            MySession {
                id: session.id,
                here: session.id == viewer.session_id,
                browser: browser.map(str::to_owned),
                system: system.map(str::to_owned),
                created_at: session.created_at,
                last_seen_at: session.last_seen_at,
            }
        })
        .collect();
    sessions.sort_by_key(|session| !session.here);
    Ok(sessions)
}

/// Ends one of the person's sessions. Another person's session is not found.
#[server]
pub async fn end_session(session: Uuid) -> Result<(), AppError> {
    let (p, viewer) = (platform::platform(), platform::require_person()?);
    let mut conn = p.pool.acquire().await?;
    if !platform::end_session(&mut conn, p.clock.now(), viewer.person_id, session).await? {
        return Err(AppError::NotFound);
    }
    if session == viewer.session_id {
        cookies::take_session(&mut conn, &platform::visit()).await?;
        platform::done("/masuk?pesan=keluar");
    } else {
        platform::done("/akun/sesi?pesan=dikeluarkan");
    }
    Ok(())
}

/// Ends every session of the person but this one.
#[server]
pub async fn end_other_sessions() -> Result<(), AppError> {
    let (p, viewer) = (platform::platform(), platform::require_person()?);
    let mut conn = p.pool.acquire().await?;
    store::end_other_sessions(
        &mut conn,
        p.clock.now(),
        viewer.person_id,
        viewer.session_id,
    )
    .await?;
    platform::done("/akun/sesi?pesan=lain-dikeluarkan");
    Ok(())
}
