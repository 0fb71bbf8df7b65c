//! Wakes the task that sends hints to the other processes. Code that has stored a message rings it.

use std::sync::LazyLock;

use tokio::sync::watch;

static BELL: LazyLock<watch::Sender<u64>> = LazyLock::new(|| watch::Sender::new(0));

/// Announces a commit that concerns other processes. Without a listener nothing is lost: the hint is stored.
pub fn ring() {
    BELL.send_modify(|count| *count = count.wrapping_add(1));
}

/// Receives every ring from now on; rings in quick succession arrive as one.
pub fn listen() -> watch::Receiver<u64> {
    BELL.subscribe()
}
