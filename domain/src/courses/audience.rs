//! The audience of a programme, a person's answers, and the reasons for a refusal.

use serde::{Deserialize, Serialize};

/// A person's relation to work abroad: the first eligibility question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicantKind {
    /// Worked abroad and came back (*PMI purna*).
    Returned,
    /// Prepares to work abroad (*CPMI*, candidate).
    Candidate,
    /// Husband, wife, parent, child or sibling of a migrant worker.
    Family,
    /// None of these: a resident of the region.
    Resident,
}

impl ApplicantKind {
    pub const ALL: [Self; 4] = [
        Self::Returned,
        Self::Candidate,
        Self::Family,
        Self::Resident,
    ];

    /// The value stored in the database and used in forms and addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Returned => "returned",
            Self::Candidate => "candidate",
            Self::Family => "family",
            Self::Resident => "resident",
        }
    }

    /// Reads a form's or the database's value; `None` for anything else.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether the person has to name the country of work.
    pub fn needs_country(self) -> bool {
        matches!(self, Self::Returned | Self::Family)
    }

    /// Whether the person has to name the year of return.
    pub fn needs_return_year(self) -> bool {
        matches!(self, Self::Returned)
    }
}

/// Countries of work in the form's list: the main destinations of workers from East Java (ISO 3166-1 alpha-2), then
/// `ZZ` for any other.
pub const COUNTRIES: [&str; 16] = [
    "HK", "TW", "MY", "KR", "JP", "SG", "BN", "SA", "AE", "QA", "KW", "OM", "BH", "JO", "TR", "ZZ",
];

/// The first year of return that the form accepts: no living participant came back before it.
pub const EARLIEST_RETURN_YEAR: i32 = 1970;

/// A person's well-formed answers to the eligibility questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    pub kind: ApplicantKind,
    /// One of [`COUNTRIES`]; present where the kind needs it.
    pub country: Option<String>,
    /// Year of the final return; present where the kind needs it.
    pub return_year: Option<i32>,
    /// Code of the regency of residence; `None` outside East Java.
    pub regency: Option<String>,
    /// Eighteen or older on the first day.
    pub adult: bool,
}

/// The people for whom a programme and one of its groups are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audience {
    pub kinds: Vec<ApplicantKind>,
    /// Countries of work, the person's own or the family's; empty is any country.
    pub countries: Vec<String>,
    /// Returned workers only: the most calendar years since the return.
    pub return_within_years: Option<i32>,
    /// Residents of these regencies only; empty is all of East Java.
    pub regencies: Vec<String>,
}

/// The reason why a person may not join. It is shown together with advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The programme is for other people.
    OtherAudience,
    /// Worked, or has family that works, in a country that the programme does not serve.
    OtherCountry,
    /// Returned longer ago than this many years.
    ReturnedTooLongAgo(i32),
    /// Lives outside East Java.
    OutsideProvince,
    /// Lives in a regency that this group does not serve.
    OtherRegency,
    /// Younger than eighteen.
    UnderAge,
}

impl Audience {
    /// All reasons why these answers do not fit, in the order of the questions; empty when the person may join.
    /// `this_year` is the calendar year in WIB.
    pub fn refusals(&self, answers: &Answers, this_year: i32) -> Vec<Refusal> {
        let mut reasons = self.refuses_work(answers, this_year);
        match &answers.regency {
            None => reasons.push(Refusal::OutsideProvince),
            Some(code) if !self.regencies.is_empty() && !self.regencies.contains(code) => {
                reasons.push(Refusal::OtherRegency);
            }
            Some(_) => {}
        }
        if !answers.adult {
            reasons.push(Refusal::UnderAge);
        }
        reasons
    }

    /// The reasons that concern work abroad. A programme for residents takes every resident, whatever their work abroad
    /// was; a candidate has not worked in a country yet.
    fn refuses_work(&self, answers: &Answers, this_year: i32) -> Vec<Refusal> {
        let mut reasons = Vec::new();
        if self.kinds.contains(&ApplicantKind::Resident) {
            return reasons;
        }
        if !self.kinds.contains(&answers.kind) {
            reasons.push(Refusal::OtherAudience);
            return reasons;
        }
        let served = |country: &String| self.countries.contains(country);
        if answers.kind.needs_country()
            && !self.countries.is_empty()
            && !answers.country.as_ref().is_some_and(served)
        {
            reasons.push(Refusal::OtherCountry);
        }
        if let (Some(limit), Some(year)) = (self.return_within_years, answers.return_year)
            && answers.kind.needs_return_year()
            && this_year - year > limit
        {
            reasons.push(Refusal::ReturnedTooLongAgo(limit));
        }
        reasons
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn audience(kinds: &[ApplicantKind]) -> Audience {
        Audience {
            kinds: kinds.to_vec(),
            countries: vec![],
            return_within_years: Some(5),
            regencies: vec![],
        }
    }

    fn returned(year: i32) -> Answers {
        Answers {
            kind: ApplicantKind::Returned,
            country: Some("HK".into()),
            return_year: Some(year),
            regency: Some("35.05".into()),
            adult: true,
        }
    }

    #[test]
    fn a_returned_worker_within_the_years_may_join() {
        let rule = audience(&[ApplicantKind::Returned]);
        assert_eq!(rule.refusals(&returned(2021), 2026), vec![]);
        assert_eq!(
            rule.refusals(&returned(2020), 2026),
            vec![Refusal::ReturnedTooLongAgo(5)]
        );
    }

    #[test]
    fn a_programme_without_a_limit_takes_an_early_return() {
        let mut rule = audience(&[ApplicantKind::Returned]);
        rule.return_within_years = None;
        assert_eq!(rule.refusals(&returned(1988), 2026), vec![]);
    }

    #[test]
    fn a_candidate_is_refused_by_a_programme_for_the_returned() {
        let mut answers = returned(2025);
        answers.kind = ApplicantKind::Candidate;
        assert_eq!(
            audience(&[ApplicantKind::Returned, ApplicantKind::Family]).refusals(&answers, 2026),
            vec![Refusal::OtherAudience]
        );
    }

    #[test]
    fn a_country_is_asked_of_those_who_have_one() {
        let mut rule = audience(&[
            ApplicantKind::Returned,
            ApplicantKind::Family,
            ApplicantKind::Candidate,
        ]);
        rule.countries = vec!["HK".into(), "TW".into()];
        for (kind, country, expected) in [
            (ApplicantKind::Returned, Some("TW"), vec![]),
            (
                ApplicantKind::Returned,
                Some("MY"),
                vec![Refusal::OtherCountry],
            ),
            (ApplicantKind::Returned, None, vec![Refusal::OtherCountry]),
            (ApplicantKind::Family, Some("HK"), vec![]),
            (
                ApplicantKind::Family,
                Some("ZZ"),
                vec![Refusal::OtherCountry],
            ),
            (ApplicantKind::Candidate, None, vec![]),
        ] {
            let answers = Answers {
                kind,
                country: country.map(str::to_owned),
                ..returned(2025)
            };
            assert_eq!(
                rule.refusals(&answers, 2026),
                expected,
                "{kind:?} {country:?}"
            );
        }
    }

    #[test]
    fn a_programme_for_residents_takes_every_kind() {
        let mut rule = audience(&[ApplicantKind::Resident]);
        rule.countries = vec!["KR".into()];
        assert_eq!(rule.refusals(&returned(1990), 2026), vec![]);
    }

    #[test]
    fn every_reason_is_named_at_once() {
        let mut rule = audience(&[ApplicantKind::Returned]);
        rule.regencies = vec!["35.02".into()];
        rule.countries = vec!["KR".into()];
        let mut answers = returned(2001);
        answers.adult = false;
        assert_eq!(
            rule.refusals(&answers, 2026),
            vec![
                Refusal::OtherCountry,
                Refusal::ReturnedTooLongAgo(5),
                Refusal::OtherRegency,
                Refusal::UnderAge
            ]
        );
    }

    #[test]
    fn outside_the_province_nobody_may_join() {
        let mut answers = returned(2025);
        answers.regency = None;
        assert_eq!(
            audience(&[ApplicantKind::Returned]).refusals(&answers, 2026),
            vec![Refusal::OutsideProvince]
        );
    }

    #[test]
    fn kinds_can_be_read_back() {
        for kind in ApplicantKind::ALL {
            assert_eq!(ApplicantKind::parse(kind.code()), Some(kind));
        }
        assert_eq!(ApplicantKind::parse("tourist"), None);
    }
}
