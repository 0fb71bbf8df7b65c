//! The profile of an applicant.

use serde::{Deserialize, Serialize};

use super::{Wrong, line, list, need, take, text, years};
use crate::jobs::Education;
use crate::typed::{Bounds, Items, Letters, bounds};

/// The part of an applicant's data that an employer sees, beside name and contact.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// The highest level that the person has finished.
    pub education: Option<Education>,
    /// The field of study or training.
    pub programme: Option<String>,
    pub skills: Vec<String>,
    /// Whole years of work.
    pub experience_years: Option<i16>,
    /// Earlier work: where, as what, since when.
    pub experience: Option<String>,
    /// The place where the person lives: the Kemendagri code of a regency, or elsewhere that of a province.
    pub place: Option<String>,
    /// The work that the person looks for.
    pub wish: Option<String>,
}

/// A part that an application needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Education,
    Skills,
    Experience,
    Place,
    Wish,
}

impl Profile {
    /// The missing parts that an application needs, in the order of the form.
    pub fn missing(&self) -> Vec<Part> {
        let all = [
            (Part::Education, self.education.is_none()),
            (Part::Skills, self.skills.is_empty()),
            (Part::Experience, self.experience_years.is_none()),
            (Part::Place, self.place.is_none()),
            (Part::Wish, self.wish.is_none()),
        ];
        all.into_iter()
            .filter(|(_, missing)| *missing)
            .map(|(part, _)| part)
            .collect()
    }
}

/// The form as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProfileForm {
    pub education: String,
    pub programme: String,
    pub skills: String,
    pub experience_years: String,
    pub experience: String,
    pub place: String,
    pub wish: String,
}

impl ProfileForm {
    /// The study programme.
    pub const PROGRAMME: Letters = Letters::at_most(120);
    /// The skills of the person.
    pub const SKILLS: Items = Items {
        most: 20,
        letters: 60,
    };
    /// Earlier work.
    pub const WORK: Letters = Letters::at_most(2000);
    /// The work that the person looks for.
    pub const WISH: Letters = Letters::at_most(500);
    /// Years of work.
    pub const EXPERIENCE: Bounds = bounds!("years_out_of_range", 0, 60);

    /// Reads the form. With `whole`, the parts that an application needs must be there.
    ///
    /// # Errors
    /// All field errors.
    pub fn read(
        &self,
        whole: bool,
        knows_place: impl Fn(&str) -> bool,
    ) -> Result<Profile, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let education = match self.education.as_str() {
            "" => Ok(None),
            code => Education::from_code(code).map(Some).ok_or("invalid_choice"),
        };
        let place = match self.place.as_str() {
            "" => Ok(None),
            code if knows_place(code) => Ok(Some(code.to_owned())),
            _ => Err("invalid_choice"),
        };
        let years = years(&self.experience_years, Self::EXPERIENCE);
        let profile = Profile {
            education: take(&mut wrong, "education", education).flatten(),
            programme: take(
                &mut wrong,
                "programme",
                line(&self.programme, Self::PROGRAMME.most),
            )
            .flatten(),
            skills: take(&mut wrong, "skills", list(&self.skills, Self::SKILLS))
                .unwrap_or_default(),
            experience_years: take(&mut wrong, "experience_years", years).flatten(),
            experience: take(
                &mut wrong,
                "experience",
                text(&self.experience, Self::WORK.most),
            )
            .flatten(),
            place: take(&mut wrong, "place", place).flatten(),
            wish: take(&mut wrong, "wish", text(&self.wish, Self::WISH.most)).flatten(),
        };
        if whole {
            for part in profile.missing() {
                let field = part.field();
                if !wrong.iter().any(|(known, _)| *known == field) {
                    need::<()>(&mut wrong, field, Ok(None));
                }
            }
        }
        if wrong.is_empty() {
            Ok(profile)
        } else {
            Err(wrong)
        }
    }
}

impl Part {
    /// The field of the form that fills it.
    pub const fn field(self) -> &'static str {
        match self {
            Part::Education => "education",
            Part::Skills => "skills",
            Part::Experience => "experience_years",
            Part::Place => "place",
            Part::Wish => "wish",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled() -> ProfileForm {
        ProfileForm {
            education: "sma".into(),
            programme: "Tata busana".into(),
            skills: "Menjahit, Obras\nmenjahit".into(),
            experience_years: "3".into(),
            experience: String::new(),
            place: "35.78".into(),
            wish: "Penjahit di Surabaya".into(),
        }
    }

    fn known(code: &str) -> bool {
        code == "35.78"
    }

    #[test]
    fn a_whole_form_is_a_whole_profile() {
        let profile = filled().read(true, known).unwrap();
        assert_eq!(profile.education, Some(Education::SeniorHigh));
        assert_eq!(profile.skills, ["Menjahit", "Obras"]);
        assert_eq!(profile.experience_years, Some(3));
        assert_eq!(profile.experience, None);
        assert!(profile.missing().is_empty());
        let stored = serde_json::to_value(&profile).unwrap();
        assert_eq!(serde_json::from_value::<Profile>(stored).unwrap(), profile);
    }

    #[test]
    fn an_empty_form_is_kept_in_the_account_but_not_sent_to_an_employer() {
        assert_eq!(
            ProfileForm::default().read(false, known),
            Ok(Profile::default())
        );
        let wrong = ProfileForm::default().read(true, known).unwrap_err();
        let fields = ["education", "skills", "experience_years", "place", "wish"];
        assert_eq!(wrong, fields.map(|field| (field, "required")));
    }

    #[test]
    fn every_wrong_field_is_named_once() {
        let form = ProfileForm {
            education: "tk".into(),
            skills: "x".repeat(61),
            experience_years: "banyak".into(),
            place: "99.99".into(),
            wish: "x".repeat(501),
            ..filled()
        };
        let wrong = form.read(true, known).unwrap_err();
        assert_eq!(
            wrong,
            [
                ("education", "invalid_choice"),
                ("skills", "too_long"),
                ("experience_years", ProfileForm::EXPERIENCE.wrong),
                ("place", "invalid_choice"),
                ("wish", "too_long")
            ]
        );
    }

    #[test]
    fn no_work_yet_is_an_answer() {
        let form = ProfileForm {
            experience_years: "0".into(),
            ..filled()
        };
        assert_eq!(form.read(true, known).unwrap().experience_years, Some(0));
    }
}
