//! Tests of `.ci/setup`, with programs that only record their calls.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rustix::process::geteuid;
use tempfile::TempDir;

/// The system's programs that the script uses; a compiler and sudo are not among them.
const PROGRAMS: [&str; 15] = [
    "awk", "bash", "df", "dirname", "env", "find", "grep", "id", "mkdir", "readlink", "rm", "sort",
    "tail", "touch", "true",
];

struct Tree(TempDir);

impl Tree {
    /// A tree whose lock file asks for version 1 of wasm-bindgen.
    fn new() -> Tree {
        let tree = Tree(TempDir::new().unwrap());
        // The account without rights must be able to read it too.
        fs::set_permissions(tree.path(""), Permissions::from_mode(0o755)).unwrap();
        for folder in [".ci", "target", "programs", "tools/bin"] {
            fs::create_dir_all(tree.path(folder)).unwrap();
        }
        fs::set_permissions(tree.path("tools"), Permissions::from_mode(0o777)).unwrap();
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.ci");
        for name in ["setup", "tools.sh"] {
            fs::copy(own.join(name), tree.path(&format!(".ci/{name}"))).unwrap();
        }
        for name in PROGRAMS {
            symlink(
                Path::new("/usr/bin").join(name),
                tree.path(&format!("programs/{name}")),
            )
            .unwrap();
        }
        for (name, text) in [
            ("cargo", "#!/bin/sh\necho \"$@\" >> calls\n"),
            ("npm", "#!/bin/sh\necho npm \"$@\" >> calls\n"),
            ("node", "#!/bin/sh\n"),
            (
                "rustup",
                "#!/bin/sh\necho wasm32-unknown-unknown\necho rustfmt\necho clippy\n",
            ),
        ] {
            let program = tree.path(&format!("tools/bin/{name}"));
            fs::write(&program, text).unwrap();
            fs::set_permissions(program, Permissions::from_mode(0o755)).unwrap();
        }
        tree.lock("1");
        tree
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn lock(&self, version: &str) {
        let lock = format!("name = \"wasm-bindgen\"\nversion = \"{version}\"\n");
        fs::write(self.path("Cargo.lock"), lock).unwrap();
    }

    /// Runs the script through another program (`by`: its name and arguments), with this `PATH`.
    fn set_up(&self, by: &[&str], path: &str) -> Output {
        let script = self.path(".ci/setup");
        let words = [by, &[script.to_str().unwrap()]].concat();
        Command::new(words[0])
            .args(&words[1..])
            .env("PATH", path)
            .env("PORTAL_TOOLS", self.path("tools"))
            .output()
            .unwrap()
    }

    /// How often something was installed.
    fn calls(&self, what: &str) -> usize {
        let calls = fs::read_to_string(self.path("calls")).unwrap();
        calls.lines().filter(|line| line.contains(what)).count()
    }
}

/// A tool is installed in one place only, so another version of the tree replaces it.
#[test]
fn a_tool_of_another_version_is_not_taken_for_the_one_that_was_there() {
    let tree = Tree::new();
    let path = std::env::var("PATH").unwrap();
    for (version, calls) in [("1", 1), ("1", 1), ("2", 2), ("1", 3)] {
        tree.lock(version);
        let done = tree.set_up(&[], &path);
        assert!(done.status.success(), "{done:?}");
        assert_eq!(tree.calls("wasm-bindgen-cli@"), calls, "{version}");
    }
    assert_eq!(tree.calls("cargo-leptos@"), 1);
    assert_eq!(tree.calls("npm install"), 1);
}

#[test]
fn an_account_that_may_not_install_is_told_what_to_ask_for() {
    let tree = Tree::new();
    let by: &[&str] = if geteuid().is_root() {
        &[
            "/usr/bin/setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            "--",
        ]
    } else {
        &[]
    };
    let done = tree.set_up(by, tree.path("programs").to_str().unwrap());
    let said = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert!(
        said.contains("apt-get install --no-install-recommends build-essential"),
        "{said}"
    );
    assert!(!tree.path("calls").exists(), "something was installed");
}
