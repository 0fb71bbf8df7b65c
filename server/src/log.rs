//! The log: one structured line for each request, without personal data. It has the route's pattern, never the address,
//! whose query may hold what a person typed.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;
use tracing_subscriber::EnvFilter;

use crate::config;
use crate::state::AppState;

/// Starts the log on standard error: as text on a terminal, otherwise as JSON. `level` is used when `RUST_LOG` is not
/// set.
pub fn start(level: &str) {
    let told = config::text("RUST_LOG").and_then(|told| EnvFilter::try_new(told).ok());
    let filter = told.unwrap_or_else(|| EnvFilter::new(level));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if std::io::IsTerminal::is_terminal(&std::io::stderr()) {
        builder.with_target(false).init();
    } else {
        builder.json().flatten_event(true).init();
    }
}

/// Gives each request an id, which is returned in `x-request-id` and is a part of every line logged for the request.
pub async fn requests(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let id = state.platform.ids.code(10);
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("(none)", |path| path.as_str())
        .to_owned();
    let started = Instant::now();
    let span = tracing::info_span!("request", id);
    let mut response = next.run(request).instrument(span.clone()).await;
    let (status, micros) = (response.status().as_u16(), started.elapsed().as_micros());
    span.in_scope(|| tracing::info!(%method, route, status, micros, "{method} {route} {status}"));
    if let Ok(id) = HeaderValue::from_str(&id) {
        response
            .headers_mut()
            .insert(HeaderName::from_static("x-request-id"), id);
    }
    response
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex};

    use app::platform::in_task;
    use tracing::Instrument;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[tokio::test]
    async fn what_a_task_of_a_request_logs_names_the_request() {
        let lines = Lines::default();
        let writer = lines.clone();
        let log = tracing_subscriber::fmt()
            .json()
            .with_writer(move || writer.clone())
            .finish();
        let _here = tracing::subscriber::set_default(log);
        let request = async {
            let written = in_task(async {
                tracing::error!("in a task");
                Ok(())
            });
            written.await.unwrap();
        };
        let span = tracing::info_span!("request", id = "K7M2");
        request.instrument(span).await;
        let logged = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        assert!(
            logged.contains("in a task") && logged.contains("K7M2"),
            "{logged}"
        );
    }
}
