//! A form that is submitted twice is carried out once: both submissions get the answer of the first.

use std::future::Future;
use std::iter;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::sync::Arc;
use std::time::Duration;

use app::base::error::AppError;
use app::base::form::FORM_ID_FIELD;
use app::platform::{Claim, Ids, Platform, Visit, claim_form, keep_answer, release_form};
use axum::body::{Body, to_bytes};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use futures::FutureExt;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::time::{sleep, timeout};
use tracing::Instrument;

use super::answer::split_error;
use super::typed::value;
use super::whose::seal_of;

/// How long the second submission waits for the first: no page takes longer.
const PATIENCE: Duration = Duration::from_secs(45);
/// How often it checks the database, because another process may carry out the first.
const PAUSE: Duration = Duration::from_millis(100);

/// One submission of a form: the form as it was rendered for one browser, and the values typed into it.
pub(crate) struct Sending {
    platform: Arc<Platform>,
    form: [u8; 32],
    words: [u8; 32],
    whose: [u8; 32],
    /// The key that encrypts the answer. It cannot be derived from the stored row.
    key: [u8; 32],
}

impl Sending {
    /// Returns `None` for a form without a seal, or from a browser without its token: its second submission cannot be
    /// told from the first.
    pub(crate) fn of(
        platform: &Arc<Platform>,
        visit: &Visit,
        typed: &[(String, String)],
        path: &str,
    ) -> Option<Sending> {
        let (seal, visitor) = (seal_of(typed)?, visit.visitor.as_deref()?);
        let id = value(typed, FORM_ID_FIELD).unwrap_or_default();
        let form = [visitor, seal.nonce(), path.as_bytes(), id.as_bytes()];
        let words = typed
            .iter()
            .flat_map(|(name, value)| [name.as_bytes(), value.as_bytes()]);
        // The hash includes the browser's token, so that nobody can use the hash to try passwords.
        let words = hash(
            b"words",
            &iter::once(visitor).chain(words).collect::<Vec<_>>(),
        );
        let person = visit.viewer.as_ref().map(|viewer| viewer.person_id);
        let whose = person
            .as_ref()
            .map_or(visitor, |person| person.as_bytes().as_slice());
        Some(Sending {
            platform: platform.clone(),
            whose: hash(b"whose", &[whose]),
            form: hash(b"form", &form),
            words,
            key: hash(b"key", &[&form[..], &[&words[..]]].concat()),
        })
    }

    /// Returns the answer of the earlier submission when that was carried out. `None` means that this one is to be
    /// carried out.
    ///
    /// # Errors
    /// [`AppError::Unavailable`] when the earlier submission takes too long; errors of the database.
    pub(crate) async fn claim(&self) -> Result<Option<Response>, AppError> {
        let answered = async {
            loop {
                let (mut conn, now) = (
                    self.platform.pool.acquire().await?,
                    self.platform.clock.now(),
                );
                match claim_form(&mut conn, now, &self.form, &self.words).await? {
                    Claim::Ours => return Ok(None),
                    // An answer that cannot be decrypted or parsed was not written for this form.
                    Claim::Done(answer) => match self.open(answer) {
                        Some(answer) => return Ok(Some(answer)),
                        None => return Err(AppError::Unavailable),
                    },
                    Claim::Running => {}
                }
                drop(conn);
                sleep(PAUSE).await;
            }
        };
        timeout(PATIENCE, answered)
            .await
            .unwrap_or(Err(AppError::Unavailable))
    }

    /// Stores the answer, and returns it.
    async fn keep(&self, answer: Response) -> Response {
        let (parts, body) = answer.into_parts();
        // The body is small: a server function answers a POST with almost nothing.
        let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
        let headers = parts
            .headers
            .iter()
            .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())));
        let kept = Kept {
            status: parts.status.as_u16(),
            headers: headers.collect(),
            body: String::from_utf8_lossy(&body).into_owned(),
        };
        let kept = async {
            let sealed = self.seal(&kept).ok_or(AppError::Unavailable)?;
            let mut conn = self.platform.pool.acquire().await?;
            keep_answer(&mut conn, &self.form, &self.words, &self.whose, &sealed).await
        };
        if let Err(error) = kept.await {
            tracing::warn!(%error, "a form's answer could not be kept: a second press is not answered for a while");
        }
        Response::from_parts(parts, Body::from(body))
    }

    /// Carries out the claimed form with `run`, in a task of its own. The second submission makes the browser drop the
    /// first request, whose answer must be kept all the same.
    pub(crate) async fn carry_out(
        self,
        run: impl Future<Output = (Response, Option<AppError>)> + Send + 'static,
    ) -> (Response, Option<AppError>) {
        let work = async move {
            match AssertUnwindSafe(run).catch_unwind().await {
                Ok((answer, None)) => (self.keep(answer).await, None),
                Ok(failed) => {
                    self.release().await;
                    failed
                }
                Err(panic) => {
                    self.release().await;
                    resume_unwind(panic)
                }
            }
        };
        match tokio::spawn(work.in_current_span()).await {
            Ok(answer) => answer,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => resume_unwind(panic),
                Err(_) => (Response::default(), Some(AppError::Unavailable)),
            },
        }
    }

    async fn release(&self) {
        let released = async {
            let mut conn = self.platform.pool.acquire().await?;
            release_form(&mut conn, &self.form, &self.words).await
        };
        if let Err(error) = released.await {
            tracing::warn!(%error, "a form could not be given back: it is taken again in a while");
        }
    }

    fn cipher(&self) -> Option<LessSafeKey> {
        let key = UnboundKey::new(&CHACHA20_POLY1305, &self.key).ok()?;
        Some(LessSafeKey::new(key))
    }

    fn seal(&self, answer: &Kept) -> Option<Vec<u8>> {
        let nonce: [u8; NONCE_LEN] = Ids.bytes();
        let mut sealed = serde_json::to_vec(answer).ok()?;
        self.cipher()?
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::empty(),
                &mut sealed,
            )
            .ok()?;
        Some([&nonce[..], &sealed].concat())
    }

    fn open(&self, sealed: Vec<u8>) -> Option<Response> {
        let (nonce, answer) = sealed.split_first_chunk::<NONCE_LEN>()?;
        let mut answer = answer.to_vec();
        let answer = self
            .cipher()?
            .open_in_place(
                Nonce::assume_unique_for_key(*nonce),
                Aad::empty(),
                &mut answer,
            )
            .ok()?;
        serde_json::from_slice::<Kept>(answer).ok()?.answer()
    }
}

/// Marks the answer of an earlier submission: nothing was carried out for this one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Again;

/// An answer as it is stored, before it is encrypted.
#[derive(Serialize, Deserialize)]
struct Kept {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Kept {
    fn answer(self) -> Option<Response> {
        let mut answer = Response::new(Body::from(self.body));
        *answer.status_mut() = StatusCode::from_u16(self.status).ok()?;
        for (name, value) in self.headers {
            let name: HeaderName = name.parse().ok()?;
            answer
                .headers_mut()
                .append(name, HeaderValue::from_str(&value).ok()?);
        }
        Some(answer)
    }
}

/// Hashes each piece with its length, so that no two lists of pieces give the same text.
fn hash(purpose: &[u8], pieces: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new_with_prefix(purpose);
    for piece in pieces {
        hash.update(piece.len().to_be_bytes());
        hash.update(piece);
    }
    hash.finalize().into()
}

/// Carries out a form once, with `run`; returns the answer, or the error in its place. A `refused` form is not carried
/// out. A second submission still gets the answer of the first, also when the first has ended the person's session.
pub(super) async fn once(
    sending: Option<Sending>,
    refused: Option<AppError>,
    run: impl Future<Output = Response> + Send + 'static,
) -> (Response, Option<AppError>) {
    let Some(sending) = sending else {
        return match refused {
            Some(error) => (Response::default(), Some(error)),
            None => split_error(run.await).await,
        };
    };
    match sending.claim().await {
        Ok(Some(mut answer)) => {
            answer.extensions_mut().insert(Again);
            return (answer, None);
        }
        Ok(None) => {}
        Err(error) => return (Response::default(), Some(error)),
    }
    if let Some(error) = refused {
        sending.release().await;
        return (Response::default(), Some(error));
    }
    sending
        .carry_out(async { split_error(run.await).await })
        .await
}
