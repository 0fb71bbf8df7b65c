//! The server functions of employers.

use domain::applications::OpeningForm;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::{ApplicantView, EmployerHome, OpeningView, VacancyApplicants};
use crate::base::error::AppError;

#[cfg(feature = "ssr")]
use {
    super::store,
    crate::applications::invalid,
    crate::applications::steps::{self, Side},
    crate::base::error::Problems,
    crate::jobs::reference::{region_choices, region_name},
    crate::platform::{allow, audit, done, in_task, lock_viewer, platform, require},
    domain::accounts::{Access, Role, encoded},
    domain::applications::{COMPANY, NOTE, POSITION, Step},
    domain::format::date_in_wib,
    domain::typed,
    time::Duration,
    uuid::Uuid,
};

/// Companies, vacancies with their counts, and requests and vacancies that wait for an officer.
#[server(input = GetUrl)]
pub async fn read_employer_home() -> Result<EmployerHome, AppError> {
    let (p, viewer) = (platform(), require(&Role::SERVED)?);
    let mut conn = p.pool.acquire().await?;
    let person = viewer.person_id;
    Ok(EmployerHome {
        companies: store::companies(&mut conn, person).await?,
        request: store::last_request(&mut conn, person).await?,
        vacancies: store::vacancies(&mut conn, p.clock.now(), person).await?,
        drafts: store::drafts(&mut conn, person).await?,
    })
}

/// Asks to speak for a company.
#[server]
pub async fn request_company(
    company: String,
    nib: String,
    position: String,
) -> Result<(), AppError> {
    let (p, viewer) = (platform(), require(&Role::SERVED)?);
    let nib = typed::code(&nib).replace('.', "");
    let mut problems = Problems::default();
    let company = problems.take("company", needed_line(&company, COMPANY.most));
    if nib.len() != 13 || !nib.bytes().all(|b| b.is_ascii_digit()) {
        problems.add("nib", "invalid_nib");
    }
    let position = problems.take("position", needed_line(&position, POSITION.most));
    problems.check()?;
    let (Some(company), Some(position)) = (company, position) else {
        return Ok(());
    };
    in_task(async move {
        let now = p.clock.now();
        let person = viewer.person_id;
        let mut tx = p.pool.begin().await?;
        lock_viewer(&mut tx, &viewer).await?;
        allow(
            &mut tx,
            now,
            &format!("company:{person}"),
            Duration::days(1),
            10,
        )
        .await?;
        let asked = store::ask(
            &mut tx,
            now,
            p.ids.uuid(now),
            person,
            &company,
            &nib,
            &position,
        )
        .await?;
        tx.commit().await?;
        match asked {
            true => Ok(()),
            false => Err(AppError::conflict("request_waiting")),
        }
    })
    .await?;
    done("/perusahaan?pesan=diminta");
    Ok(())
}

/// A line of text that must not be empty and must fit its column.
#[cfg(feature = "ssr")]
pub(super) fn needed_line(raw: &str, most: usize) -> Result<String, &'static str> {
    typed::needed(typed::line(raw)?, most)
}

/// The form of a new vacancy, or of a vacancy to rewrite (`draft`: its id).
#[server(input = GetUrl)]
pub async fn read_opening(draft: String) -> Result<OpeningView, AppError> {
    let (p, viewer) = (platform(), require(&[Role::Employer])?);
    let mut conn = p.pool.acquire().await?;
    let draft = match draft.as_str() {
        "" => None,
        id => {
            let id: Uuid = id.parse().map_err(|_| AppError::NotFound)?;
            Some(
                store::draft(&mut conn, viewer.person_id, id)
                    .await?
                    .ok_or(AppError::NotFound)?,
            )
        }
    };
    Ok(OpeningView {
        companies: store::companies(&mut conn, viewer.person_id).await?,
        regions: region_choices(),
        form: draft
            .as_ref()
            .map(|draft| OpeningForm::from(&draft.opening))
            .unwrap_or_default(),
        draft,
    })
}

/// Submits a vacancy to be checked by an officer.
#[server]
pub async fn send_opening(
    #[server(default)] draft: String,
    #[server(default)] company: String,
    #[server(flatten)] form: OpeningForm,
) -> Result<(), AppError> {
    let (p, viewer) = (platform(), require(&[Role::Employer])?);
    let now = p.clock.now();
    let opening = form.read(date_in_wib(now), |code| region_name(code).is_some());
    let chosen: Option<Uuid> = company.parse().ok();
    let (opening, company) = match (opening, chosen) {
        (Ok(opening), Some(company)) => (opening, company),
        (opening, company) => {
            let mut wrong = opening.err().unwrap_or_default();
            if company.is_none() {
                wrong.insert(0, ("company", "required"));
            }
            return Err(invalid(wrong));
        }
    };
    in_task(async move {
        let person = viewer.person_id;
        let mut tx = p.pool.begin().await?;
        lock_viewer(&mut tx, &viewer).await?;
        let rewritten: Option<Uuid> = match draft.as_str() {
            "" => None,
            id => Some(id.parse().map_err(|_| AppError::NotFound)?),
        };
        if let Some(id) = rewritten {
            store::draft(&mut tx, person, id)
                .await?
                .ok_or(AppError::NotFound)?;
        }
        if store::owned_company(&mut tx, person, company)
            .await?
            .is_none()
        {
            return Err(AppError::field("company", "invalid_choice"));
        }
        match rewritten {
            // Not found when an officer has published it at this moment.
            Some(id) => {
                if !store::rewrite(&mut tx, now, id, person, company, &opening).await? {
                    return Err(AppError::NotFound);
                }
            }
            None => {
                let key = format!("opening:{person}");
                allow(&mut tx, now, &key, Duration::days(1), 50).await?;
                store::write(&mut tx, now, p.ids.uuid(now), person, company, &opening).await?;
            }
        }
        tx.commit().await?;
        Ok(())
    })
    .await?;
    done("/perusahaan?pesan=dikirim");
    Ok(())
}

/// One of the employer's own vacancies and its applicants; the access is audited.
#[server(input = GetUrl)]
pub async fn read_applicants(slug: String) -> Result<VacancyApplicants, AppError> {
    let (p, viewer) = (platform(), require(&[Role::Employer])?);
    let mut tx = p.pool.begin().await?;
    let found = store::vacancy(&mut tx, p.clock.now(), viewer.person_id, &slug).await?;
    let vacancy = found.ok_or(AppError::NotFound)?;
    let applicants = store::applicants(&mut tx, viewer.person_id, &slug).await?;
    if !applicants.is_empty() {
        // A slug has at most 72 characters; an audited object has room for 120.
        audit(
            &mut tx,
            &p.clock,
            &viewer,
            Access::Applicants,
            &format!("vacancy:{slug}"),
            None,
        )
        .await?;
    }
    tx.commit().await?;
    Ok(VacancyApplicants {
        vacancy,
        applicants,
    })
}

/// Closes one of the employer's own vacancies; its applications stay open for an answer.
#[server]
pub async fn close_vacancy(slug: String) -> Result<(), AppError> {
    let (p, viewer) = (platform(), require(&[Role::Employer])?);
    let back = format!("/perusahaan/lowongan/{}?pesan=ditutup", encoded(&slug));
    in_task(async move {
        let now = p.clock.now();
        let mut tx = p.pool.begin().await?;
        store::vacancy(&mut tx, now, viewer.person_id, &slug)
            .await?
            .ok_or(AppError::NotFound)?;
        if !store::close(&mut tx, now, viewer.person_id, &slug).await? {
            return Err(AppError::conflict("vacancy_closed"));
        }
        crate::jobs::join_copies_of(&mut tx, viewer.person_id).await?;
        Ok(tx.commit().await?)
    })
    .await?;
    done(&back);
    Ok(())
}

/// One applicant for an own vacancy; the access is audited.
#[server(input = GetUrl)]
pub async fn read_applicant(code: String) -> Result<ApplicantView, AppError> {
    let (p, viewer) = (platform(), require(&[Role::Employer])?);
    let mut tx = p.pool.begin().await?;
    let found = store::applicant(&mut tx, viewer.person_id, &code).await?;
    let (id, person, mut view) = found.ok_or(AppError::NotFound)?;
    view.steps = crate::applications::steps_of(&mut tx, id).await?;
    let object = format!("application:{}", view.applicant.code);
    audit(
        &mut tx,
        &p.clock,
        &viewer,
        Access::Application,
        &object,
        Some(person),
    )
    .await?;
    tx.commit().await?;
    Ok(view)
}

/// Takes a step with an application for an own vacancy.
#[server]
pub async fn move_applicant(
    code: String,
    step: String,
    #[server(default)] note: String,
) -> Result<(), AppError> {
    let (p, viewer) = (platform(), require(&[Role::Employer])?);
    let step = Step::from_code(&step).ok_or(AppError::field("step", "invalid_choice"))?;
    let note = typed::at_most(typed::text(&note), NOTE.most);
    let note = note.map_err(|code| AppError::field("note", code))?;
    let back = format!(
        "/perusahaan/lamaran/{}?pesan={}",
        encoded(&code),
        step.code()
    );
    steps::take(p, code, Side::Employer(viewer.person_id), step, note).await?;
    done(&back);
    Ok(())
}
