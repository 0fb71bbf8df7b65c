//! The design system: every control, list and message of the pages.
//!
//! Plain HTML first. Each component renders markup that works with no JavaScript: links, GET forms
//! and POST forms. None holds state in the browser, and none binds an input's value: text that a
//! person typed before the wasm was loaded stays in the field.
//!
//! Text comes from the caller, already in the person's language (`tr(t::jobs::TITLE)`). An empty
//! string means "none" for every optional text. The components' own texts are in
//! `locales/<lang>/ui.json`. Styles are in `style/ui.css`; nothing here writes an inline style.
//!
//! The style guide (`/gaya`) shows every component in every state.
//!
//! ```text
//! <PostForm id="sign-in" action=SignIn::url()>
//!     <TextField name="who" label=tr(t::accounts::WHO) autocomplete="username"/>
//!     <PasswordField name="password" label=tr(t::accounts::PASSWORD) autocomplete="current-password"/>
//!     <Submit label=tr(t::accounts::SIGN_IN)/>
//! </PostForm>
//! ```

mod button;
mod card;
mod changing;
mod choice;
mod date;
mod dialog;
mod done;
mod exact;
mod field;
mod file;
mod form;
mod keep_code;
mod limit;
mod message;
mod nav;
mod progress;
mod scope;
mod summary;
mod table;
mod tag;
mod weekday;

pub use button::{ButtonKind, ButtonRow, LinkButton, Submit};
pub use card::{Card, Cards, EmptyState};
pub use changing::{Changing, Row, changing, rows};
pub use choice::{Checkbox, Checkboxes, Choice, Radios, Select};
pub use date::DateField;
pub use dialog::Dialog;
pub use done::done_notice;
pub use exact::ExactField;
pub(crate) use field::textarea_html;
pub use field::{NumberField, PasswordField, TextArea, TextField};
pub use file::FileField;
pub(crate) use form::FormMarks;
#[cfg(feature = "ssr")]
pub use form::LookUpForm;
pub use form::{ErrorSummary, GetForm, HiddenField, PostForm, Problem};
pub use keep_code::KeepCode;
pub use limit::Limit;
pub(crate) use limit::counter;
pub use message::{Details, Inset, Notice, Panel, Warning};
pub use nav::{Breadcrumbs, Link, Pager, Pills, QuickExit, Tabs};
pub use progress::{Task, TaskList, Timeline, TimelineEntry};
pub use summary::{SummaryList, SummaryRow};
pub use table::Table;
pub use tag::{StatusTag, Tone};
pub use weekday::{weekday_named, weekday_text};
