//! Calls that can hang and cannot be cancelled, such as those of a desktop.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::time::Duration;

use ballast_core::Span;
use ballast_core::limits::DESKTOP_CALLS_HANGING_MAX;

static UNDER_WAY: AtomicUsize = AtomicUsize::new(0);

/// Counts itself out, also when the call panics.
struct Counted;

impl Drop for Counted {
    fn drop(&mut self) {
        UNDER_WAY.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Runs `call` on a thread of its own. None: it did not end in time, it panicked, or so many hang already
/// that one more would only hang too. A call that hangs keeps its thread, hence the count.
pub fn within<T: Send + 'static>(limit: Span, call: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    if UNDER_WAY.fetch_add(1, Ordering::SeqCst) >= DESKTOP_CALLS_HANGING_MAX {
        UNDER_WAY.fetch_sub(1, Ordering::SeqCst);
        return None;
    }
    let counted = Counted;
    let (say, hear) = channel();
    let started = std::thread::Builder::new().name("desktop".to_owned()).spawn(move || {
        let _counted = counted;
        let _ = say.send(call());
    });
    started.ok()?;
    hear.recv_timeout(Duration::from_secs(limit.seconds())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_that_hangs_is_left_and_too_many_are_refused() {
        assert_eq!(within(Span::from_seconds(60), || 7), Some(7));
        assert_eq!(within(Span::from_seconds(60), || -> u8 { panic!("as some libraries do") }), None);
        let (release, wait) = channel::<()>();
        let wait = std::sync::Arc::new(std::sync::Mutex::new(wait));
        for _ in 0..DESKTOP_CALLS_HANGING_MAX {
            let wait = wait.clone();
            assert_eq!(within(Span::from_seconds(0), move || wait.lock().unwrap().recv().is_ok()), None);
        }
        assert_eq!(within(Span::from_seconds(60), || 7), None);
        drop(release);
        while UNDER_WAY.load(Ordering::SeqCst) > 0 {
            std::thread::yield_now();
        }
        assert_eq!(within(Span::from_seconds(60), || 7), Some(7));
    }
}
