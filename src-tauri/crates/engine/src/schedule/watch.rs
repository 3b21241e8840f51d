//! Watched places: what another tool leaves there is looked at as soon as it is complete.
//!
//! Events are hints. They make the next look come sooner; whether anything changed is decided by
//! looking, and every place is looked at now and then whether events came or not.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant, UNIX_EPOCH};

use ballast_core::Result;
use ballast_core::limits::{WATCH_ENTRIES_MAX, WATCH_POLL, WATCH_SETTLED};
use notify::{RecursiveMode, Watcher as _};
use sha2::{Digest, Sha256};

use super::{Shared, lines};
use crate::config::{Backup, Config, ParallelRun, Source, TableSource};
use crate::contract::{WatchMethod, WatchView};
use crate::engine::Engine;
use crate::views::runs::named;

const LOOK_EVERY: Duration = Duration::from_secs(1);

/// The folder in which a new copy of an adopted backup shows.
fn place_of(backup: &Backup) -> Option<PathBuf> {
    if !backup.watch {
        return None;
    }
    match &backup.source {
        Source::Restic { location, .. } => Some(location.join("snapshots")),
        Source::AdoptedSqlite(file) => file.parent().map(Path::to_owned),
        source => source.adopted_place().map(Path::to_owned),
    }
}

/// The folder in which the output of the new system shows.
fn place_of_run(run: &ParallelRun) -> Option<PathBuf> {
    match &run.new.source {
        TableSource::File { path, .. } | TableSource::Sqlite { path, .. } if run.watch => {
            path.parent().map(Path::to_owned)
        }
        _ => None,
    }
}

fn places(config: &Config) -> HashMap<String, PathBuf> {
    let backups = config.backups.iter().filter_map(|b| Some((b.id.to_string(), place_of(b)?)));
    let runs = config.parallel_runs.iter().filter_map(|run| Some((run.id.to_string(), place_of_run(run)?)));
    backups.chain(runs).collect()
}

/// File systems whose changes another computer makes tell nothing here.
fn tells_of_changes(place: &Path) -> bool {
    const SILENT: [u64; 7] =
        [0x6969, 0x517b, 0xff53_4d42, 0xfe53_4d42, 0x0102_1997, 0x5346_414f, 0x6573_5546];
    rustix::fs::statfs(place).is_ok_and(|stat| {
        #[allow(clippy::cast_sign_loss, clippy::unnecessary_cast)]
        let magic = stat.f_type as u64 & 0xffff_ffff;
        !SILENT.contains(&magic)
    })
}

/// Every watched place and how it is looked at.
pub(crate) fn views(config: &Config) -> Vec<WatchView> {
    let view = |(control, place): (String, PathBuf)| WatchView {
        control: named(config, &control),
        method: if !place.is_dir() {
            WatchMethod::Absent
        } else if tells_of_changes(&place) {
            WatchMethod::Events
        } else {
            WatchMethod::Polling
        },
        path: place.display().to_string(),
    };
    let mut views: Vec<WatchView> = places(config).into_iter().map(view).collect();
    views.sort_by(|a, b| a.control.id.cmp(&b.control.id));
    views
}

/// What lies in a place: names, sizes and times, hashed. None where it cannot be read.
fn signature(place: &Path) -> Option<String> {
    use std::os::unix::ffi::OsStringExt;
    let mut entries: Vec<(Vec<u8>, u64, u128)> = Vec::new();
    let mut folders = vec![place.to_owned()];
    std::fs::read_dir(place).ok()?;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            // The target of a link is not what was left here.
            let Ok(meta) = entry.metadata() else { continue };
            if meta.is_dir() {
                folders.push(entry.path());
                continue;
            }
            let modified = meta.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
            let name = entry.path().into_os_string().into_vec();
            entries.push((name, meta.len(), modified.map_or(0, |at| at.as_nanos())));
        }
        if entries.len() >= WATCH_ENTRIES_MAX {
            break;
        }
    }
    entries.sort();
    let mut hasher = Sha256::new();
    for (name, bytes, modified) in &entries {
        hasher.update(u64::try_from(name.len()).unwrap_or(0).to_le_bytes());
        hasher.update(name);
        hasher.update(bytes.to_le_bytes());
        hasher.update(modified.to_le_bytes());
    }
    Some(if entries.is_empty() { String::new() } else { ballast_core::evidence::to_hex(&hasher.finalize()) })
}

/// A place between two looks.
struct Place {
    folder: PathBuf,
    looked: Instant,
    /// What was seen last, and since when it stands.
    seen: Option<(String, Instant)>,
    dirty: bool,
    hooked: bool,
}

/// Watches until the schedule stops.
pub(crate) fn go_on(engine: &Arc<Engine>, shared: &Arc<Shared>) {
    let (tell, hear) = channel::<PathBuf>();
    let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        for path in event.into_iter().flat_map(|event| event.paths) {
            let _ = tell.send(path);
        }
    });
    let mut watcher = watcher.inspect_err(|error| tracing::info!(%error, "watching by polling")).ok();
    let mut known: HashMap<String, Place> = HashMap::new();
    let mut revision = None;
    while !shared.stops() {
        std::thread::sleep(LOOK_EVERY);
        // Heard even while somebody else holds the schedule: nobody else empties the queue.
        let touched: HashSet<PathBuf> = hear.try_iter().collect();
        let Some(epoch) = shared.epoch() else { continue };
        let now_at = engine.store.read(|view| Ok(view.workspace()?.map(|workspace| workspace.revision)));
        let Ok(current) = now_at else { continue };
        if current != revision {
            let Ok(config) = engine.config() else { continue };
            arrange(&mut known, places(&config), watcher.as_mut());
            revision = current;
        }
        for (control, place) in &mut known {
            place.dirty |= touched.iter().any(|path| path.starts_with(&place.folder));
            hook(place, watcher.as_mut());
            if let Err(error) = look(engine, control, place, epoch) {
                tracing::warn!(control, %error, "a watched place could not be looked at");
            }
        }
    }
}

fn arrange(
    known: &mut HashMap<String, Place>,
    wanted: HashMap<String, PathBuf>,
    mut watcher: Option<&mut notify::RecommendedWatcher>,
) {
    known.retain(|control, place| {
        let stays = wanted.get(control) == Some(&place.folder);
        if let (false, true, Some(watcher)) = (stays, place.hooked, watcher.as_deref_mut()) {
            let _ = watcher.unwatch(&place.folder);
        }
        stays
    });
    for (control, folder) in wanted {
        known.entry(control).or_insert_with(|| Place {
            folder,
            looked: Instant::now(),
            seen: None,
            dirty: true,
            hooked: false,
        });
    }
}

/// A folder that was absent is watched when it appears.
fn hook(place: &mut Place, watcher: Option<&mut notify::RecommendedWatcher>) {
    if let (false, Some(watcher)) = (place.hooked, watcher)
        && tells_of_changes(&place.folder)
    {
        place.hooked = watcher.watch(&place.folder, RecursiveMode::NonRecursive).is_ok();
        place.dirty = true;
    }
}

/// Looks at a place where an event, a change that has not settled or the time calls for it.
fn look(engine: &Engine, control: &str, place: &mut Place, epoch: u64) -> Result<()> {
    let due = place.looked.elapsed() >= Duration::from_secs(WATCH_POLL.seconds());
    let unsettled = place.seen.as_ref().is_some_and(|(_, since)| since.elapsed() < settled() * 2);
    if !(place.dirty || due || unsettled) {
        return Ok(());
    }
    place.looked = Instant::now();
    place.dirty = false;
    let Some(found) = signature(&place.folder) else {
        place.hooked = false;
        return Ok(());
    };
    match &place.seen {
        Some((seen, since)) if *seen == found => {
            if since.elapsed() < settled() {
                return Ok(());
            }
        }
        _ => {
            place.seen = Some((found, Instant::now()));
            return Ok(());
        }
    }
    let (known, looked_at) =
        engine.store.read(|view| Ok((view.watched(control)?, view.last_attempt_at(control)?)))?;
    if found.is_empty() || known.as_deref() == Some(found.as_str()) {
        return Ok(());
    }
    // What lay there already when it was last looked at is no news, only never watched before.
    let is_news = known.is_some() || looked_at.is_none_or(|at| changed_since(engine, &place.folder, at));
    let (now, control) = (engine.now(), control.to_owned());
    engine.store.write(move |change| {
        change.require_lease(epoch)?;
        change.put_watched(&control, &found, now)?;
        if !is_news {
            return Ok(());
        }
        change.supersede_slots(&control, lines::WATCH, now)?;
        change.slot_due(&control, lines::WATCH, now, "watch").map(drop)
    })
}

/// Whether anything in a place is younger than the last look at it. A simulated clock has no part in
/// when files changed, only in what their own programs say of it.
fn changed_since(engine: &Engine, place: &Path, looked_at: jiff::Timestamp) -> bool {
    use std::os::unix::fs::MetadataExt;
    let since = engine.now().duration_since(looked_at).as_secs();
    let now = jiff::Timestamp::now().as_second();
    let entries = std::fs::read_dir(place).into_iter().flatten().flatten().take(WATCH_ENTRIES_MAX);
    entries.filter_map(|entry| entry.metadata().ok()).any(|meta| {
        if engine.simulated { meta.mtime() > looked_at.as_second() } else { now - meta.ctime() < since }
    })
}

fn settled() -> Duration {
    Duration::from_secs(WATCH_SETTLED.seconds())
}
