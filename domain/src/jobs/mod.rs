//! Rules of the job board: the model of a vacancy, the import from a line of a dump, the time in which a vacancy is
//! open, and the address of a search.

mod cursor;
mod dates;
#[cfg(not(target_arch = "wasm32"))]
pub mod import;
mod meaning;
mod plain;
mod search;
mod slug;
mod spelling;
mod terms;
mod vacancy;

pub use cursor::Cursor;
pub use dates::{
    OPEN_DAYS_WITHOUT_DEADLINE, closes_at, demo_shift_days, end_of_day_wib, whole_day,
};
pub use meaning::Meaning;
pub use plain::{plain, plain_words};
pub use search::{
    DAY_CHOICES, EDUCATION_UNSAID, HOME_PROVINCE, JobSearch, Place, RADIUS_CHOICES_KM, Sector,
    Sort, WAGE_CHOICES,
};
pub use slug::{handed_on, short_id, slug};
pub use spelling::{KnownWord, completions, corrections, is_near, swapped};
pub use terms::{Term, one_word_names, phrase, same_work, terms, text_query};
pub use vacancy::{Conditions, Education, Employer, Vacancy, Wage, WorkKind, employer_key};
