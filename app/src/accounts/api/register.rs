use leptos::prelude::*;
use uuid::Uuid;

use crate::accounts::model::Reach;
use crate::base::error::AppError;

#[cfg(feature = "ssr")]
use {
    super::code::{Try, dead, prove_code},
    crate::accounts::messages::{Said, message},
    crate::accounts::model::NOTICE_VERSION,
    crate::accounts::store::{self, NewCode, NewPerson, Pending, Purpose},
    crate::accounts::{cookies, limited, passwords},
    crate::base::error::Problems,
    crate::platform::{self, Channel},
    domain::accounts::{
        CODE_DIGITS, CODE_LIFETIME, Contact, Owner, Role, check_password, next_path,
        password_length, person_name, typed_code,
    },
};

/// The kinds of contacts that this portal can send a code to.
#[server(input = server_fn::codec::GetUrl)]
pub async fn reach_read() -> Result<Reach, AppError> {
    let p = platform::platform();
    Ok(Reach {
        email: Channel::Email.is_offered(&p.settings),
        phone: Channel::Phone.is_offered(&p.settings),
    })
}

/// Begins a registration: sends a code to the contact, and keeps the entered data until the person enters the code.
///
/// The answer is the same where the contact has an account already; the owner then gets a message instead of a code.
#[server]
pub async fn register(
    name: String,
    contact: String,
    password: String,
    #[server(default)] consent: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    let (p, visit) = (platform::platform(), platform::visit());
    let mut problems = Problems::default();
    let name = problems.take("name", person_name(&name).map_err(|error| error.code()));
    let contact = problems.take("contact", reachable(&p.settings, &contact));
    problems.take(
        "password",
        password_length(&password).map_err(|error| error.code()),
    );
    if consent.is_empty() {
        problems.add("consent", "consent_required");
    }
    let (Some(name), Some(contact)) = (name, contact) else {
        return problems.check();
    };
    problems.check()?;

    let now = p.clock.now();
    let mut conn = p.pool.acquire().await?;
    // The password check has a limit of its own, so that a person who corrects a weak password uses up no codes.
    limited::count_judged(&mut conn, now, &visit, None).await?;
    let owner = Owner {
        name: &name,
        email: contact.email(),
        phone: contact.phone(),
    };
    check_password(&password, &owner).map_err(|error| AppError::field("password", error.code()))?;
    limited::count_code(&mut conn, now, &visit, &contact).await?;
    drop(conn);
    let password_hash = passwords::hash(p.ids, &password).await?;

    let (id, lang) = (
        uuid::Builder::from_random_bytes(p.ids.bytes()).into_uuid(),
        visit.lang,
    );
    platform::in_task(async move {
        let mut tx = p.pool.begin().await?;
        let taken = store::contact_is_taken(&mut tx, &contact).await?;
        let digits = p.ids.digits(CODE_DIGITS);
        let said = if taken {
            Said::AlreadyRegistered
        } else {
            Said::RegisterCode(&digits)
        };
        platform::enqueue(
            &mut tx,
            p.ids,
            now,
            &message(&p.settings, lang, now, &contact, said),
        )
        .await?;
        let pending = Pending {
            name,
            contact,
            password_hash,
            notice: NOTICE_VERSION.into(),
            lang: lang.code().into(),
        };
        let code = NewCode {
            id,
            purpose: Purpose::Register,
            person: None,
            pending: (!taken).then_some(&pending),
            digits: &digits,
            expires_at: now + CODE_LIFETIME,
        };
        store::insert_code(&mut tx, now, &code).await?;
        tx.commit().await?;
        platform::deliver_soon(p.clone());
        Ok(())
    })
    .await?;
    let next = next_path(&next)
        .map(|path| format!("&next={}", domain::accounts::encoded(path)))
        .unwrap_or_default();
    platform::done(&format!("/daftar/kode?permintaan={id}{next}"));
    Ok(())
}

/// Makes the account whose code was sent, keeps the consent, and signs the person in.
#[server]
pub async fn confirm_registration(
    request: Uuid,
    code: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    let (p, visit, device) = (
        platform::platform(),
        platform::visit(),
        platform::user_agent(),
    );
    let typed = typed_code(&code).ok_or(AppError::field("code", "code_format"))?;
    let now = p.clock.now();
    let known = cookies::know_browser(p.ids, &visit);
    let tried = Try {
        request,
        purpose: Purpose::Register,
        digits: typed,
        crowd: visit.crowd(),
    };
    let session = platform::in_task(async move {
        let (mut tx, kept) = prove_code(p.pool.begin().await?, now, &tried).await?;
        let pending = kept.pending.ok_or_else(dead)?;
        store::use_code(&mut tx, now, request).await?;
        let id = p.ids.uuid(now);
        let person = NewPerson {
            id,
            name: &pending.name,
            contact: &pending.contact,
            role: Role::Citizen,
            password_hash: &pending.password_hash,
        };
        if !store::insert_person(&mut tx, now, &person).await? {
            // The contact was registered meanwhile, with another code.
            return Err(dead());
        }
        visit.about.name(pending.contact.as_str());
        cookies::leave_session(&mut tx, now, &visit, id).await?;
        store::give_consent(&mut tx, now, id, &pending.notice, &pending.lang).await?;
        store::know_device(&mut tx, now, id, &known).await?;
        let session = platform::start_session(&mut tx, now, p.ids, id, &device).await?;
        tx.commit().await?;
        Ok(session)
    })
    .await?;
    cookies::give_session(&session, Role::Citizen);
    platform::done(next_path(&next).unwrap_or("/akun?pesan=selamat-datang"));
    Ok(())
}

/// Parses the contact; an error where no code can be sent to it.
#[cfg(feature = "ssr")]
pub(super) fn reachable(
    settings: &platform::Settings,
    typed: &str,
) -> Result<Contact, &'static str> {
    let contact = Contact::parse(typed).map_err(|error| error.code())?;
    let channel = Channel::of(&contact);
    match (channel.is_offered(settings), channel) {
        (true, _) => Ok(contact),
        (false, Channel::Email) => Err("email_not_accepted"),
        (false, Channel::Phone) => Err("phone_not_accepted"),
    }
}
