//! The style guide (`/gaya`) shows the whole design system: each component with each of its choices.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// A component of the design system, as its source declares it.
struct Component {
    name: String,
    /// The optional parameters, each of which gives the component another state.
    choices: Vec<String>,
}

/// All Rust source files of this folder, as one text.
fn sources(folder: &str) -> Outcome<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src")
        .join(folder);
    let mut all = String::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|kind| kind == "rs") {
            all.push_str(&fs::read_to_string(path)?);
        }
    }
    Ok(all)
}

/// The public components of the design system.
fn components(source: &str) -> Vec<Component> {
    let declared = source.split("#[component]").skip(1);
    let public = declared.filter_map(|text| text.trim_start().strip_prefix("pub fn "));
    public
        .filter_map(|text| {
            let (name, rest) = text.split_once('(')?;
            let (parameters, _) = rest.split_once(") -> ")?;
            Some(Component {
                name: name.to_owned(),
                choices: choices(parameters),
            })
        })
        .collect()
}

/// The optional parameters, without `children` and `class`, which only place the content of one page.
fn choices(parameters: &str) -> Vec<String> {
    let marked = parameters.split("#[prop(").skip(1);
    marked
        .filter(|text| text.starts_with("optional") || text.starts_with("default"))
        .filter_map(|text| {
            let (_, rest) = text.split_once("]\n").or_else(|| text.split_once("] "))?;
            let (name, _) = rest.trim_start().split_once(':')?;
            Some(name.to_owned())
        })
        .filter(|name| !["children", "class"].contains(&&**name))
        .collect()
}

/// The opening tags of a component in the page's source, each up to the next tag.
fn tags<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let opening = format!("<{name}");
    let tags = page.split(&opening).skip(1);
    tags.filter(|tag| !tag.starts_with(char::is_alphanumeric))
        .filter_map(|tag| tag.split('<').next())
        .collect()
}

#[test]
fn the_page_shows_every_component_with_each_of_its_choices() -> Outcome {
    let components = components(&sources("base/ui")?);
    let page = sources("style_guide")?;
    let names: BTreeSet<_> = components.iter().map(|found| &*found.name).collect();
    assert!(names.len() > 30, "the components were not found: {names:?}");
    let mut missing = Vec::new();
    for Component { name, choices } in &components {
        let tags = tags(&page, name);
        if tags.is_empty() {
            missing.push(name.clone());
        }
        for choice in choices {
            let made = |tag: &&str| {
                let words = tag.split(|c: char| !c.is_alphanumeric() && c != '_');
                words.into_iter().any(|word| word == choice)
            };
            let shown = tags.iter().filter(|tag| made(tag)).count();
            if shown == 0 {
                missing.push(format!("{name} with {choice}"));
            }
        }
    }
    assert!(missing.is_empty(), "/gaya does not show {missing:#?}");
    Ok(())
}
