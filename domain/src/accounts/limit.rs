use time::Duration;

/// The number of uses that are permitted in one window of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The counted action; the stored key begins with this name.
    pub name: &'static str,
    /// Most uses in one window.
    pub max: i32,
    /// The length of a window; at most a day, because older counters are deleted.
    pub window: Duration,
}

/// A browser is settled when it has had its token for this long. A script that fetches a page and sends its form at
/// once is not settled; a person who fills in a registration is.
pub const SETTLED_AFTER: Duration = Duration::minutes(1);

/// The limits on tries. They count by account and device first: thousands of phones share one carrier's network
/// address, so that the limits of an address only stop a flood.
pub mod limits {
    use time::Duration;

    use super::Limit;

    const fn in_a_quarter_hour(name: &'static str, max: i32) -> Limit {
        Limit {
            name,
            max,
            window: Duration::minutes(15),
        }
    }

    const fn in_an_hour(name: &'static str, max: i32) -> Limit {
        Limit {
            name,
            max,
            window: Duration::hours(1),
        }
    }

    /// Tries to sign in to one account, from browsers on which it was not signed in before. A sign-in and a reset by
    /// code clear the counter.
    pub const SIGN_IN_ACCOUNT: Limit = in_a_quarter_hour("sign_in_account", 10);
    /// Tries to sign in to one account from a browser that the account knows. Counted apart, so that a stranger's tries
    /// do not lock the owner out.
    pub const SIGN_IN_KNOWN: Limit = in_a_quarter_hour("sign_in_known", 10);
    /// Tries to sign in from one device.
    pub const SIGN_IN_DEVICE: Limit = in_a_quarter_hour("sign_in_device", 20);
    /// Tries to sign in from one network address.
    pub const SIGN_IN_ADDRESS: Limit = in_a_quarter_hour("sign_in_address", 300);
    /// Passwords typed by a person who is signed in, to change or delete the account.
    pub const PASSWORD_CHECK: Limit = in_a_quarter_hour("password_check", 10);
    /// The same from one network address, over all accounts: each check takes computing time.
    pub const PASSWORD_CHECK_ADDRESS: Limit = in_a_quarter_hour("password_check_address", 300);
    /// New passwords that are judged for one person, or for one device where nobody is signed in. Judging takes
    /// computing time, and people correct a new password several times.
    pub const PASSWORD_JUDGED: Limit = in_a_quarter_hour("password_judged", 60);
    /// The same from one network address, over all.
    pub const PASSWORD_JUDGED_ADDRESS: Limit = in_a_quarter_hour("password_judged_address", 600);
    /// New passwords for one account by right codes. Each takes computing time to hash, and one code may come many
    /// times at once.
    pub const NEW_PASSWORD: Limit = in_a_quarter_hour("new_password", 10);
    /// Messages with a code to one contact: each may cost money, and the receiver's patience.
    pub const CODE_CONTACT: Limit = in_an_hour("code_contact", 4);
    /// The same, asked for from a browser that the contact's account knows.
    pub const CODE_KNOWN: Limit = in_an_hour("code_known", 4);
    /// Codes asked for from one device.
    pub const CODE_DEVICE: Limit = in_an_hour("code_device", 10);
    /// Codes asked for from one network address.
    pub const CODE_ADDRESS: Limit = in_an_hour("code_address", 100);
    /// Wrong codes from one network address, over all codes.
    pub const CODE_TRY_ADDRESS: Limit = in_an_hour("code_try_address", 300);
    /// Reference codes looked up on one device.
    pub const LOOK_UP_DEVICE: Limit = in_a_quarter_hour("look_up_device", 30);
    /// Reference codes looked up from one network address.
    pub const LOOK_UP_ADDRESS: Limit = in_a_quarter_hour("look_up_address", 300);

    /// Forms of one person that came back with an error: the portal keeps each for a while.
    pub const FORM_PERSON: Limit = in_a_quarter_hour("form_person", 300);
    /// The same of people who are not signed in, from one network address.
    pub const FORM_ADDRESS: Limit = in_a_quarter_hour("form_address", 1000);

    /// Every limit, for the test of their names.
    pub const ALL: [Limit; 18] = [
        SIGN_IN_ACCOUNT,
        SIGN_IN_KNOWN,
        SIGN_IN_DEVICE,
        SIGN_IN_ADDRESS,
        PASSWORD_CHECK,
        PASSWORD_CHECK_ADDRESS,
        PASSWORD_JUDGED,
        PASSWORD_JUDGED_ADDRESS,
        NEW_PASSWORD,
        CODE_CONTACT,
        CODE_KNOWN,
        CODE_DEVICE,
        CODE_ADDRESS,
        CODE_TRY_ADDRESS,
        LOOK_UP_DEVICE,
        LOOK_UP_ADDRESS,
        FORM_PERSON,
        FORM_ADDRESS,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_limits_share_a_counter() {
        let mut names: Vec<_> = limits::ALL.iter().map(|limit| limit.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), limits::ALL.len());
    }

    #[test]
    fn no_window_outlives_its_counter() {
        assert!(
            limits::ALL
                .iter()
                .all(|limit| limit.max > 0 && limit.window <= Duration::DAY)
        );
    }
}
