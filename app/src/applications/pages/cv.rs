use crate::base::page::Title;
use domain::accounts::{Role, encoded, next_path};
use leptos::prelude::*;

use crate::base::page::query;
use crate::base::text::{t, tr};
use crate::base::ui::{Breadcrumbs, FileField, HiddenField, Link, PostForm, Submit};
use crate::base::viewer::viewer_in;

/// `/akun/profil/cv`: upload a CV. `?lalu=` is the page to go on to, with a CV or without.
#[component]
pub fn CvPage() -> impl IntoView {
    if let Err(page) = viewer_in(&Role::SERVED) {
        return page;
    }
    let asked = query("lalu");
    let next = next_path(&asked).map(str::to_owned);
    let skip = next
        .clone()
        .map(|next| view! { <p><a href=next>{tr(t::applications::CV_SKIP)}</a></p> });
    let back = match next {
        Some(_) => None,
        None => Some(
            view! { <Breadcrumbs links=vec![Link::new("/akun/profil", tr(t::applications::PROFILE_TITLE))]/> },
        ),
    };
    view! {
        <Title text=tr(t::applications::CV_TITLE)/>
        {back}
        <div class="apply-narrow">
            <h1>{tr(t::applications::CV_TITLE)}</h1>
            <p>{tr(t::applications::CV_HINT)}</p>
            <PostForm id="cv" action="/akun/profil/cv" upload=true>
                <HiddenField name="next" value=asked/>
                <FileField
                    name="cv"
                    label=tr(t::applications::CV_FILE)
                    hint=tr(t::applications::CV_FILE_HINT)
                    accept=".pdf,application/pdf,image/jpeg,image/png"
                />
                <Submit label=tr(t::applications::CV_UPLOAD)/>
            </PostForm>
            {skip}
        </div>
    }
    .into_any()
}

/// The address of the upload that goes on to `next`.
pub(super) fn upload_then(next: &str) -> String {
    format!("/akun/profil/cv?lalu={}", encoded(next))
}
