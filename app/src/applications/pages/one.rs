use crate::base::page::Title;
use domain::accounts::encoded;
use domain::applications::{Status, Step};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::applications::api::{MoveMine, read_my_application};
use crate::applications::model::SentView;
use crate::applications::parts::{Standing, StepLine, papers_rows};
use crate::applications::words::{day, status_hint, step_label};
use crate::base::loaded::loaded;
use crate::base::page::{param, query};
use crate::base::text::{line_of, t, tr, trf};
use crate::base::ui::KeepCode;
use crate::base::ui::done_notice;
use crate::base::ui::{
    Breadcrumbs, ButtonKind, Details, Dialog, HiddenField, Link, LinkButton, Panel, PostForm,
    Submit, SummaryList,
};
use crate::base::viewer::viewer_in;

/// `/akun/lamaran/{code}`: one application, from its sending to its end.
#[component]
pub fn ApplicationPage() -> impl IntoView {
    if let Err(page) = viewer_in(&[]) {
        return page;
    }
    let found = Resource::new(|| param("code"), read_my_application);
    view! {
        {loaded(found, |view| view! { <One view/> })}
    }
    .into_any()
}

#[component]
fn One(view: SentView) -> impl IntoView {
    let SentView {
        sent,
        papers,
        steps,
        open,
    } = view;
    let just_sent = query("pesan") == "terkirim";
    let head = if just_sent {
        view! {
            <Panel
                title=tr(t::applications::SENT_TITLE)
                code_label=tr(t::applications::CODE)
                code=sent.code.clone()
            />
            <p>{trf(t::applications::SENT_TEXT, &[("company", &sent.company)])}</p>
            <KeepCode/>
            <h2>{sent.title.clone()}</h2>
        }
        .into_any()
    } else {
        view! {
            <h1>{sent.title.clone()}</h1>
            <p class="hint">{trf(t::applications::LIST_CODE, &[("code", &sent.code)])}</p>
        }
        .into_any()
    };
    let vacancy = format!("/lowongan/{}", encoded(&sent.slug));
    let facts = line_of([&sent.company, &sent.place, &day(sent.sent_at)], " · ");
    let cv_href = format!("/akun/lamaran/{}/cv", sent.code);
    view! {
        <Title text=sent.title.clone()/>
        {done_notice(&[
            ("accept", t::applications::DONE_ACCEPT),
            ("withdraw", t::applications::DONE_WITHDRAW),
        ])}
        <Breadcrumbs links=vec![
            Link::new("/akun", tr(t::accounts::ACCOUNT_TITLE)),
            Link::new("/akun/lamaran", tr(t::applications::LIST_TITLE)),
        ]/>
        {head}
        <p>{facts} " " <a href=vacancy>{tr(t::applications::BACK_TO_VACANCY)}</a></p>
        <p><Standing status=sent.status/> " " {status_hint(sent.status)}</p>
        <Actions code=sent.code.clone() status=sent.status open/>
        <h2>{tr(t::applications::STEPS)}</h2>
        <StepLine steps status=sent.status moved_at=sent.moved_at/>
        <Details summary=tr(t::applications::WHAT_WAS_SENT)>
            <SummaryList rows=papers_rows(&papers, &cv_href)/>
        </Details>
    }
}

/// The applicant's actions: accept an offer, or withdraw the application after a question.
#[component]
fn Actions(code: String, status: Status, open: Vec<Step>) -> impl IntoView {
    let here = format!("/akun/lamaran/{code}");
    let accept = open.contains(&Step::Accept).then(|| {
        let code = code.clone();
        view! {
            <PostForm id="accept" action=MoveMine::url()>
                <HiddenField name="code" value=code/>
                <HiddenField name="step" value=Step::Accept.code()/>
                <Submit label=step_label(Step::Accept)/>
            </PostForm>
        }
    });
    let can_withdraw = open.contains(&Step::Withdraw);
    let asked = query("tanya") == "tarik";
    let words = if status == Status::Offered {
        t::applications::REFUSE_OFFER
    } else {
        t::applications::STEP_WITHDRAW
    };
    let ask = (can_withdraw && !asked).then(|| {
        view! { <p><LinkButton href=format!("{here}?tanya=tarik") label=tr(words) kind=ButtonKind::Secondary/></p> }
    });
    let question = (can_withdraw && asked).then(|| {
        view! {
            <Dialog id="tarik" title=tr(t::applications::WITHDRAW_TITLE) close=here.clone()>
                <p>{tr(t::applications::WITHDRAW_TEXT)}</p>
                <PostForm id="withdraw" action=MoveMine::url()>
                    <HiddenField name="code" value=code/>
                    <HiddenField name="step" value=Step::Withdraw.code()/>
                    <Submit label=tr(words) kind=ButtonKind::Danger/>
                </PostForm>
            </Dialog>
        }
    });
    view! { {accept}{ask}{question} }
}
