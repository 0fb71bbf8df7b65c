//! Adding and removing officers: only from the command line of the machine, never from a page.

use std::fmt;

use domain::accounts::{
    Change, Contact, ContactError, NameError, Owner, PasswordError, Role, check_password,
    person_name,
};
use uuid::Uuid;

use super::passwords;
use super::store::{self, NewPerson};
use super::trail::note_command;
use crate::base::error::AppError;
use crate::platform::Platform;

/// Why an officer was not added or removed.
#[derive(Debug)]
pub enum OfficerError {
    /// The role is no officer's role: citizens and employers are no officers.
    NotAnOfficer(Role),
    /// The name cannot be used.
    Name(NameError),
    /// The contact cannot be used.
    Contact(ContactError),
    /// The password cannot be used.
    Password(PasswordError),
    /// An account has this contact already.
    Taken,
    /// No officer has this contact.
    Unknown,
    /// Another error, mostly of the database.
    App(AppError),
}

impl fmt::Display for OfficerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OfficerError::NotAnOfficer(role) => write!(f, "{} is no officer's role", role.as_str()),
            OfficerError::Name(error) => write!(f, "the name cannot be used: {}", error.code()),
            OfficerError::Contact(error) => write!(
                f,
                "the e-mail address or phone number cannot be used: {}",
                error.code()
            ),
            OfficerError::Password(error) => {
                write!(f, "the password cannot be used: {}", error.code())
            }
            OfficerError::Taken => {
                f.write_str("an account with this e-mail address or phone number exists already")
            }
            OfficerError::Unknown => {
                f.write_str("no officer has this e-mail address or phone number")
            }
            OfficerError::App(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for OfficerError {}

impl<E: Into<AppError>> From<E> for OfficerError {
    fn from(error: E) -> Self {
        OfficerError::App(error.into())
    }
}

/// Makes the account of an officer, who can sign in at once. Returns its id.
///
/// # Errors
/// When an argument cannot be used, the contact has an account already, or the database is unavailable.
pub async fn add_officer(
    platform: &Platform,
    role: Role,
    name: &str,
    contact: &str,
    password: &str,
) -> Result<Uuid, OfficerError> {
    if !role.is_officer() {
        return Err(OfficerError::NotAnOfficer(role));
    }
    let name = person_name(name).map_err(OfficerError::Name)?;
    let contact = Contact::parse(contact).map_err(OfficerError::Contact)?;
    let owner = Owner {
        name: &name,
        email: contact.email(),
        phone: contact.phone(),
    };
    check_password(password, &owner).map_err(OfficerError::Password)?;
    if store::contact_is_taken(&mut *platform.pool.acquire().await?, &contact).await? {
        return Err(OfficerError::Taken);
    }
    let hash = passwords::hash(platform.ids, password).await?;
    let now = platform.clock.now();
    let id = platform.ids.uuid(now);
    let mut tx = platform.pool.begin().await?;
    let person = NewPerson {
        id,
        name: &name,
        contact: &contact,
        role,
        password_hash: &hash,
    };
    if !store::insert_person(&mut tx, now, &person).await? {
        return Err(OfficerError::Taken);
    }
    note_command(
        &mut tx,
        &platform.clock,
        Change::OfficerAdded,
        id,
        &name,
        role,
    )
    .await?;
    tx.commit().await?;
    Ok(id)
}

/// Makes an officer a citizen: the account stays, is signed out everywhere, and the officer's open conversations go
/// back to the queue. The officer's past work stays under their name.
///
/// # Errors
/// When the contact cannot be used or is no officer's, or the database is unavailable.
pub async fn remove_officer(platform: &Platform, contact: &str) -> Result<(), OfficerError> {
    let contact = Contact::parse(contact).map_err(OfficerError::Contact)?;
    let mut tx = platform.pool.begin().await?;
    let person = store::end_office(&mut tx, &contact).await?;
    let person = person.ok_or(OfficerError::Unknown)?;
    for leave in platform
        .services
        .iter()
        .filter_map(|service| service.leave_office)
    {
        leave(platform, &mut tx, person.id).await?;
    }
    store::end_all_sessions(&mut tx, platform.clock.now(), person.id).await?;
    if let Some(role) = Role::parse(&person.role) {
        let ended = Change::OfficerRemoved;
        note_command(
            &mut tx,
            &platform.clock,
            ended,
            person.id,
            &person.name,
            role,
        )
        .await?;
    }
    Ok(tx.commit().await?)
}
