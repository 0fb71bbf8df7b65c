//! One account for each role, for trying the portal out. They exist only while it runs with `--demo`.

use domain::accounts::{Contact, Role};
use uuid::Uuid;

use super::passwords;
use super::store::{self, NewPerson};
use crate::error::AppError;
use crate::platform::Platform;

/// A demo account as it is printed at the start.
#[derive(Clone, Copy, Debug)]
pub struct DemoAccount {
    /// What it may do.
    pub role: Role,
    /// Its name.
    pub name: &'static str,
    /// What to sign in with. The domain is reserved (RFC 2606): no mail to it arrives anywhere.
    pub email: &'static str,
    /// Its password, known to everybody.
    pub password: &'static str,
}

/// The demo accounts.
pub const ACCOUNTS: [DemoAccount; 5] = [
    DemoAccount {
        role: Role::Citizen,
        name: "Siti Aminah",
        email: "warga@portal.example",
        password: "warga-demo-2026",
    },
    DemoAccount {
        role: Role::Employer,
        name: "Budi Santoso",
        email: "perusahaan@portal.example",
        password: "perusahaan-demo-2026",
    },
    DemoAccount {
        role: Role::Counsellor,
        name: "Dewi Lestari",
        email: "konselor@portal.example",
        password: "konselor-demo-2026",
    },
    DemoAccount {
        role: Role::Trainer,
        name: "Agus Wijaya",
        email: "pelatih@portal.example",
        password: "pelatih-demo-2026",
    },
    DemoAccount {
        role: Role::Admin,
        name: "Ratna Sari",
        email: "admin@portal.example",
        password: "admin-demo-2026",
    },
];

/// The fixed id of the demo account of a role, for demo data that belongs to it.
pub fn person_id(role: Role) -> Uuid {
    let number = Role::ALL
        .iter()
        .position(|other| *other == role)
        .unwrap_or_default();
    // The variant bits of a version 8 identifier (RFC 9562 §5.8): no generated one can equal it.
    Uuid::from_u128(0xde30_0000_0000_8000_8000_0000_0000_0000 + number as u128)
}

/// Makes the demo accounts, and gives those that exist their printed password and name back.
///
/// # Errors
/// Database errors.
pub async fn ensure(platform: &Platform) -> Result<(), AppError> {
    let now = platform.clock.now();
    for account in ACCOUNTS {
        let hash = passwords::hash(platform.ids, account.password).await?;
        let Ok(contact) = Contact::parse(account.email) else {
            continue;
        };
        let id = person_id(account.role);
        let mut conn = platform.pool.acquire().await?;
        let person = NewPerson {
            id,
            name: account.name,
            contact: &contact,
            role: account.role,
            password_hash: &hash,
        };
        if !store::insert_person(&mut conn, now, &person).await? {
            store::revive_person(&mut conn, &person).await?;
        }
    }
    Ok(())
}

/// Locks the demo accounts: their passwords are public. Called at each start without `--demo`.
///
/// # Errors
/// Database errors.
pub async fn lock(platform: &Platform) -> Result<(), AppError> {
    let mut conn = platform.pool.acquire().await?;
    for account in ACCOUNTS {
        let id = person_id(account.role);
        store::set_password(&mut conn, id, None).await?;
        store::end_all_sessions(&mut conn, platform.clock.now(), id).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::accounts::{Owner, check_password};

    use super::*;

    #[test]
    fn every_role_has_one_account_with_an_id_of_its_own_and_a_password_that_the_rule_takes() {
        let mut ids: Vec<Uuid> = ACCOUNTS
            .iter()
            .map(|account| person_id(account.role))
            .collect();
        ids.dedup();
        assert_eq!(ids.len(), Role::ALL.len());
        for account in ACCOUNTS {
            let owner = Owner {
                name: account.name,
                email: Some(account.email),
                phone: None,
            };
            assert_eq!(
                check_password(account.password, &owner),
                Ok(()),
                "{}",
                account.email
            );
        }
    }
}
