//! Reads a page as a browser does, and finds the parts that came from people's texts.

use scraper::node::Node;
use scraper::{ElementRef, Html, Selector};

use super::{MARK, SEED};

const ISOLATES: [char; 3] = ['\u{2066}', '\u{2067}', '\u{2068}'];
const END: char = '\u{2069}';
const OVERRIDE: char = '\u{202e}';

/// Elements inside a line; every other element begins a new line.
const INLINE: [&str; 18] = [
    "a", "abbr", "b", "bdi", "cite", "code", "em", "i", "label", "mark", "q", "small", "span",
    "strong", "sub", "sup", "time", "u",
];

/// The faults of a page that shows people's texts.
pub fn faults_of(page: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let html = Html::parse_document(page);
    for node in html.tree.nodes() {
        match node.value() {
            Node::Element(element) => {
                let mut names = vec![element.name()];
                names.extend(element.attrs().map(|(name, _)| name));
                if names
                    .iter()
                    .any(|name| name.contains("selundup") || name.starts_with("on"))
                {
                    faults.push(format!("an element of the seed: <{}>", names.join(" ")));
                }
                for (name, value) in element.attrs() {
                    let whole = if ["href", "src", "action", "value"].contains(&name) {
                        decoded(value)
                    } else {
                        value.to_owned()
                    };
                    let place = format!("<{} {name}>", element.name());
                    faults
                        .extend(changed(&whole).map(|cut| format!("{place} changes it: {cut:?}")));
                    if ["aria-label", "alt", "content", "placeholder", "title"].contains(&name)
                        && turned(value)
                    {
                        faults.push(format!("{place} is turned: {value:?}"));
                    }
                }
            }
            Node::Comment(comment) if comment.contains(MARK) => {
                faults.push("a comment holds it".to_owned())
            }
            _ => {}
        }
    }
    for script in html.select(&Selector::parse("script[type='application/ld+json']").unwrap()) {
        let text: String = script.text().collect();
        match serde_json::from_str::<serde_json::Value>(&text) {
            Ok(_) if text.contains(MARK) => {}
            Ok(_) => faults.push("the JSON-LD holds nothing of it".to_owned()),
            Err(error) => faults.push(format!("the JSON-LD is broken: {error}")),
        }
    }
    if html
        .select(&Selector::parse("head > title").unwrap())
        .count()
        != 1
    {
        faults.push("not one title".to_owned());
    }
    // A script that the seed has kept open would contain the rest of the page.
    let scripts = Selector::parse("script").unwrap();
    let last = html
        .select(&scripts)
        .next_back()
        .map(|script| script.text().collect::<String>());
    let whole = last.is_none_or(|script| script.starts_with("__INCOMPLETE_CHUNKS"));
    if !whole || html.select(&Selector::parse("main").unwrap()).count() != 1 {
        faults.push("the page is not whole".to_owned());
    }
    faults.extend(
        html.select(&Selector::parse("input[name]").unwrap())
            .filter_map(corrected),
    );
    let mut line = Line::default();
    read(html.root_element(), &mut line, &mut faults);
    faults
}

/// A field for a contact or a code that a phone's keyboard would correct.
fn corrected(field: ElementRef<'_>) -> Option<String> {
    let is = |name: &str, values: &[&str]| {
        values.contains(&field.value().attr(name).unwrap_or_default())
    };
    let exact =
        is("name", &["contact", "code", "kode", "orang", "nib"]) && !is("type", &["hidden"]);
    let code = is("name", &["code"])
        && !(is("inputmode", &["numeric"]) && is("autocomplete", &["one-time-code"]));
    let plain = is("spellcheck", &["false"]) && is("autocapitalize", &["none", "characters"]);
    (exact && (code || !plain)).then(|| format!("a keyboard corrects {}", field.html()))
}

/// The first place where the seed was changed: escaped twice, its braces filled, or cut inside.
pub fn changed(text: &str) -> Option<String> {
    let text = text.replace('\r', "");
    text.split(MARK)
        .skip(1)
        .find(|rest| !rest.starts_with(SEED.trim_start_matches(MARK)))
        .map(|rest| rest.chars().take(120).collect())
}

/// Decodes a percent-encoded address, so that the same check applies to it.
fn decoded(address: &str) -> String {
    let spaced = address.replace('+', " ");
    urlencoding::decode(&spaced).map_or_else(|_| spaced.clone(), |text| text.into_owned())
}

/// The text outside of isolates.
fn outside(text: &str) -> String {
    let mut depth = 0_u32;
    let mut out = String::new();
    for c in text.chars() {
        if ISOLATES.contains(&c) {
            depth += 1;
        } else if c == END {
            depth = depth.saturating_sub(1);
        } else if depth == 0 {
            out.push(c);
        }
    }
    out
}

/// Whether an override changes the direction of the text after it on its line.
pub fn turned(text: &str) -> bool {
    let text = outside(text);
    let turns = |line: &str| {
        line.split(OVERRIDE)
            .skip(1)
            .any(|rest| !rest.trim().is_empty())
    };
    text.lines().any(turns)
}

/// The state of the current line.
#[derive(Default)]
struct Line {
    turned: bool,
}

fn read(element: ElementRef<'_>, line: &mut Line, faults: &mut Vec<String>) {
    let name = element.value().name();
    if ["script", "style"].contains(&name) {
        return;
    }
    let own_line = !INLINE.contains(&name);
    let mut inner = Line::default();
    let here = if own_line { &mut inner } else { &mut *line };
    for child in element.children() {
        if let Some(child) = ElementRef::wrap(child) {
            read(child, here, faults);
        } else if let Node::Text(text) = child.value() {
            let text: &str = text;
            faults.extend(changed(text).map(|cut| format!("<{name}> changes it: {cut:?}")));
            let plain = outside(text);
            if (here.turned && !plain.trim().is_empty()) || turned(text) {
                faults.push(format!("<{name}> is turned at {plain:?}"));
            }
            here.turned |= plain
                .lines()
                .last()
                .is_some_and(|line| line.contains(OVERRIDE));
        }
    }
    if own_line {
        // The text after a block element is on another line.
        line.turned = false;
    }
}
