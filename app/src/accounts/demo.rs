//! One account for each role, for trying the portal out. They can be used only while the portal runs with `--demo`.

use domain::accounts::{Change, Contact, Role};

use super::passwords;
use super::store::{self, NewPerson};
use super::trail::note_command;
use crate::base::error::AppError;
use crate::people::demo_person;
use crate::platform::Platform;

/// A demo account as it is printed at the start.
#[derive(Clone, Copy, Debug)]
pub struct DemoAccount {
    /// Its role.
    pub role: Role,
    /// Its name.
    pub name: &'static str,
    /// Its e-mail address. The domain is reserved (RFC 2606): no mail to it arrives anywhere.
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

/// Makes the demo accounts, and resets the existing ones to their printed name, contact, role and password.
pub async fn ensure(platform: &Platform) -> Result<(), AppError> {
    for account in ACCOUNTS {
        let Ok(contact) = Contact::parse(account.email) else {
            continue;
        };
        let id = demo_person(account.role);
        let kept = store::secret_of(&mut *platform.pool.acquire().await?, id).await?;
        let kept = kept.and_then(|secret| secret.password_hash);
        let same = passwords::verify(kept.clone(), account.password).await?;
        let hash = match kept {
            Some(hash) if same => hash,
            _ => passwords::hash(platform.ids, account.password).await?,
        };
        let mut tx = platform.pool.begin().await?;
        let before = store::account(&mut tx, id).await?;
        let person = NewPerson {
            id,
            name: account.name,
            contact: &contact,
            role: account.role,
            password_hash: &hash,
        };
        if !store::insert_person(&mut tx, platform.clock.now(), &person).await? {
            store::revive_person(&mut tx, &person).await?;
        }
        for change in changes(before.as_ref(), &account, same) {
            let clock = &platform.clock;
            note_command(&mut tx, clock, change, id, account.name, account.role).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// The changes that reset an account to its demo values, for the audit trail.
fn changes(before: Option<&store::Account>, account: &DemoAccount, same: bool) -> Vec<Change> {
    let Some(before) = before else {
        return vec![Change::OfficerAdded];
    };
    let changes = [
        (before.role == account.role.as_str(), Change::OfficerAdded),
        (before.name == account.name, Change::OfficerName),
        (
            before.email.as_deref() == Some(account.email),
            Change::OfficerContact,
        ),
        (same, Change::OfficerPassword),
    ];
    let made = changes.into_iter().filter(|(kept, _)| !kept);
    made.map(|(_, change)| change).collect()
}

/// Locks the demo accounts, because their passwords are public. Called at each start without `--demo`.
pub async fn lock(platform: &Platform) -> Result<(), AppError> {
    for account in ACCOUNTS {
        let id = demo_person(account.role);
        let mut tx = platform.pool.begin().await?;
        let open = store::secret_of(&mut tx, id).await?;
        let before = store::account(&mut tx, id).await?;
        let open = open.is_some_and(|secret| secret.password_hash.is_some());
        if let Some(before) = before.filter(|_| open) {
            store::set_password(&mut tx, id, None).await?;
            let (clock, locked) = (&platform.clock, Change::OfficerPassword);
            note_command(&mut tx, clock, locked, id, &before.name, account.role).await?;
        }
        store::end_all_sessions(&mut tx, platform.clock.now(), id).await?;
        tx.commit().await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use domain::accounts::{Owner, check_password};

    use super::*;

    #[test]
    fn every_role_has_one_account_with_an_id_of_its_own_and_a_password_that_the_rule_takes() {
        let mut ids: Vec<Uuid> = ACCOUNTS
            .iter()
            .map(|account| demo_person(account.role))
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
