//! What keeps the portal from starting: said in one sentence, before anything is made.

use tempfile::TempDir;

use crate::support::process::{portal, refused};

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
