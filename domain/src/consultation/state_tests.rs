use super::*;
use proptest::prelude::*;

const A: Uuid = Uuid::from_u128(1);
const B: Uuid = Uuid::from_u128(2);

fn waiting() -> Standing {
    Standing {
        status: Status::Waiting,
        counsellor: None,
    }
}

#[test]
fn the_usual_way() {
    let taken = step(waiting(), Act::Take { by: A }).unwrap();
    assert_eq!(
        taken.standing,
        Standing {
            status: Status::Active,
            counsellor: Some(A)
        }
    );
    let handed = step(taken.standing, Act::Transfer { by: A, to: B }).unwrap();
    assert_eq!(
        (handed.kind, handed.standing.counsellor),
        (Kind::Transferred, Some(B))
    );
    let back = step(handed.standing, Act::GiveBack { by: B }).unwrap();
    assert_eq!(back.standing, waiting());
    let again = step(back.standing, Act::Take { by: B }).unwrap();
    let closed = step(
        again.standing,
        Act::Close {
            by: B,
            outcome: Outcome::ToTraining,
        },
    )
    .unwrap();
    assert_eq!(
        (closed.standing.status, closed.outcome),
        (Status::Closed, Some(Outcome::ToTraining))
    );
}

#[test]
fn what_is_refused() {
    let active = Standing {
        status: Status::Active,
        counsellor: Some(A),
    };
    assert_eq!(step(active, Act::Take { by: B }), Err(Refused::Taken));
    assert_eq!(
        step(
            active,
            Act::Close {
                by: B,
                outcome: Outcome::Answered
            }
        ),
        Err(Refused::NotYours)
    );
    assert_eq!(
        step(active, Act::GiveBack { by: B }),
        Err(Refused::NotYours)
    );
    assert_eq!(
        step(active, Act::Transfer { by: A, to: A }),
        Err(Refused::ToSelf)
    );
    assert_eq!(
        step(
            active,
            Act::Close {
                by: A,
                outcome: Outcome::EndedByCitizen
            }
        ),
        Err(Refused::WrongOutcome)
    );
    assert_eq!(
        step(
            waiting(),
            Act::Close {
                by: A,
                outcome: Outcome::Answered
            }
        ),
        Err(Refused::NotYours)
    );
    assert_eq!(step(waiting(), Act::TakeAway), Err(Refused::NotYours));
}

#[test]
fn who_may_write_when() {
    use Party::{Citizen, Counsellor};
    let may = |status| (may_write(status, Citizen), may_write(status, Counsellor));
    assert_eq!(may(Status::Waiting), (true, false));
    assert_eq!(may(Status::Active), (true, true));
    assert_eq!(may(Status::Closed), (false, false));
}

#[test]
fn stored_names_read_back() {
    assert!(
        Status::ALL
            .iter()
            .all(|one| Status::parse(one.as_str()) == Some(*one))
    );
    assert!(
        Outcome::ALL
            .iter()
            .all(|one| Outcome::parse(one.as_str()) == Some(*one))
    );
    assert!(
        Topic::ALL
            .iter()
            .all(|one| Topic::parse(one.as_str()) == Some(*one))
    );
    assert_eq!(Topic::parse("weather"), None);
}

fn any_act() -> impl Strategy<Value = Act> {
    let who = || prop_oneof![Just(A), Just(B)];
    prop_oneof![
        who().prop_map(|by| Act::Take { by }),
        who().prop_map(|by| Act::GiveBack { by }),
        Just(Act::TakeAway),
        (who(), who()).prop_map(|(by, to)| Act::Transfer { by, to }),
        (who(), prop::sample::select(Outcome::ALL))
            .prop_map(|(by, outcome)| Act::Close { by, outcome }),
        Just(Act::End),
    ]
}

proptest! {
    #[test]
    fn the_message_tells_the_new_state(acts in prop::collection::vec(any_act(), 0..30)) {
        let mut now = waiting();
        for act in acts {
            let was = now;
            let Ok(done) = step(now, act) else { continue };
            prop_assert_ne!(was.status, Status::Closed);
            prop_assert_eq!(done.kind.leads_to(), Some(done.standing.status));
            prop_assert_eq!(done.outcome.is_some(), done.standing.status == Status::Closed);
            prop_assert_eq!(done.standing.status == Status::Waiting, done.kind == Kind::Returned);
            if done.standing.status == Status::Active {
                prop_assert!(done.standing.counsellor.is_some());
            }
            now = done.standing;
        }
    }
}
