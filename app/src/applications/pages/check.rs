use crate::base::page::Title;
use domain::accounts::Role;
use domain::applications::LETTER;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::apply::{Refusal, apply_path, crumbs, place_line};
use super::cv::upload_then;
use crate::applications::api::{Apply, read_apply};
use crate::applications::model::{ApplyView, Applying};
use crate::applications::parts::profile_rows;
use crate::applications::words::cv_text;
use crate::base::loaded::loaded;
use crate::base::page::param;
use crate::base::text::{line_of, t, tr, trf};
use crate::base::ui::{
    HiddenField, LinkButton, Notice, PostForm, Submit, SummaryList, SummaryRow, TextArea, Tone,
};
use crate::base::viewer::viewer_in;

/// `/lowongan/{slug}/lamar/periksa`: the check before sending, with all the data that will be sent.
#[component]
pub fn CheckPage() -> impl IntoView {
    if let Err(page) = viewer_in(&[Role::Citizen]) {
        return page;
    }
    let found = Resource::new(|| param("slug"), read_apply);
    view! {
        {loaded(found, |view| view! { <Check view/> })}
    }
    .into_any()
}

#[component]
fn Check(view: ApplyView) -> impl IntoView {
    let target = &view.target;
    let body = if target.applying != Applying::Open {
        view! { <Refusal target=target.clone()/> }.into_any()
    } else if view.mine.named.profile.missing().is_empty() {
        view! { <Answers view=view.clone()/> }.into_any()
    } else {
        view! {
            <Notice tone=Tone::Warning><p>{tr(t::applications::CHECK_INCOMPLETE)}</p></Notice>
            <p><LinkButton href=apply_path(target) label=tr(t::applications::CHECK_COMPLETE)/></p>
        }
        .into_any()
    };
    view! {
        <Title text=tr(t::applications::CHECK_TITLE)/>
        {crumbs(target)}
        <div class="apply-narrow">
            <h1>{tr(t::applications::CHECK_TITLE)}</h1>
            <p class="lead">{line_of([&target.title, &place_line(target)], ", ")}</p>
            {body}
        </div>
    }
}

#[component]
fn Answers(view: ApplyView) -> impl IntoView {
    let ApplyView {
        target,
        name,
        contacts,
        mine,
    } = view;
    let apply = apply_path(&target);
    let mut rows = vec![
        SummaryRow::new(tr(t::applications::NAME), name).change("/akun/nama"),
        SummaryRow::new(tr(t::applications::CONTACT), contacts.join(", ")),
    ];
    rows.extend(profile_rows(&mine.named, &apply));
    let cv = match &mine.cv {
        Some(cv) => cv_text(cv),
        None => tr(t::applications::CV_NONE_YET).to_owned(),
    };
    rows.push(
        SummaryRow::new(tr(t::applications::CV), cv)
            .change(upload_then(&format!("{apply}/periksa"))),
    );
    view! {
        <SummaryList rows leaves="apply"/>
        <PostForm id="apply" action=Apply::url()>
            <HiddenField name="slug" value=target.slug/>
            <TextArea name="letter" limit=LETTER label=tr(t::applications::LETTER) hint=tr(t::applications::LETTER_HINT) optional=true/>
            <p>{trf(t::applications::CHECK_CONSENT, &[("company", &target.company)])}</p>
            <Submit label=tr(t::applications::CHECK_SEND)/>
        </PostForm>
    }
}
