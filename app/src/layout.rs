//! The frame around every page: skip link, header, main, footer.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::page::use_page;
use crate::text::{Lang, t, tr};

/// The frame.
#[component]
pub fn Layout(children: Children) -> impl IntoView {
    let other = match use_page().lang {
        Lang::Id => (Lang::En, "English"),
        Lang::En => (Lang::Id, "Bahasa Indonesia"),
    };
    view! {
        <Title formatter=|title: String| if title.is_empty() { "Portal Kerja Jawa Timur".to_owned() } else { format!("{title} – Portal Kerja Jawa Timur") }/>
        <a class="skip-link" href="#isi">{tr(t::layout::SKIP)}</a>
        <header class="site-header">
            <a class="site-name" href="/">{tr(t::layout::SITE_NAME)}</a>
            <form method="post" action="/bahasa">
                <button name="lang" value=other.0.code() lang=other.0.code()>{other.1}</button>
            </form>
        </header>
        <main id="isi" tabindex="-1">{children()}</main>
        <footer class="site-footer"><p>{tr(t::layout::OWNER)}</p></footer>
    }
}
