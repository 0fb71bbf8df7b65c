//! `/petugas/pelatihan/{cohort}/hadir/{number}`: the attendance list of one meeting.

use crate::base::loaded::loaded;
use crate::base::page::Title;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::model::Sheet;
use super::officer::{self, MarkAttendance};
use super::parts::param;
use super::roster::{ClassHeading, cohort_id};
use super::words;
use crate::base::error::AppError;
use crate::base::text::{t, tr, trf};
use crate::base::ui::{
    Breadcrumbs, Checkboxes, Choice, EmptyState, HiddenField, Link, Notice, PostForm, Submit, Tone,
};

/// One meeting's list.
#[component]
pub fn AttendancePage() -> impl IntoView {
    let (cohort, number) = (cohort_id(), param("number"));
    let sheet = Resource::new(
        move || (cohort(), number().parse::<i32>().ok()),
        |(cohort, number)| async move {
            officer::read_sheet(
                cohort.ok_or(AppError::NotFound)?,
                number.ok_or(AppError::NotFound)?,
            )
            .await
        },
    );
    view! {
        {loaded(sheet, |sheet| view! { <Detail sheet/> })}
    }
}

#[component]
fn Detail(sheet: Sheet) -> impl IntoView {
    let Sheet {
        cohort,
        session,
        participants,
        can_mark,
    } = sheet;
    let back = format!("/petugas/pelatihan/{}", cohort.id);
    let title = trf(t::courses::OFFICER_SHEET, &[("n", &session.number)]);
    let form = if participants.is_empty() {
        view! { <EmptyState title=tr(t::courses::OFFICER_NOBODY)/> }.into_any()
    } else if can_mark {
        let present = participants
            .iter()
            .filter(|person| person.attended.contains(&session.number));
        let present = present.map(|person| person.enrolment.to_string()).collect();
        let choices = participants
            .iter()
            .map(|person| {
                Choice::new(person.enrolment.to_string(), person.name.clone())
                    .hint(person.regency.clone())
            })
            .collect();
        view! {
            <PostForm id="attendance" action=MarkAttendance::url()>
                <HiddenField name="cohort" value=cohort.id.to_string()/>
                <HiddenField name="number" value=session.number.to_string()/>
                <Checkboxes
                    name="present[]"
                    label=tr(t::courses::OFFICER_WHO)
                    hint=tr(t::courses::OFFICER_WHO_HINT)
                    values=present
                    choices
                />
                <Submit label=tr(t::courses::OFFICER_SAVE)/>
            </PostForm>
        }
        .into_any()
    } else {
        let closed = tr(t::courses::OFFICER_CLOSED).to_owned();
        let later = trf(
            t::courses::OFFICER_NOT_BEGUN,
            &[("at", &words::date_time(session.starts_at))],
        );
        let text = if cohort.completed { closed } else { later };
        view! { <Notice tone=Tone::Info><p>{text}</p></Notice> }.into_any()
    };
    view! {
        <Title text=title.clone()/>
        <Breadcrumbs links=vec![
            Link::new("/petugas/pelatihan", tr(t::courses::OFFICER_TITLE)),
            Link::new(back, tr(t::courses::OFFICER_ROSTER)),
        ]/>
        <ClassHeading cohort/>
        <h2>{title} ", " {words::date_time(session.starts_at)}</h2>
        {form}
    }
}
