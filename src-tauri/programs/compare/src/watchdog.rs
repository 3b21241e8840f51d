//! Memory: what the engine does not count, somebody must.

use std::time::Duration;

use ballast_core::limits::COMPARE_OVERHEAD_BYTES_MAX;
use ballast_core::{Code, Error};

const EVERY: Duration = Duration::from_millis(50);

/// Bytes of this program that are in memory; none where the system does not tell.
#[must_use]
pub fn resident() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.split_ascii_whitespace().next()?.parse().ok()?;
    Some(kibibytes * 1024)
}

/// The time that processors have spent on this program.
#[must_use]
pub fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

/// What a comparison with such a pool may use.
#[must_use]
pub fn most(pool_bytes: u64) -> u64 {
    pool_bytes.saturating_add(COMPARE_OVERHEAD_BYTES_MAX)
}

/// Calls `beyond` once the program holds more than `most` bytes: an error that says so is better than a kernel
/// that ends something else.
pub fn watch(most: u64, beyond: impl FnOnce(Error) + Send + 'static) {
    let look = move || {
        loop {
            let Some(bytes) = resident() else { return };
            if bytes > most {
                let error = Error::new(Code::WorkerFailed).with("what", "memory");
                return beyond(error.with("bytes", bytes).with("limit_bytes", most));
            }
            std::thread::sleep(EVERY);
        }
    };
    // Without it the engine's own limit still holds.
    let _ = std::thread::Builder::new().name("memory".to_owned()).spawn(look);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_much_is_said() {
        let (tell, told) = std::sync::mpsc::channel();
        let quiet = tell.clone();
        watch(most(0) << 10, move |error| quiet.send(error).unwrap());
        watch(1, move |error| tell.send(error).unwrap());
        let error = told.recv().unwrap();
        assert_eq!((error.code, error.params["what"].as_str()), (Code::WorkerFailed, "memory"));
        assert_eq!(error.params["limit_bytes"], "1");
    }
}
