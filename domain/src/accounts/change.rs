/// A change of an officer's account, or of anybody's role. The audit trail keeps each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// The account was made, or got its former role back.
    OfficerAdded,
    /// The person is no officer any more; the account stays as a citizen's.
    OfficerRemoved,
    /// The account was erased.
    OfficerErased,
    /// The name changed; the audit trail keeps the old and the new one.
    OfficerName,
    /// The e-mail address or phone number changed; the audit trail keeps neither.
    OfficerContact,
    /// The password changed or was removed.
    OfficerPassword,
    /// The password was reset with a code that was sent.
    OfficerReset,
    /// A citizen acts for a company from now on.
    EmployerMade,
}

impl Change {
    /// Every change.
    pub const ALL: [Change; 8] = [
        Change::OfficerAdded,
        Change::OfficerRemoved,
        Change::OfficerErased,
        Change::OfficerName,
        Change::OfficerContact,
        Change::OfficerPassword,
        Change::OfficerReset,
        Change::EmployerMade,
    ];

    /// As stored: `thing.what`.
    pub fn as_str(self) -> &'static str {
        match self {
            Change::OfficerAdded => "officer.added",
            Change::OfficerRemoved => "officer.removed",
            Change::OfficerErased => "officer.erased",
            Change::OfficerName => "officer.name",
            Change::OfficerContact => "officer.contact",
            Change::OfficerPassword => "officer.password",
            Change::OfficerReset => "officer.reset",
            Change::EmployerMade => "employer.made",
        }
    }

    /// The change of a stored name; none for a name that only another version of the portal knows.
    pub fn parse(name: &str) -> Option<Change> {
        Change::ALL
            .into_iter()
            .find(|change| change.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Access;
    use super::Change;

    #[test]
    fn no_stored_name_is_two_things() {
        for change in Change::ALL {
            assert_eq!(Change::parse(change.as_str()), Some(change));
            assert_eq!(Access::parse(change.as_str()), None);
        }
    }
}
