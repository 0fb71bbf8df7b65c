//! A file from the person's phone.

use super::field::Frame;
use super::scope::FormScope;
use leptos::prelude::*;

/// A file to upload. The form around it needs `upload=true`; the hint names the accepted kinds and the largest size.
#[component]
pub fn FileField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into)] hint: String,
    /// For example `.pdf,image/jpeg,image/png`. It only helps the person to choose; the server checks the content.
    #[prop(into)]
    accept: String,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let frame = Frame::new(&FormScope::here(), &name, label, hint, optional);
    view! {
        <div class=frame.class()>
            <label class="label" for=frame.id.clone()>{frame.label_text()}</label>
            {frame.notes()}
            <input
                id=frame.id.clone()
                type="file"
                name=name
                accept=accept
                aria-describedby=frame.described_by()
                aria-invalid=frame.invalid()
            />
        </div>
    }
}
