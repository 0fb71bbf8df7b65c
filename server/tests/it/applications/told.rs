//! The portal sends the applicant a message for every new state of an application, and the employer one for every
//! change that another person made.

use std::collections::HashSet;

use app::applications::api::{Apply, MoveMine};
use app::employers::api::MoveApplicant;
use domain::applications::{Actor, Status};
use leptos::server_fn::ServerFn;
use server::workers;
use time::Duration;

use super::{Scene, code_of, vacancy};

/// Takes the waiting messages (recipient and text) out of the outbox, before they expire.
async fn take(scene: &Scene, letters: &mut Vec<(String, String)>) {
    let taken = sqlx::query_as("DELETE FROM outbox_message RETURNING recipient, body")
        .fetch_all(scene.portal.pool())
        .await
        .unwrap();
    letters.extend::<Vec<_>>(taken);
}

/// Applies for another vacancy of the employer and takes the application through these steps; the applicant takes those
/// with a `+`.
async fn walk(scene: &mut Scene, steps: &[&str]) {
    let now = scene.portal.clock().now();
    let (_, slug) = vacancy(scene.portal.pool(), now, Some(scene.employer_id)).await;
    let from = format!("/lowongan/{slug}/lamar/periksa");
    let sent = scene
        .citizen
        .submit(&from, Apply::url(), &[("slug", &slug)])
        .await;
    let code = code_of(&sent);
    for step in steps {
        let answer = match step.strip_prefix('+') {
            Some(step) => {
                let fields = [("code", &*code), ("step", step)];
                scene.citizen.call(MoveMine::url(), &fields).await
            }
            None => {
                let fields = [("code", &*code), ("step", *step)];
                scene.employer.call(MoveApplicant::url(), &fields).await
            }
        };
        assert!(answer.status.is_success(), "{step}: {}", answer.body);
    }
}

#[tokio::test]
async fn every_state_is_told() {
    let (mut scene, mut letters) = (Scene::new().await, Vec::new());
    for steps in [
        &["review", "invite", "offer", "+accept"][..],
        &["review", "invite", "offer", "hire"],
        &["decline"],
        &["+withdraw"],
        &[],
    ] {
        walk(&mut scene, steps).await;
    }
    take(&scene, &mut letters).await;
    scene.portal.clock().advance(Duration::days(61));
    workers::once(&scene.portal.platform).await;
    take(&scene, &mut letters).await;

    let steps: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT a.code, s.status, s.actor FROM application_step s JOIN application a ON a.id = s.application_id",
    )
    .fetch_all(scene.portal.pool())
    .await
    .unwrap();
    let lived: HashSet<&str> = steps.iter().map(|(_, status, _)| &**status).collect();
    for status in Status::ALL {
        assert!(
            lived.contains(status.code()),
            "nothing was {status:?}: say whom it tells"
        );
    }
    let codes: HashSet<&str> = steps.iter().map(|(code, ..)| &**code).collect();
    let told = |path: String| {
        letters
            .iter()
            .filter(|(_, body)| body.contains(&path))
            .count()
    };
    for code in codes {
        let own = steps.iter().filter(|(of, ..)| of == code);
        let by_others = own
            .clone()
            .filter(|(_, _, actor)| actor != Actor::Employer.code());
        assert_eq!(
            told(format!("/akun/lamaran/{code}")),
            own.count(),
            "{letters:#?}"
        );
        assert_eq!(
            told(format!("/perusahaan/lamaran/{code}")),
            by_others.count(),
            "{letters:#?}"
        );
    }
    for words in [
        "sudah terkirim",
        "Anda menerima tawaran",
        "Anda menarik lamaran",
    ] {
        assert!(
            letters.iter().any(|(_, body)| body.contains(words)),
            "{words}"
        );
    }
}
