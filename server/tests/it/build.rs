//! When `.ci/build` builds again, tested on a tree of empty files with a cargo script that only succeeds or fails.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// Empties the site before it fails, as a real build does; else leaves a file named after the source.
const CARGO: &str = r#"#!/bin/sh
echo build >> builds
rm -rf target/site
grep -q broken app/lib.rs && exit 1
mkdir -p target/site/pkg target/release
touch "target/site/pkg/$(cat app/lib.rs).js"
cp /bin/true target/release/portal
touch target/release/hash.txt
"#;

/// The files and folders from which the build is made.
const INPUTS: [&str; 12] = [
    "domain",
    "server/src",
    "style",
    "public",
    "migrations",
    "data",
    ".sqlx",
    ".cargo",
    "server/Cargo.toml",
    "Cargo.toml",
    "Cargo.lock",
    "Leptos.toml",
];

struct Tree(TempDir);

impl Tree {
    fn new() -> Tree {
        let tree = Tree(TempDir::new().unwrap());
        for name in INPUTS {
            match name.ends_with("toml") || name.ends_with("lock") {
                true => tree.write(name, ""),
                false => fs::create_dir_all(tree.path().join(name)).unwrap(),
            }
        }
        for name in ["build", "keep-assets", "tools.sh"] {
            let script = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("../.ci")
                .join(name);
            tree.write(&format!(".ci/{name}"), &fs::read_to_string(script).unwrap());
        }
        tree.write("tools/bin/cargo", CARGO);
        tree.write("tools/bin/rustc", "#!/bin/sh\necho rustc\n");
        for name in [
            ".ci/build",
            ".ci/keep-assets",
            "tools/bin/cargo",
            "tools/bin/rustc",
        ] {
            let mode = fs::Permissions::from_mode(0o755);
            fs::set_permissions(tree.path().join(name), mode).unwrap();
        }
        tree
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, text: &str) {
        let file = self.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    /// Builds this source; returns whether it succeeded, and how often cargo has been called so far.
    fn build(&self, source: &str) -> (bool, usize) {
        self.write("app/lib.rs", source);
        let mut build = Command::new(self.path().join(".ci/build"));
        let done = build
            .env("PORTAL_TOOLS", self.path().join("tools"))
            .output();
        let calls = fs::read_to_string(self.path().join("builds")).unwrap();
        (done.unwrap().status.success(), calls.lines().count())
    }

    /// Removes a file or folder of a build.
    fn lose(&self, name: &str) {
        let path = self.path().join(name);
        match path.is_dir() {
            true => fs::remove_dir_all(path).unwrap(),
            false => fs::remove_file(path).unwrap(),
        }
    }

    fn has(&self, name: &str) -> bool {
        self.path().join("target/site/pkg").join(name).exists()
    }
}

#[test]
fn a_build_that_failed_is_no_build() {
    let tree = Tree::new();
    assert_eq!(tree.build("first"), (true, 1));
    assert_eq!(tree.build("first"), (true, 1), "nothing has changed");
    assert_eq!(tree.build("broken"), (false, 2));
    assert_eq!(
        tree.build("first"),
        (true, 3),
        "the site was emptied meanwhile"
    );
    assert!(tree.has("first.js"));
    assert_eq!(tree.build("broken"), (false, 4));
    assert_eq!(tree.build("second"), (true, 5));
    assert!(tree.has("second.js"));
    assert!(
        tree.has("first.js"),
        "what was served before the failure is kept"
    );
}

#[test]
fn what_a_build_has_made_and_was_made_by_is_looked_at() {
    let tree = Tree::new();
    assert_eq!(tree.build("first"), (true, 1));
    let made = [
        "target/site",
        "target/release/hash.txt",
        "target/release/portal",
    ];
    for (nth, name) in made.into_iter().enumerate() {
        tree.lose(name);
        assert_eq!(tree.build("first"), (true, nth + 2), "{name} is gone");
    }
    let tools = fs::read_to_string(tree.path().join(".ci/tools.sh")).unwrap();
    tree.write(".ci/tools.sh", &format!("{tools}# another version\n"));
    assert_eq!(tree.build("first"), (true, 5));
    assert_eq!(tree.build("first"), (true, 5), "nothing has changed");
}
