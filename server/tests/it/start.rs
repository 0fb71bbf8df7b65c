//! Faults that keep the portal from starting: it says so in one sentence, before it creates anything.

use std::net::TcpListener;
use std::path::Path;

use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;

use crate::support::process::{kept_port, portal, refused};
use crate::support::site;

#[tokio::test]
async fn a_public_address_that_no_form_would_come_from_is_refused() {
    let data = TempDir::new().unwrap();
    for told in ["kerja.example.id", "https://kerja.example.id/portal"] {
        let mut flag = portal(data.path(), &["serve", "--base-url", told]);
        let mut variable = portal(data.path(), &["serve"]);
        for command in [&mut flag, variable.env("PORTAL_BASE_URL", told)] {
            let (code, said) = refused(command).await;
            assert_eq!(code, 78, "{said}");
            assert_eq!(said.lines().count(), 1, "{said}");
            assert!(said.contains("--base-url"), "{said}");
        }
    }
    assert!(!data.path().join("postgres").exists());
}

/// The portal's chosen address is in its message that the address is taken.
#[tokio::test]
async fn flags_win_over_the_environment_and_that_over_leptos_toml() {
    let folder = TempDir::new().unwrap();
    let taken: Vec<_> = (0..4)
        .map(|_| TcpListener::bind("127.0.0.1:0").unwrap())
        .collect();
    let [in_file, for_leptos, in_environment, in_flag] =
        [0, 1, 2, 3].map(|nth: usize| taken[nth].local_addr().unwrap().to_string());
    let file =
        format!("[package.metadata.leptos]\noutput-name = \"portal\"\nsite-addr = \"{in_file}\"\n");
    std::fs::write(folder.path().join("Leptos.toml"), file).unwrap();
    let start = |flag: Option<&String>, variables: &[(&str, &str)]| {
        let mut command = portal(folder.path(), &["serve"]);
        command.current_dir(folder.path());
        command.args(flag.iter().flat_map(|addr| ["--addr", addr]));
        command.envs(variables.iter().copied());
        command
    };
    let leptos = ("LEPTOS_SITE_ADDR", for_leptos.as_str());
    let own = ("PORTAL_ADDR", in_environment.as_str());
    for (flag, variables, chosen) in [
        (None, &[][..], &in_file),
        (None, &[leptos], &for_leptos),
        (None, &[leptos, own], &in_environment),
        (Some(&in_flag), &[leptos, own], &in_flag),
        (None, &[leptos, ("PORTAL_ADDR", "")], &for_leptos),
    ] {
        chooses(&mut start(flag, variables), chosen).await;
    }
}

/// Starts the portal, which must end with the message that this address is taken.
async fn chooses(command: &mut Command, addr: &str) {
    let (code, said) = refused(command).await;
    assert_eq!(code, 78, "{said}");
    assert!(
        said.contains(&format!("Cannot listen on {addr} ")),
        "{said}"
    );
}

#[tokio::test]
async fn an_empty_variable_counts_as_unset() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = taken.local_addr().unwrap().to_string();
    for name in [
        "PORTAL_ADDR",
        "PORTAL_DATA",
        "PORTAL_BASE_URL",
        "PORTAL_TRUSTED_PROXIES",
    ] {
        let mut serve = Command::new(env!("CARGO_BIN_EXE_portal"));
        serve.arg("serve").env("LEPTOS_SITE_ADDR", &addr);
        chooses(serve.env(name, ""), &addr).await;
    }
}

#[tokio::test]
async fn a_portal_without_its_built_site_does_not_start() {
    let (data, copy) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let pkg = copy.path().join("pkg");
    std::fs::create_dir(&pkg).unwrap();
    let built: Vec<_> = std::fs::read_dir(Path::new(site()).join("pkg"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    for kind in ["css", "js", "wasm"] {
        let mut serve = portal(data.path(), &["serve", "--addr", "127.0.0.1:0"]);
        serve.env("LEPTOS_SITE_ROOT", copy.path());
        // Without a Leptos.toml, the portal knows the file names too.
        let (code, said) = refused(serve.current_dir(data.path())).await;
        assert_eq!(code, 78, "{said}");
        let missing = pkg.join("portal.").display().to_string();
        assert!(said.contains(&missing), "{said}");
        assert!(
            said.contains(&format!(".{kind} of the built site is missing")),
            "{said}"
        );
        assert!(said.contains("LEPTOS_SITE_ROOT"), "{said}");
        for file in &built {
            if file.extension().is_some_and(|found| found == kind) {
                std::fs::copy(file, pkg.join(file.file_name().unwrap())).unwrap();
            }
        }
    }
    assert!(!data.path().join("postgres").exists());
}

/// Runs `serve` and `migrate` on this outside server; both must fail with these words in one line.
async fn says_of_server(url: &str, words: &str) {
    let data = TempDir::new().unwrap();
    let says = async |arguments: &[&str]| {
        let mut command = portal(data.path(), arguments);
        let (code, said) = refused(command.env("DATABASE_URL", url)).await;
        assert_eq!(code, 69, "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.contains(words) && !said.contains("rahasia"), "{said}");
    };
    tokio::join!(
        says(&["serve", "--addr", "127.0.0.1:0"]),
        says(&["migrate"])
    );
}

#[tokio::test]
async fn an_outside_server_that_is_not_there_is_named() {
    let port = kept_port();
    let url = format!("postgres://portal:rahasia@127.0.0.1:{port}/portal");
    let words = format!("server at 127.0.0.1:{port}, which DATABASE_URL names, cannot be reached");
    says_of_server(&url, &words).await;
}

#[tokio::test]
async fn an_outside_server_that_never_answers_is_not_waited_for() {
    // The system accepts the connections, but nobody reads from them.
    let mute = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("postgres://portal@{}/portal", mute.local_addr().unwrap());
    says_of_server(&url, "has not answered within 10 seconds").await;
}

#[tokio::test]
async fn what_an_outside_server_says_against_the_portal_is_passed_on() {
    let url = std::env::var("TEST_DATABASE_URL").unwrap();
    let url = url.replacen("/portal?", "/nirgends?", 1);
    says_of_server(
        &url,
        "refuses the portal (database \"nirgends\" does not exist)",
    )
    .await;
}

/// Machines have no such old server any more, so the test plays only its first messages.
#[tokio::test]
async fn an_outside_server_that_is_too_old_is_refused() {
    let server = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = server.local_addr().unwrap();
    let old = tokio::spawn(async move {
        while let Ok((mut line, _)) = server.accept().await {
            line.read_u32().await.unwrap();
            // The messages: signed in, the version, ready.
            line.write_all(b"R\0\0\0\x08\0\0\0\0S\0\0\0\x19server_version\x0014.22\0Z\0\0\0\x05I")
                .await
                .unwrap();
            let _ = line.read_to_end(&mut Vec::new()).await;
        }
    });
    let url = format!("postgres://portal@{addr}/portal?sslmode=disable");
    says_of_server(&url, "is Postgres 14: the portal needs 15 or newer").await;
    old.abort();
}

#[tokio::test]
async fn the_line_to_an_outside_server_can_be_closed() {
    let server = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!(
        "postgres://portal@{}/portal?sslmode=verify-full",
        server.local_addr().unwrap()
    );
    let data = TempDir::new().unwrap();
    let mut migrate = portal(data.path(), &["migrate"]);
    let answers = async {
        let (mut line, _) = server.accept().await.unwrap();
        let mut asked = [0; 8];
        line.read_exact(&mut asked).await.unwrap();
        assert_eq!(asked, *b"\0\0\0\x08\x04\xd2\x16\x2f", "asks for TLS");
        line.write_all(b"S").await.unwrap();
        assert_eq!(line.read_u8().await.unwrap(), 22, "begins a TLS handshake");
    };
    let (_, (code, said)) = tokio::join!(answers, refused(migrate.env("DATABASE_URL", url)));
    assert_eq!(code, 69, "{said}");
}

#[tokio::test]
async fn accounts_that_everybody_knows_are_served_to_this_machine_only() {
    let data = TempDir::new().unwrap();
    for addr in ["0.0.0.0:0", "[::]:0", "192.0.2.1:3000"] {
        let (code, said) = refused(&mut portal(
            data.path(),
            &["serve", "--demo", "--addr", addr],
        ))
        .await;
        assert_eq!(code, 78, "{said}");
        assert!(said.contains("loopback address only"), "{addr}: {said}");
    }
    assert!(!data.path().join("postgres").exists());
}

#[tokio::test]
async fn a_demonstration_stands_behind_no_public_address_and_no_proxy() {
    let data = TempDir::new().unwrap();
    for (flag, variable, told) in [
        ("--base-url", "PORTAL_BASE_URL", "https://kerja.example.id"),
        ("--base-url", "PORTAL_BASE_URL", "http://kerja.example.id"),
        ("--base-url", "PORTAL_BASE_URL", "http://192.0.2.1:3000"),
        ("--base-url", "PORTAL_BASE_URL", "http://[2001:db8::1]"),
        (
            "--base-url",
            "PORTAL_BASE_URL",
            "http://localhost.example.id",
        ),
        ("--base-url", "PORTAL_BASE_URL", "https://localhost"),
        ("--trusted-proxies", "PORTAL_TRUSTED_PROXIES", "1"),
    ] {
        let mut by_flag = portal(data.path(), &["serve", "--demo", flag, told]);
        let mut by_variable = portal(data.path(), &["serve", "--demo"]);
        for command in [&mut by_flag, by_variable.env(variable, told)] {
            let (code, said) = refused(command).await;
            assert_eq!(code, 78, "{said}");
            assert_eq!(said.lines().count(), 1, "{said}");
            assert!(
                said.contains("--demo") && said.contains(flag),
                "{told}: {said}"
            );
        }
    }
    assert!(!data.path().join("postgres").exists());
    // Addresses for browsers on this machine are accepted: the start goes on, to the fault of the taken address.
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = taken.local_addr().unwrap().to_string();
    for told in [
        "http://localhost:3000",
        "http://portal.localhost",
        "http://127.0.0.2",
        "http://[::1]:3000",
    ] {
        let arguments = ["serve", "--demo", "--addr", &addr, "--base-url", told];
        chooses(&mut portal(data.path(), &arguments), &addr).await;
    }
}
