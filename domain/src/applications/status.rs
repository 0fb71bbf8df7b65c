//! The states of an application, and who may change them.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

/// The portal closes an application after so many days without a step (design §6: no application is held in silence).
pub const SILENCE_DAYS: i64 = 60;

/// The state of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Sent; the employer has not looked at it.
    Submitted,
    /// The employer has looked at it.
    Reviewed,
    /// The applicant is invited to an interview.
    Interview,
    /// The employer offers the job.
    Offered,
    /// The applicant has the job.
    Hired,
    /// The employer declined the application.
    Declined,
    /// The applicant took it back.
    Withdrawn,
    /// Closed by the portal after [`SILENCE_DAYS`] without a step.
    Expired,
}

impl Status {
    /// Every state, in the order of an application's life.
    pub const ALL: [Status; 8] = [
        Status::Submitted,
        Status::Reviewed,
        Status::Interview,
        Status::Offered,
        Status::Hired,
        Status::Declined,
        Status::Withdrawn,
        Status::Expired,
    ];

    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Status::Submitted => "submitted",
            Status::Reviewed => "reviewed",
            Status::Interview => "interview",
            Status::Offered => "offered",
            Status::Hired => "hired",
            Status::Declined => "declined",
            Status::Withdrawn => "withdrawn",
            Status::Expired => "expired",
        }
    }

    /// The state with this code.
    pub fn from_code(code: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.code() == code)
    }

    /// Nothing follows this state.
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Status::Hired | Status::Declined | Status::Withdrawn | Status::Expired
        )
    }
}

/// The party that takes a step with an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Actor {
    Applicant,
    Employer,
    /// The portal itself, when nobody else took a step in time.
    Portal,
}

impl Actor {
    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Actor::Applicant => "applicant",
            Actor::Employer => "employer",
            Actor::Portal => "portal",
        }
    }

    /// The actor with this code.
    pub fn from_code(code: &str) -> Option<Actor> {
        [Actor::Applicant, Actor::Employer, Actor::Portal]
            .into_iter()
            .find(|actor| actor.code() == code)
    }
}

/// A step with an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    Review,
    Invite,
    Offer,
    Hire,
    Decline,
    /// The applicant takes the offer.
    Accept,
    Withdraw,
    /// The portal closes it.
    Expire,
}

/// The reason for refusing a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepError {
    /// Only another actor may take the step.
    NotYours,
    /// The application is over.
    Over,
    /// Something else comes first, or it was done already.
    OutOfOrder,
}

impl StepError {
    /// The code of its text.
    pub const fn code(self) -> &'static str {
        match self {
            StepError::NotYours => "step_not_yours",
            StepError::Over => "application_over",
            StepError::OutOfOrder => "step_out_of_order",
        }
    }
}

impl Step {
    /// Every step, in the order in which they are offered.
    pub const ALL: [Step; 8] = [
        Step::Review,
        Step::Invite,
        Step::Offer,
        Step::Hire,
        Step::Accept,
        Step::Decline,
        Step::Withdraw,
        Step::Expire,
    ];

    /// As sent by a form.
    pub const fn code(self) -> &'static str {
        match self {
            Step::Review => "review",
            Step::Invite => "invite",
            Step::Offer => "offer",
            Step::Hire => "hire",
            Step::Decline => "decline",
            Step::Accept => "accept",
            Step::Withdraw => "withdraw",
            Step::Expire => "expire",
        }
    }

    /// The step with this code.
    pub fn from_code(code: &str) -> Option<Step> {
        Step::ALL.into_iter().find(|step| step.code() == code)
    }

    const fn actor(self) -> Actor {
        match self {
            Step::Review | Step::Invite | Step::Offer | Step::Hire | Step::Decline => {
                Actor::Employer
            }
            Step::Accept | Step::Withdraw => Actor::Applicant,
            Step::Expire => Actor::Portal,
        }
    }

    /// The state that the step leads to.
    ///
    /// # Errors
    /// [`StepError`]: the step is not this actor's, the application is over, or another step comes first.
    pub fn take(self, from: Status, actor: Actor) -> Result<Status, StepError> {
        if self.actor() != actor {
            return Err(StepError::NotYours);
        }
        if from.is_final() {
            return Err(StepError::Over);
        }
        match (from, self) {
            (Status::Submitted, Step::Review) => Ok(Status::Reviewed),
            (Status::Reviewed, Step::Invite) => Ok(Status::Interview),
            (Status::Interview, Step::Offer) => Ok(Status::Offered),
            (Status::Offered, Step::Hire | Step::Accept) => Ok(Status::Hired),
            (_, Step::Decline) => Ok(Status::Declined),
            (_, Step::Withdraw) => Ok(Status::Withdrawn),
            (_, Step::Expire) => Ok(Status::Expired),
            _ => Err(StepError::OutOfOrder),
        }
    }

    /// The steps that this actor can take with an application in this state.
    pub fn open(from: Status, actor: Actor) -> Vec<Step> {
        Step::ALL
            .into_iter()
            .filter(|step| step.take(from, actor).is_ok())
            .collect()
    }
}

/// The time by which somebody must take a step with an application whose last step was at `moved_at`.
pub fn answer_due(moved_at: OffsetDateTime) -> OffsetDateTime {
    moved_at.saturating_add(Duration::days(SILENCE_DAYS))
}

/// The moment that is [`SILENCE_DAYS`] before `now`. An open application whose last step is not after it has been held
/// in silence for too long.
pub fn silent_since(now: OffsetDateTime) -> OffsetDateTime {
    now.saturating_sub(Duration::days(SILENCE_DAYS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_codes_are_read_back() {
        for status in Status::ALL {
            assert_eq!(Status::from_code(status.code()), Some(status));
            assert_eq!(serde_json::to_value(status).unwrap(), status.code());
        }
        for step in Step::ALL {
            assert_eq!(Step::from_code(step.code()), Some(step));
        }
        assert_eq!(Actor::from_code("portal"), Some(Actor::Portal));
        assert_eq!(Status::from_code("lost"), None);
    }

    #[test]
    fn each_side_is_offered_its_own_steps() {
        use Step::{Accept, Decline, Hire, Invite, Offer, Review, Withdraw};
        assert_eq!(
            Step::open(Status::Submitted, Actor::Employer),
            [Review, Decline]
        );
        assert_eq!(
            Step::open(Status::Reviewed, Actor::Employer),
            [Invite, Decline]
        );
        assert_eq!(
            Step::open(Status::Interview, Actor::Employer),
            [Offer, Decline]
        );
        assert_eq!(
            Step::open(Status::Offered, Actor::Employer),
            [Hire, Decline]
        );
        assert_eq!(Step::open(Status::Submitted, Actor::Applicant), [Withdraw]);
        assert_eq!(
            Step::open(Status::Offered, Actor::Applicant),
            [Accept, Withdraw]
        );
    }

    #[test]
    fn the_words_for_a_refused_step_fit() {
        assert_eq!(
            Step::Withdraw.take(Status::Submitted, Actor::Employer),
            Err(StepError::NotYours)
        );
        assert_eq!(
            Step::Offer.take(Status::Submitted, Actor::Employer),
            Err(StepError::OutOfOrder)
        );
        assert_eq!(
            Step::Review.take(Status::Reviewed, Actor::Employer),
            Err(StepError::OutOfOrder)
        );
        assert_eq!(
            Step::Decline.take(Status::Hired, Actor::Employer),
            Err(StepError::Over)
        );
    }

    #[test]
    fn sixty_days_of_silence_are_counted_the_same_from_both_ends() {
        let moved = time::macros::datetime!(2026-11-24 05:00 UTC);
        let due = answer_due(moved);
        assert_eq!(due, time::macros::datetime!(2027-01-23 05:00 UTC));
        assert_eq!(silent_since(due), moved);
    }

    fn actor() -> impl Strategy<Value = Actor> {
        prop::sample::select(vec![Actor::Applicant, Actor::Employer, Actor::Portal])
    }

    fn step() -> impl Strategy<Value = Step> {
        prop::sample::select(Step::ALL.to_vec())
    }

    proptest! {
        // The permitted steps are written out again from the service's rule, not read from the code under test.
        #[test]
        fn no_sequence_of_steps_goes_a_forbidden_way(tries in prop::collection::vec((actor(), step()), 0..60)) {
            let mut way = vec![Status::Submitted];
            for (actor, step) in tries {
                let at = *way.last().unwrap();
                let Ok(to) = step.take(at, actor) else { continue };
                prop_assert!(!at.is_final(), "left a final state");
                let allowed = match actor {
                    Actor::Employer => matches!(
                        to, Status::Reviewed | Status::Interview | Status::Offered | Status::Hired | Status::Declined),
                    Actor::Applicant => to == Status::Withdrawn || (to == Status::Hired && at == Status::Offered),
                    Actor::Portal => to == Status::Expired,
                };
                prop_assert!(allowed, "{actor:?} went from {at:?} to {to:?}");
                way.push(to);
            }
            let order = [Status::Submitted, Status::Reviewed, Status::Interview, Status::Offered, Status::Hired];
            let ahead = way.iter().take_while(|status| order.contains(status)).count();
            prop_assert_eq!(&way[..ahead], &order[..ahead], "a step was left out");
            prop_assert!(way.len() - ahead <= 1, "something followed the end");
        }
    }
}
