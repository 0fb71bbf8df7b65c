use time::{Duration, OffsetDateTime};

use super::Role;

/// The most by which the stored time of last use may be late: one write in five minutes instead of one for each
/// request.
pub const TOUCH_EVERY: Duration = Duration::minutes(5);

/// The limits of a session's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetime {
    /// It ends when it was not used for this long.
    pub idle: Duration,
    /// It ends this long after sign-in, used or not.
    pub absolute: Duration,
}

/// How long a browser stays known after its last sign-in.
pub const DEVICE_KNOWN_FOR: Duration = Duration::days(180);
/// How long the row of an ended session is kept: no session of any role lives longer.
pub const SESSION_KEPT_FOR: Duration = Duration::days(90);

impl Lifetime {
    /// The lifetime for a role. An officer's session lasts a working day, because the screens show other people's data,
    /// often on a shared desk. Others need not type a password on a phone each time, and their session ends by itself
    /// on a phone that was given away.
    pub fn of(role: Role) -> Self {
        if role.is_officer() {
            Self {
                idle: Duration::hours(8),
                absolute: Duration::hours(24),
            }
        } else {
            Self {
                idle: Duration::days(14),
                absolute: Duration::days(90),
            }
        }
    }

    /// Whether a session made at `created` and last used at `seen` is still valid at `now`.
    pub fn is_live(
        self,
        created: OffsetDateTime,
        seen: OffsetDateTime,
        now: OffsetDateTime,
    ) -> bool {
        now < self.ends_at(created, seen)
    }

    /// The time at which the session ends if it is not used again.
    pub fn ends_at(self, created: OffsetDateTime, seen: OffsetDateTime) -> OffsetDateTime {
        (seen + self.idle).min(created + self.absolute)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const START: OffsetDateTime = datetime!(2026-08-17 01:00 UTC);

    #[test]
    fn an_idle_session_ends() {
        let officer = Lifetime::of(Role::Counsellor);
        assert!(officer.is_live(START, START, START + Duration::hours(8) - Duration::SECOND));
        assert!(!officer.is_live(START, START, START + Duration::hours(8)));
        assert!(Lifetime::of(Role::Citizen).is_live(START, START, START + Duration::days(13)));
        assert!(!Lifetime::of(Role::Citizen).is_live(START, START, START + Duration::days(14)));
    }

    #[test]
    fn a_session_in_use_ends_at_its_absolute_age() {
        let officer = Lifetime::of(Role::Admin);
        let late = START + Duration::hours(24);
        assert!(officer.is_live(
            START,
            late - Duration::minutes(2),
            late - Duration::minutes(1)
        ));
        assert!(!officer.is_live(START, late - Duration::minutes(2), late));
    }

    #[test]
    fn the_coarse_time_of_last_use_never_eats_a_whole_idle_time() {
        for role in Role::ALL {
            assert!(TOUCH_EVERY * 4 < Lifetime::of(role).idle);
        }
    }
}
