use crate::base::page::Title;
use domain::accounts::{Role, encoded};
use domain::applications::Part;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::cv::upload_then;
use super::profile::ProfileFields;
use crate::applications::api::{SaveProfile, read_apply};
use crate::applications::model::{ApplyView, Applying, Target};
use crate::applications::words::{moment, part_label, until};
use crate::base::loaded::loaded;
use crate::base::page::param;
use crate::base::text::{line_of, t, tr, trf};
use crate::base::ui::{
    Breadcrumbs, HiddenField, Inset, Link, LinkButton, Notice, PostForm, Submit, Tone,
};
use crate::base::viewer::viewer_in;

/// `/lowongan/{slug}/lamar`: the profile that will be sent, and its missing parts.
#[component]
pub fn ApplyPage() -> impl IntoView {
    if let Err(page) = viewer_in(&[Role::Citizen]) {
        return page;
    }
    let found = Resource::new(|| param("slug"), read_apply);
    view! {
        {loaded(found, |view| view! { <Profile view/> })}
    }
    .into_any()
}

#[component]
fn Profile(view: ApplyView) -> impl IntoView {
    let ApplyView { target, mine, .. } = view;
    let check = format!("{}/periksa", apply_path(&target));
    // One question per page: asks a person without a CV for it next.
    let next = if mine.cv.is_some() {
        check
    } else {
        upload_then(&check)
    };
    let missing: Vec<Part> = mine.named.profile.missing();
    let notice = (!missing.is_empty()).then(|| {
        let names: Vec<_> = missing.iter().map(|part| tr(part_label(*part))).collect();
        view! { <Inset><p>{trf(t::applications::APPLY_MISSING, &[("parts", &names.join(", "))])}</p></Inset> }
    });
    let title = trf(t::applications::APPLY_TITLE, &[("title", &target.title)]);
    let body = if target.applying == Applying::Open {
        view! {
            <p>{tr(t::applications::APPLY_LEAD)}</p>
            {notice}
            <PostForm id="profile" action=SaveProfile::url()>
                <HiddenField name="next" value=next/>
                <ProfileFields profile=mine.named.profile regions=mine.regions whole=true/>
                <Submit label=tr(t::applications::APPLY_NEXT)/>
            </PostForm>
        }
        .into_any()
    } else {
        view! { <Refusal target=target.clone()/> }.into_any()
    };
    view! {
        <Title text=title.clone()/>
        {crumbs(&target)}
        <div class="apply-narrow">
            <h1>{title}</h1>
            <p class="lead">{place_line(&target)}</p>
            {body}
        </div>
    }
}

/// The address of the page for applying.
pub(super) fn apply_path(target: &Target) -> String {
    format!("/lowongan/{}/lamar", encoded(&target.slug))
}

/// The way back to the vacancy.
pub(super) fn crumbs(target: &Target) -> impl IntoView + use<> {
    let links = vec![
        Link::new("/lowongan", tr(t::jobs::TITLE)),
        Link::new(
            format!("/lowongan/{}", encoded(&target.slug)),
            target.title.clone(),
        ),
    ];
    view! { <Breadcrumbs links/> }
}

/// The employer, the place and the closing day, in one line.
pub(super) fn place_line(target: &Target) -> String {
    let open = trf(
        t::applications::APPLY_UNTIL,
        &[("date", &until(target.closes_at))],
    );
    line_of([&target.company, &target.place, &open], " · ")
}

/// The reason why the person cannot apply, and a link to go on.
#[component]
pub(super) fn Refusal(target: Target) -> impl IntoView {
    let vacancy = format!("/lowongan/{}", encoded(&target.slug));
    match target.applying {
        Applying::Applied { code, sent_at } => {
            let words = trf(
                t::applications::APPLIED_TEXT,
                &[("at", &moment(sent_at)), ("code", &code)],
            );
            view! {
                <Notice title=tr(t::applications::APPLIED_TITLE) tone=Tone::Info><p>{words}</p></Notice>
                <p><LinkButton href=format!("/akun/lamaran/{code}") label=tr(t::applications::APPLIED_OPEN)/></p>
            }
            .into_any()
        }
        Applying::Closed => refused(
            t::applications::CLOSED_TEXT,
            "/lowongan".to_owned(),
            t::applications::CLOSED_OPEN,
        ),
        Applying::Own => refused(
            t::applications::OWN_TEXT,
            vacancy,
            t::applications::BACK_TO_VACANCY,
        ),
        Applying::AtSource | Applying::Open => refused(
            t::applications::SOURCE_TEXT,
            vacancy,
            t::applications::BACK_TO_VACANCY,
        ),
    }
}

fn refused(
    words: crate::base::text::Text,
    href: String,
    label: crate::base::text::Text,
) -> AnyView {
    view! {
        <Notice tone=Tone::Warning><p>{tr(words)}</p></Notice>
        <p><LinkButton href label=tr(label)/></p>
    }
    .into_any()
}
