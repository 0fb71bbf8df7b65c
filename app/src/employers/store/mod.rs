//! The SQL of employers and of the officers who check them.

mod applicants;
mod companies;
mod drafts;
mod officer;
mod person;
mod vacancies;

pub use applicants::{applicant, applicants};
pub use companies::{ask, companies, last_request, owned_company, some_companies};
pub use drafts::{draft, drafts, rewrite, write};
pub use officer::{
    Account, account_of, account_of_request, claim_draft, company_named, decide_request, give,
    make_employer, publish, requests, send_back, waiting,
};
pub use person::{erase, export, hold_vacancies};
pub use vacancies::{close, vacancies, vacancy};
