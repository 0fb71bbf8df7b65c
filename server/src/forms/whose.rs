//! The owner of a form: nobody may send a form that was shown to another person.

use app::accounts::api::{
    ConfirmRegistration, Register, RequestReset, ResetPassword, SignIn, SignOut,
};
use app::base::error::AppError;
use app::base::form::SEAL_FIELD;
use app::consultation::LeaveDevice;
use app::platform::{Seal, Visit};
use leptos::server_fn::ServerFn;

use super::typed::value;

/// Whether anybody may send the form: its function checks the person itself, or it leaves a device, whoever is signed
/// in.
fn is_anybodys(path: &str) -> bool {
    [
        ConfirmRegistration::url(),
        LeaveDevice::url(),
        Register::url(),
        RequestReset::url(),
        ResetPassword::url(),
        SignIn::url(),
        SignOut::url(),
    ]
    .contains(&path)
}

/// The seal of the submitted form.
pub(super) fn seal_of(typed: &[(String, String)]) -> Option<Seal> {
    value(typed, SEAL_FIELD).and_then(Seal::read)
}

/// Why this person may not send the form, if so: its page was rendered for another person. One browser has many
/// windows, and people share it.
pub(crate) fn whose_problem(
    visit: &Visit,
    typed: &[(String, String)],
    path: &str,
) -> Option<AppError> {
    let seal = seal_of(typed)?;
    let person = visit.viewer.as_ref().map(|viewer| viewer.person_id);
    if seal.is_of(person) || is_anybodys(path) {
        return None;
    }
    Some(match person {
        // Their session has ended.
        None => AppError::Unauthenticated,
        // The person may have signed in meanwhile: they check the typed values and send the form again.
        Some(_) if seal.is_of(None) => AppError::conflict("signed_in_since"),
        Some(_) => AppError::conflict(OTHER_PERSON),
    })
}

const OTHER_PERSON: &str = "other_person";

/// Whether the problem is that the form was shown to another person.
pub(crate) fn is_other_person(problem: &AppError) -> bool {
    *problem == AppError::conflict(OTHER_PERSON)
}
