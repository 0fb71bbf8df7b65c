//! What is logged while something is done.

use std::cell::RefCell;
use std::io::{self, Write};
use std::sync::Once;

use tracing_subscriber::EnvFilter;

thread_local! {
    /// Of this thread alone: each test has its own.
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

/// What was logged of passwords by this thread since the last call.
pub fn logged_of_passwords() -> String {
    let of_passwords = |line: &&str| line.contains("app::accounts::passwords");
    let lines = logged();
    lines.split_inclusive('\n').filter(of_passwords).collect()
}

/// The lines that this thread has logged since the last call.
pub fn logged() -> String {
    static BEGIN: Once = Once::new();
    // One log for the process: a line's interest is kept for all threads by whichever comes to it first, and a thread
    // without a log would keep it at none.
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
