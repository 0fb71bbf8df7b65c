//! The eligibility questions of a form, and their field errors.

use super::{Answers, ApplicantKind, COUNTRIES, EARLIEST_RETURN_YEAR};
use crate::typed::{Bounds, plain_number};

/// The value of the regency question for a person who lives outside East Java.
pub const OUTSIDE: &str = "outside";

/// The field error for a value that is no year, or a year before [`EARLIEST_RETURN_YEAR`].
const INVALID_YEAR: &str = "invalid_year min=1970";

/// The years in which a person can have returned.
pub fn return_years(this_year: i32) -> Bounds {
    Bounds {
        min: i64::from(EARLIEST_RETURN_YEAR),
        max: i64::from(this_year),
        wrong: INVALID_YEAR,
    }
}

/// The form as the person filled it in.
#[derive(Debug, Clone, Copy, Default)]
pub struct AnswerForm<'a> {
    pub kind: &'a str,
    pub country: &'a str,
    pub return_year: &'a str,
    pub regency: &'a str,
    pub adult: &'a str,
}

impl AnswerForm<'_> {
    /// Reads the form. Drops the answers that the kind does not need, so that they are not stored. `Err` holds all
    /// field errors, in the order of the questions.
    pub fn read(
        &self,
        this_year: i32,
        is_regency: impl Fn(&str) -> bool,
    ) -> Result<Answers, Vec<(&'static str, &'static str)>> {
        let mut wrong = Vec::new();
        let kind = note(&mut wrong, "kind", one_of(self.kind, ApplicantKind::parse));
        let mut country = None;
        let mut return_year = None;
        if kind.is_some_and(ApplicantKind::needs_country) {
            let known = |code: &str| COUNTRIES.contains(&code).then(|| code.to_owned());
            country = note(&mut wrong, "country", one_of(self.country, known));
        }
        if kind.is_some_and(ApplicantKind::needs_return_year) {
            return_year = note(&mut wrong, "return_year", year(self.return_year, this_year));
        }
        let regency = note(
            &mut wrong,
            "regency",
            one_of(self.regency, |code| match code {
                OUTSIDE => Some(None),
                code => is_regency(code).then(|| Some(code.to_owned())),
            }),
        );
        let adult = note(
            &mut wrong,
            "adult",
            one_of(self.adult, |answer| match answer {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            }),
        );
        match (kind, regency, adult) {
            (Some(kind), Some(regency), Some(adult)) if wrong.is_empty() => Ok(Answers {
                kind,
                country,
                return_year,
                regency,
                adult,
            }),
            _ => Err(wrong),
        }
    }
}

fn note<T>(
    wrong: &mut Vec<(&'static str, &'static str)>,
    field: &'static str,
    answer: Result<T, &'static str>,
) -> Option<T> {
    answer.map_err(|code| wrong.push((field, code))).ok()
}

fn one_of<T>(text: &str, known: impl Fn(&str) -> Option<T>) -> Result<T, &'static str> {
    match text.trim() {
        "" => Err("required"),
        text => known(text).ok_or("invalid_choice"),
    }
}

fn year(text: &str, this_year: i32) -> Result<i32, &'static str> {
    if text.trim().is_empty() {
        return Err("required");
    }
    let year = plain_number(text).and_then(|year| i32::try_from(year).ok());
    let year = year.ok_or(INVALID_YEAR)?;
    if year > this_year {
        Err("year_in_future")
    } else if year < EARLIEST_RETURN_YEAR {
        Err(INVALID_YEAR)
    } else {
        Ok(year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: AnswerForm<'_> = AnswerForm {
        kind: "returned",
        country: "HK",
        return_year: " 2024 ",
        regency: "35.05",
        adult: "yes",
    };

    fn read(form: AnswerForm<'_>) -> Result<Answers, Vec<(&'static str, &'static str)>> {
        form.read(2026, |code| code.starts_with("35."))
    }

    #[test]
    fn a_complete_form_is_read() {
        let answers = read(GOOD).unwrap();
        assert_eq!(answers.return_year, Some(2024));
        assert_eq!(answers.regency.as_deref(), Some("35.05"));
    }

    #[test]
    fn an_empty_form_names_what_is_asked_of_everybody() {
        assert_eq!(
            read(AnswerForm::default()),
            Err(vec![
                ("kind", "required"),
                ("regency", "required"),
                ("adult", "required")
            ])
        );
    }

    #[test]
    fn the_first_year_is_told() {
        assert!(INVALID_YEAR.ends_with(&EARLIEST_RETURN_YEAR.to_string()));
    }

    #[test]
    fn only_the_wrong_field_is_named() {
        for (year, code) in [
            ("", "required"),
            ("kemarin", INVALID_YEAR),
            ("24", INVALID_YEAR),
            ("2.024", INVALID_YEAR),
            ("1969", INVALID_YEAR),
            ("٢٠٢٧", "year_in_future"),
            ("2027", "year_in_future"),
        ] {
            let form = AnswerForm {
                return_year: year,
                ..GOOD
            };
            assert_eq!(read(form), Err(vec![("return_year", code)]), "{year}");
        }
        let form = AnswerForm {
            country: "XX",
            regency: "11.01",
            ..GOOD
        };
        assert_eq!(
            read(form),
            Err(vec![
                ("country", "invalid_choice"),
                ("regency", "invalid_choice")
            ])
        );
    }

    #[test]
    fn what_the_kind_does_not_need_is_not_kept() {
        let answers = read(AnswerForm {
            kind: "resident",
            return_year: "x",
            ..GOOD
        })
        .unwrap();
        assert_eq!((answers.country, answers.return_year), (None, None));
        let answers = read(AnswerForm {
            kind: "family",
            ..GOOD
        })
        .unwrap();
        assert_eq!(
            (answers.country.as_deref(), answers.return_year),
            (Some("HK"), None)
        );
    }

    #[test]
    fn outside_the_province_is_an_answer() {
        let answers = read(AnswerForm {
            regency: OUTSIDE,
            ..GOOD
        })
        .unwrap();
        assert_eq!(answers.regency, None);
    }
}
