//! Wakes the task that tells the other processes: rung by whoever has stored a message.

use std::sync::LazyLock;

use tokio::sync::watch;

static BELL: LazyLock<watch::Sender<u64>> = LazyLock::new(|| watch::Sender::new(0));

/// Something was committed that others want to hear of. Without a listener nothing happens: the hint is stored.
pub fn ring() {
    BELL.send_modify(|count| *count = count.wrapping_add(1));
}

/// Hears every ring from now on; rings in quick succession are heard as one.
pub fn listen() -> watch::Receiver<u64> {
    BELL.subscribe()
}
