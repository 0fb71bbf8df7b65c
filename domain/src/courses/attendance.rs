//! Attendance, and the final state that it leads to.

use super::Status;

/// Share of the sessions that a participant has to attend to complete a course, in percent.
/// Source: the enrolment practice of the empowerment programmes (at least 80 % present).
pub const COMPLETION_PERCENT: u32 = 80;

/// Sessions held and sessions attended by one participant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attendance {
    pub present: u32,
    pub sessions: u32,
}

impl Attendance {
    /// Attendance in whole percent, rounded down so that 79.9 % is never shown as reached; 0 without sessions.
    pub fn percent(self) -> u32 {
        (self.present * 100)
            .checked_div(self.sessions)
            .unwrap_or_default()
    }

    /// Whether the participant attended enough; nobody completes a course without sessions.
    pub fn is_enough(self) -> bool {
        self.sessions > 0 && self.present * 100 >= self.sessions * COMPLETION_PERCENT
    }

    /// The final state of an enrolled participant when the group is closed.
    pub fn outcome(self) -> Status {
        if self.is_enough() {
            Status::Completed
        } else {
            Status::NotCompleted
        }
    }

    /// The number of sessions that the participant may still miss and complete the course.
    pub fn absences_left(self, absent: u32) -> u32 {
        let needed = (self.sessions * COMPLETION_PERCENT).div_ceil(100);
        (self.sessions - needed).saturating_sub(absent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(present: u32, sessions: u32) -> Attendance {
        Attendance { present, sessions }
    }

    #[test]
    fn four_of_five_is_enough_and_three_is_not() {
        assert_eq!(of(4, 5).outcome(), Status::Completed);
        assert_eq!(of(3, 5).outcome(), Status::NotCompleted);
    }

    #[test]
    fn almost_eighty_percent_is_not_enough() {
        // 79.2 %
        assert!(!of(19, 24).is_enough());
        assert_eq!(of(19, 24).percent(), 79);
        assert!(of(20, 24).is_enough());
    }

    #[test]
    fn a_course_without_sessions_completes_nobody() {
        assert!(!of(0, 0).is_enough());
        assert_eq!(of(0, 0).percent(), 0);
    }

    #[test]
    fn absences_that_are_left_are_counted_down() {
        assert_eq!(of(0, 5).absences_left(0), 1);
        assert_eq!(of(0, 5).absences_left(1), 0);
        assert_eq!(of(0, 5).absences_left(4), 0);
        assert_eq!(of(0, 4).absences_left(0), 0);
    }
}
