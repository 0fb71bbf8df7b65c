use serde::{Deserialize, Serialize};

/// What a person is to the portal. Stored as text, so that a new role needs no change of the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// A job seeker, migrant worker, candidate or family member.
    Citizen,
    /// Somebody who posts vacancies and chooses applicants.
    Employer,
    /// Pengantar kerja: counsels and places.
    Counsellor,
    /// Runs courses.
    Trainer,
    /// Makes officers and reads the audit trail.
    Admin,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 5] = [
        Role::Citizen,
        Role::Employer,
        Role::Counsellor,
        Role::Trainer,
        Role::Admin,
    ];

    /// Whom the portal serves: both registered as citizens, and keep what they had when they become employers.
    pub const SERVED: [Role; 2] = [Role::Citizen, Role::Employer];

    /// As stored and as written on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Citizen => "citizen",
            Role::Employer => "employer",
            Role::Counsellor => "counsellor",
            Role::Trainer => "trainer",
            Role::Admin => "admin",
        }
    }

    /// The role of a stored name.
    pub fn parse(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.as_str() == name)
    }

    /// Officers work for the agency: made by `portal officer add`, and their reads of people's data are audited.
    pub fn is_officer(self) -> bool {
        matches!(self, Role::Counsellor | Role::Trainer | Role::Admin)
    }

    /// The page a person lands on after signing in, when nothing else was asked for.
    pub fn home(self) -> &'static str {
        match self {
            Role::Citizen => "/akun",
            Role::Employer => "/perusahaan",
            Role::Counsellor | Role::Trainer | Role::Admin => "/petugas",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Role;

    #[test]
    fn every_role_is_read_back_from_its_name() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(role));
        }
        assert_eq!(Role::parse("root"), None);
    }
}
