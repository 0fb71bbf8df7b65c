//! The design system's forms, rendered as the server renders them.
#![cfg(feature = "ssr")]

use app::base::draft::Draft;
use app::base::error::FieldError;
use app::base::page::PageContext;
use app::base::text::Lang;
use app::base::ui::*;
use domain::applications::OpeningForm;
use domain::typed::Letters;
use leptos::prelude::*;
use time::OffsetDateTime;

fn page(drafts: Vec<Draft>) -> PageContext {
    PageContext {
        lang: Lang::Id,
        viewer: None,
        now: OffsetDateTime::UNIX_EPOCH,
        demo: false,
        base_url: String::new(),
        path: "/apply?a=b".to_owned(),
        seal: "sealed".to_owned(),
        drafts,
    }
}

fn draft(values: &[(&str, &str)], errors: &[(&'static str, &'static str)]) -> Draft {
    Draft {
        form: "apply".to_owned(),
        values: values
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        errors: errors
            .iter()
            .map(|(field, code)| FieldError {
                field: (*field).into(),
                code: (*code).into(),
            })
            .collect(),
        problem: None,
    }
}

/// The form under test as HTML, on a page that holds these drafts.
fn form(drafts: Vec<Draft>) -> String {
    Owner::new().with(|| {
        page(drafts).provide();
        let few = || vec![Choice::new("a", "Satu"), Choice::new("b", "Dua")];
        view! {
            <PostForm id="apply" action="/api/apply">
                <TextField name="name" label="Nama" value="Siti"/>
                <PasswordField name="password" label="Kata sandi" autocomplete="new-password"/>
                <TextArea name="story" label="Cerita" value="</textarea><script>"/>
                <Radios name="kind" label="Jenis" choices=few() value="a"/>
                <Checkboxes name="skills[]" label="Keahlian" choices=few() values=vec!["a".to_owned()]/>
                <Submit label="Kirim"/>
            </PostForm>
        }
        .to_html()
    })
}

/// The tag that holds `mark`, from its `<` to its `>`.
fn tag<'a>(html: &'a str, mark: &str) -> &'a str {
    let at = html
        .find(mark)
        .unwrap_or_else(|| panic!("{mark} is not in {html}"));
    let start = html[..at].rfind('<').unwrap_or_default();
    let end = html[at..].find('>').map_or(html.len(), |end| at + end);
    &html[start..=end.min(html.len() - 1)]
}

#[test]
fn a_fresh_form_posts_its_own_name_and_the_given_values() {
    let html = form(Vec::new());
    assert!(tag(&html, "id=\"apply\"").contains("method=\"post\""));
    assert!(tag(&html, "name=\"_form\"").contains("value=\"apply\""));
    assert!(tag(&html, "name=\"name\"").contains("value=\"Siti\""));
    assert!(tag(&html, "id=\"apply-kind\"").contains("checked"));
    assert!(!html.contains("role=\"alert\"") && !html.contains("aria-invalid"));
}

#[test]
fn a_value_cannot_break_out_of_its_textarea() {
    let html = form(vec![draft(
        &[("story", "</textarea><script>alert(1)</script>")],
        &[("name", "required")],
    )]);
    assert!(!html.contains("<script>"), "{html}");
    assert!(
        html.contains("&lt;/textarea>&lt;script>alert(1)&lt;/script></textarea>"),
        "{html}"
    );
}

#[test]
fn a_form_that_came_back_shows_what_was_typed_and_what_is_wrong() {
    let typed = [("name", "S"), ("kind", "b"), ("skills[]", "b")];
    let html = form(vec![draft(
        &typed,
        &[("skills", "invalid_choice"), ("name", "too_short")],
    )]);
    let field = tag(&html, "name=\"name\"");
    assert!(field.contains("value=\"S\"") && field.contains("aria-invalid=\"true\""));
    assert!(field.contains("aria-describedby=\"apply-name-error\""));
    assert!(tag(&html, "id=\"apply-kind-1\"").contains("checked"));
    assert!(!tag(&html, "id=\"apply-skills\"").contains("checked"));
    assert!(tag(&html, "id=\"apply-skills-1\"").contains("checked"));
    // The summary stands before the form and lists the fields in the order of the page, with the same texts as at the
    // fields.
    let name = html.find("href=\"#apply-name\"").unwrap();
    assert!(name < html.find("href=\"#apply-skills\"").unwrap());
    assert!(name < html.find("<form").unwrap());
    assert_eq!(html.matches("Isian ini terlalu pendek.").count(), 2);
    assert!(html.contains("Nama: Isian ini terlalu pendek."));
}

#[test]
fn a_fault_of_the_whole_form_is_said_above_it() {
    let mut draft = draft(&[], &[]);
    draft.problem = Some("rate_limited".to_owned());
    let html = form(vec![draft]);
    assert!(html.contains("role=\"alert\"") && html.contains("Terlalu banyak percobaan."));
}

#[test]
fn a_draft_of_another_form_changes_nothing() {
    let mut other = draft(&[("name", "Budi")], &[("name", "required")]);
    other.form = "other".to_owned();
    assert_eq!(form(vec![other]), form(Vec::new()));
}

#[test]
fn a_password_is_never_written_into_the_page() {
    let html = form(vec![draft(
        &[("password", "rahasia-123")],
        &[("password", "too_short")],
    )]);
    assert!(!html.contains("rahasia-123"), "{html}");
}

#[test]
fn a_limit_is_told_beforehand_and_where_it_was_not_kept_to() {
    let html = |drafts: Vec<Draft>| {
        Owner::new().with(|| {
            page(drafts).provide();
            let letters = Letters::at_most(2000);
            let bounds = OpeningForm::WAGE;
            view! {
                <PostForm id="apply" action="/api/apply">
                    <TextArea name="story" label="Cerita" hint="Ringkas." limit=letters/>
                    <TextField name="title" label="Judul" limit=OpeningForm::TITLE/>
                    <NumberField name="wage" label="Upah" prefix="Rp" limit=bounds/>
                </PostForm>
            }
            .to_html()
        })
    };
    let fresh = html(Vec::new());
    assert!(
        fresh.contains("Ringkas. Paling banyak 2.000 huruf."),
        "{fresh}"
    );
    assert!(fresh.contains("5 sampai 120 huruf."), "{fresh}");
    assert!(
        fresh.contains("Dari Rp100.000 sampai Rp1.000.000.000."),
        "{fresh}"
    );
    // A browser would cut pasted text at a `maxlength` without a message.
    assert!(!fresh.contains("maxlength"), "{fresh}");
    let counter = tag(&fresh, "data-counts=\"apply-story\"");
    assert!(counter.contains("data-most=\"2000\"") && counter.contains("aria-live=\"polite\""));
    let back = html(vec![draft(
        &[("story", "x")],
        &[("story", "too_long"), ("title", "too_short")],
    )]);
    let words = "Isian ini terlalu panjang. Paling banyak 2.000 huruf.";
    assert_eq!(back.matches(words).count(), 2, "{back}");
    assert!(
        back.contains("Isian ini terlalu pendek. 5 sampai 120 huruf."),
        "{back}"
    );
}
