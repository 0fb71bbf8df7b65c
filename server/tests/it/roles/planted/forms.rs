//! The forms of the pages, as a browser reads them.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Method, Request, header};
use scraper::{ElementRef, Html, Selector};

use super::{faults_in, forget_limits, opened, pages};
use crate::roles::{Try, World, tries};
use crate::support::{Answer, BASE_URL, Browser, Portal};

/// A form of a page: its address and its fields.
struct Form {
    action: String,
    fields: Vec<(String, String)>,
}

/// The forms of a page that change something, with `words` in every text field.
fn forms_of(page: &str, words: &str) -> Vec<Form> {
    let html = Html::parse_document(page);
    let forms = Selector::parse("form[method=post]:not([enctype])").unwrap();
    html.select(&forms)
        .map(|form| Form {
            action: form.value().attr("action").unwrap_or_default().to_owned(),
            fields: fields_of(form, words),
        })
        .collect()
}

fn fields_of(form: ElementRef<'_>, words: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for field in form.select(&Selector::parse("[name]").unwrap()) {
        let name = field.value().attr("name").unwrap_or_default();
        let given = field.value().attr("value").unwrap_or_default();
        let value = match (field.value().name(), field.value().attr("type")) {
            ("input", Some("hidden")) => given,
            ("input", Some("checkbox" | "radio"))
                if fields.iter().any(|(known, _)| known == name) =>
            {
                continue;
            }
            ("input", Some("checkbox" | "radio")) => given,
            // Skips a button that leaves the form: it does something else.
            ("button", _) if name.starts_with('_') => continue,
            ("button", _) => given,
            ("select", _) => {
                let options = Selector::parse("option").unwrap();
                let values = field
                    .select(&options)
                    .filter_map(|option| option.value().attr("value"));
                values.last().unwrap_or_default()
            }
            _ => words,
        };
        fields.push((name.to_owned(), value.to_owned()));
    }
    fields
}

async fn send(browser: &mut Browser, page: &str, form: &Form) -> Answer {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(&form.fields)
        .finish();
    let request = Request::post(&form.action)
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::REFERER, format!("{BASE_URL}{page}"))
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap();
    let answer = browser.send(request).await;
    let to = answer.location().to_owned();
    if to.is_empty() {
        answer
    } else {
        browser.get(&to).await
    }
}

/// Sends every form of every page as each caller who sees it; returns the faults of the answers.
pub async fn all_filled(portal: &Portal, world: &World, words: &str) -> Vec<String> {
    let (mut wrong, mut sent) = (Vec::new(), BTreeSet::new());
    let pages = pages()
        .into_iter()
        .filter(|row| !row.address.starts_with("/api/"));
    for row in pages {
        // A form may end the session, so each form gets a new person and a new page.
        loop {
            forget_limits(portal).await;
            let mut more = false;
            for Try {
                who,
                mut browser,
                owner,
                ..
            } in tries(portal, &row.expect).await
            {
                let call = (row.fixture)(world.clone(), owner).await;
                let request = opened(call.request(&Method::GET, &row.address));
                let path = request.uri().to_string();
                let page = browser.send(request).await;
                let forms = forms_of(&page.body, words);
                let mut new = forms
                    .iter()
                    .filter(|form| sent.insert((who.clone(), form.action.clone())));
                let Some(form) = new.next() else { continue };
                more = true;
                let answer = send(&mut browser, &path, form).await;
                let faults = faults_in(&answer).into_iter();
                wrong.extend(
                    faults.map(|fault| format!("{} of {path} as {who}: {fault}", form.action)),
                );
            }
            if !more {
                break;
            }
        }
    }
    assert!(sent.len() > 60, "only {} forms were found", sent.len());
    wrong
}
