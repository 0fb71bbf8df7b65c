//! Captures the log lines of a test.

use std::cell::RefCell;
use std::io::{self, Write};
use std::sync::Once;

use tracing_subscriber::EnvFilter;

thread_local! {
    /// The lines of one thread: each test runs on its own.
    static LINES: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

struct OwnLines;

impl Write for OwnLines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LINES.with_borrow_mut(|lines| lines.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The log lines about passwords that this thread has written since the last call.
pub fn logged_of_passwords() -> String {
    let of_passwords = |line: &&str| line.contains("app::accounts::passwords");
    let lines = logged();
    lines.split_inclusive('\n').filter(of_passwords).collect()
}

/// The log lines that this thread has written since the last call.
pub fn logged() -> String {
    static BEGIN: Once = Once::new();
    // Sets one subscriber for the whole process. `tracing` caches for all threads whether a log line is wanted, as the
    // first thread to reach the line finds it; a thread without a subscriber would cache "never".
    BEGIN.call_once(|| {
        let log = tracing_subscriber::fmt()
            .with_env_filter(EnvFilter::new("info,app::accounts::passwords=trace"))
            .with_ansi(false)
            .with_writer(|| OwnLines)
            .finish();
        tracing::subscriber::set_global_default(log).unwrap();
        tracing::callsite::rebuild_interest_cache();
    });
    String::from_utf8(LINES.take()).unwrap()
}
