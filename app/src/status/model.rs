//! The result of a look-up by code.

use serde::{Deserialize, Serialize};

use crate::{applications, courses};

/// A code, and the application or enrolment that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The code.
    pub code: String,
    pub thing: Thing,
}

/// The application or enrolment of a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Thing {
    Application(applications::model::ByCode),
    Enrolment(courses::model::ByCode),
}

impl Found {
    /// The path of its page, for its owner.
    pub fn path(&self) -> String {
        let list = match self.thing {
            Thing::Application(_) => "lamaran",
            Thing::Enrolment(_) => "pelatihan",
        };
        format!("/akun/{list}/{}", self.code)
    }

    /// Whether it belongs to the signed-in person.
    pub fn own(&self) -> bool {
        match &self.thing {
            Thing::Application(found) => found.own,
            Thing::Enrolment(found) => found.own,
        }
    }
}
