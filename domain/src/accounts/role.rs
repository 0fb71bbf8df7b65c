use serde::{Deserialize, Serialize};

/// A person's role in the portal. It is stored as text, so that a new role needs no change of the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// A job seeker, migrant worker, candidate or family member.
    Citizen,
    /// A person who posts vacancies and chooses applicants.
    Employer,
    /// *Pengantar kerja* (placement officer): counsels and places job seekers.
    Counsellor,
    /// Runs courses.
    Trainer,
    /// Appoints officers and reads the audit trail.
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

    /// The people that the portal serves. Both registered as citizens; a citizen who becomes an employer keeps all
    /// data.
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

    /// Whether it is an officer's role. Officers work for the agency: `portal officer add` makes their accounts, and
    /// their access to people's data is audited.
    pub fn is_officer(self) -> bool {
        matches!(self, Role::Counsellor | Role::Trainer | Role::Admin)
    }

    /// The page after sign-in, when the person asked for no other.
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
