//! Who runs a run: a process, known by boot, pid and start, so that a reused pid is not mistaken.

use std::fs;

use ballast_store::Owner;

fn boot_id() -> String {
    fs::read_to_string("/proc/sys/kernel/random/boot_id")
        .map(|text| text.trim().to_owned())
        .unwrap_or_default()
}

/// When a process started, in clock ticks since boot: field 22 of its stat line.
fn start_of(pid: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name in parentheses may hold spaces.
    let rest = stat.rsplit_once(')')?.1;
    let mut fields = rest.split_whitespace();
    let state = fields.next()?;
    let start = fields.nth(18)?.parse().ok()?;
    (state != "Z").then_some(start)
}

/// This process.
#[must_use]
pub fn this() -> Owner {
    let pid = std::process::id();
    Owner { boot: boot_id(), pid, start: start_of(pid).unwrap_or_default() }
}

/// Whether the process still runs.
#[must_use]
pub fn is_alive(owner: &Owner) -> bool {
    owner.boot == boot_id() && start_of(owner.pid) == Some(owner.start)
}

/// Whether any process has this number now.
#[must_use]
pub fn is_running(pid: u32) -> bool {
    start_of(pid).is_some()
}
