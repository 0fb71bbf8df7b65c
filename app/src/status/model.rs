//! What is found under a code.

use serde::{Deserialize, Serialize};

use crate::{applications, courses};

/// What the code stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// As it was given.
    pub code: String,
    pub thing: Thing,
}

/// A thing that has a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Thing {
    Application(applications::model::ByCode),
    Enrolment(courses::model::ByCode),
}

impl Found {
    /// Its page, for the person whose it is.
    pub fn path(&self) -> String {
        let list = match self.thing {
            Thing::Application(_) => "lamaran",
            Thing::Enrolment(_) => "pelatihan",
        };
        format!("/akun/{list}/{}", self.code)
    }

    /// Whether it is the reader's own.
    pub fn own(&self) -> bool {
        match &self.thing {
            Thing::Application(found) => found.own,
            Thing::Enrolment(found) => found.own,
        }
    }
}
