//! The files that a tab from before an upgrade asks for.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

const HOUR: Duration = Duration::from_secs(3600);

/// Makes a build of these files, all of this age.
fn build(folder: &Path, names: &[&str], age: Duration) {
    fs::create_dir_all(folder).unwrap();
    for name in names {
        let file = File::create(folder.join(name)).unwrap();
        file.set_modified(SystemTime::now() - age).unwrap();
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn upgrade(before: &Path, now: &Path, list: &Path) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../.ci/keep-assets");
    let done = Command::new(script).args([before, now, list]).status();
    assert!(done.unwrap().success());
}

#[test]
fn files_of_the_build_before_stay_for_a_day_after_the_upgrade_however_old_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let [first, second, third, fourth, list] =
        ["first", "second", "third", "fourth", "list"].map(|name| folder.path().join(name));
    build(&first, &["a.1.js", "same.css"], 240 * HOUR);
    upgrade(&folder.path().join("none"), &first, &list);

    build(&second, &["a.2.js", "same.css"], Duration::ZERO);
    upgrade(&first, &second, &list);
    assert_eq!(names(&second), ["a.1.js", "a.2.js", "same.css"]);

    // Within a day, the first build's file stays; its age counts from the upgrade that replaced it.
    build(&third, &["a.3.js"], Duration::ZERO);
    upgrade(&second, &third, &list);
    assert_eq!(names(&third), ["a.1.js", "a.2.js", "a.3.js", "same.css"]);

    for kept in ["a.1.js", "a.2.js"] {
        let file = File::options().write(true).open(third.join(kept));
        file.unwrap()
            .set_modified(SystemTime::now() - 25 * HOUR)
            .unwrap();
    }
    build(&fourth, &["a.4.js"], Duration::ZERO);
    upgrade(&third, &fourth, &list);
    assert_eq!(names(&fourth), ["a.3.js", "a.4.js", "same.css"]);
}
