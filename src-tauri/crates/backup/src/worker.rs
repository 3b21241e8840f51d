//! The worker: one task in a process of its own, so that a panic or a hang of the engine ends there.

use std::io::{BufRead, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use ballast_core::{Code, Error, FindingKind, Result, Verdict};
use rustic_core::repofile::Node;
use serde_json::json;

use crate::Progress;
use crate::adopted;
use crate::catalogue::{Catalogue, Listing, Snapshots, blob_finding, listed};
use crate::ladder::climb;
use crate::manifest::{Manifest, Note};
use crate::repository::{Files, engine_id, open};
use crate::restore::{Restorer, Wanted, ensure_space};
use crate::take::take;
use crate::walk::text_path;
use crate::wire::{Access, Answer, Message, Request, RestoreTask, Scope, Stage, Task, Unit};

/// Reads one request from standard input, does it, and says what happened on standard output.
/// Ends when standard input closes, and when its parent dies.
pub fn serve() {
    let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
    let mut input = std::io::stdin().lock();
    let mut line = String::new();
    let request = match input.read_line(&mut line) {
        Ok(0) | Err(_) => return,
        Ok(_) => serde_json::from_str::<Request>(&line),
    };
    drop(input);
    line.clear();
    // The parent holds the other end; when it lets go, nobody wants the answer any more.
    std::thread::spawn(|| {
        let _ = std::io::stdin().lock().read_to_end(&mut Vec::new());
        #[allow(clippy::exit)]
        std::process::exit(3);
    });
    let output = Arc::new(Mutex::new(std::io::stdout()));
    let tell = {
        let output = Arc::clone(&output);
        move |message: &Message| {
            if let (Ok(mut output), Ok(text)) = (output.lock(), serde_json::to_string(message)) {
                let _ = writeln!(output, "{text}").and_then(|()| output.flush());
            }
        }
    };
    let progress = Progress::new({
        let tell = tell.clone();
        move |report| tell(&Message::Progress(report))
    });
    let outcome = match request {
        Ok(request) => run(&request, &progress),
        Err(error) => Err(Error::new(Code::Internal).because(&error)),
    };
    match outcome {
        Ok(answer) => tell(&Message::Done(Box::new(answer))),
        Err(error) => tell(&Message::Failed(error)),
    }
}

fn run(request: &Request, progress: &Progress) -> Result<Answer> {
    let Request { now, access, task } = request;
    match task {
        Task::List { scope } => list(access, scope, progress),
        Task::Take(task) => take(*now, access, task, progress),
        Task::Verify(task) => climb(*now, access, task, progress),
        Task::Restore(task) => restore(access, task, progress),
        Task::ListAdopted { what } => adopted::list(what),
        Task::Look(task) => adopted::climb(*now, task, progress),
        Task::Extract(task) => adopted::extract(task, progress),
        Task::Survey { path } => adopted::survey(path),
    }
}

/// Opens a repository for a person, who wants an error and not a finding.
fn opened(access: &Access, progress: &Progress) -> Result<crate::repository::Open> {
    open(access, progress)?.map_err(|findings| {
        let kind = findings.first().map_or(FindingKind::Unreadable, |finding| finding.kind);
        let code =
            if kind == FindingKind::WrongPassword { Code::WrongPassword } else { Code::RepositoryUnreadable };
        Error::new(code).with("path", access.location.display()).with("what", kind.as_str())
    })
}

fn list(access: &Access, scope: &Scope, progress: &Progress) -> Result<Answer> {
    let repository = opened(access, progress)?;
    let files = Files::at(&access.location)?;
    let snapshots = Snapshots::read(&files, &repository, scope)?;
    Ok(Answer { engine_id: Some(engine_id(&repository)), snapshots: snapshots.listed(), ..Answer::default() })
}

fn restore(access: &Access, task: &RestoreTask, progress: &Progress) -> Result<Answer> {
    progress.begin(Stage::Scan, Unit::None, None);
    let repository = opened(access, progress)?;
    let files = Files::at(&access.location)?;
    let snapshots = Snapshots::read(&files, &repository, &task.scope)?;
    let snapshot = snapshots.find(task.snapshot.as_deref()).ok_or_else(|| {
        let asked = task.snapshot.as_deref().unwrap_or("latest");
        Error::new(Code::NoSnapshot).with("snapshot", asked).with("repository", &access.id)
    })?;
    let asked_for_newest = task.snapshot.as_deref().is_none_or(|asked| asked == "latest");
    if let Some(newest) =
        task.newest_known.as_ref().filter(|newest| asked_for_newest && snapshots.damaged.contains(newest))
    {
        return Err(Error::new(Code::RepositoryUnreadable)
            .with("path", access.location.join("snapshots").join(newest).display())
            .with("what", FindingKind::SnapshotDamaged.as_str()));
    }
    prepare_target(&task.to, task.overwrite)?;
    let catalogue = Catalogue::read(&files, Some(&repository))?;
    let unreadable = |error: &rustic_core::RusticError| {
        crate::repository::because(
            Error::new(Code::RepositoryUnreadable).with("path", access.location.display()),
            error,
        )
    };
    let engine = engine_id(&repository);
    let indexed = repository.to_indexed().map_err(|error| unreadable(&error))?;
    let listing = Listing::of(&indexed, snapshot.tree);
    let mut findings: Vec<_> = listing
        .faults
        .iter()
        .map(|(path, tree, fault)| {
            blob_finding(&catalogue, &files, &rustic_core::BlobId::from(**tree), fault, path)
        })
        .collect();
    let mut roots: Vec<PathBuf> = snapshot.paths.iter().map(|path| shown_root(path)).collect();
    // restic keeps what was named relative to a folder without the folder: nothing lies below its root.
    if !listing.nodes.iter().any(|(path, _)| roots.iter().any(|root| path.starts_with(root))) {
        roots = vec![PathBuf::from("/")];
    }
    let wanted = select(&listing.nodes, &roots, &task.paths);
    for path in &task.paths {
        if select(&listing.nodes, &roots, std::slice::from_ref(path)).is_empty() {
            return Err(Error::new(Code::UnknownId).with("what", "path").with("id", path));
        }
    }
    let bytes: u64 = wanted.iter().filter(|w| w.node.content.is_some()).map(|w| w.node.meta.size).sum();
    ensure_space(&task.to, bytes)?;
    progress.begin(Stage::Restore, Unit::Bytes, Some(bytes));
    let restorer = Restorer {
        indexed: &indexed,
        catalogue: &catalogue,
        files: &files,
        target: &task.to,
        overwrite: task.overwrite,
        progress,
    };
    let given = restorer.give(&wanted)?;
    findings.extend(given.findings);
    let id = crate::catalogue::hex(&snapshot.id);
    let manifest = task
        .manifests
        .iter()
        .find(|(snapshot, _)| *snapshot == id)
        .and_then(|(_, path)| Manifest::read(path).ok());
    if let Some(manifest) = &manifest {
        for entry in manifest.files().filter(|entry| entry.note != Some(Note::Unreadable)) {
            let bytes = entry.stamp.bytes;
            findings.extend(
                given
                    .hashes
                    .get(&entry.path)
                    .and_then(|hash| crate::ladder::restored::compare(entry, hash, bytes)),
            );
        }
    }
    let verdict = Verdict::of(&findings, wanted.len() as u64);
    let figures = json!({
        "snapshot": id,
        "files_restored": given.files,
        "bytes_total": given.bytes,
        "against_manifest": manifest.is_some(),
        "verdict": verdict,
    });
    Ok(Answer {
        engine_id: Some(engine),
        snapshot: Some(listed(snapshot)),
        findings,
        figures,
        ..Answer::default()
    })
}

/// The target is made if missing; one that holds anything is refused, unless asked to overwrite.
pub(crate) fn prepare_target(to: &Path, overwrite: bool) -> Result<()> {
    std::fs::create_dir_all(to).map_err(|error| Error::io(to, &error))?;
    let empty = std::fs::read_dir(to).map_err(|error| Error::io(to, &error))?.next().is_none();
    if empty || overwrite { Ok(()) } else { Err(Error::new(Code::TargetNotEmpty).with("path", to.display())) }
}

fn shown_root(path: &str) -> PathBuf {
    let path = Path::new(path);
    if path.is_absolute() { path.to_owned() } else { Path::new("/").join(path) }
}

/// The last part of a source's path; more parts where two sources end in the same one.
fn name_of(root: &Path, roots: &[PathBuf]) -> PathBuf {
    let tail = |path: &Path, parts: usize| -> PathBuf {
        let all: Vec<_> =
            path.components().filter(|part| matches!(part, std::path::Component::Normal(_))).collect();
        all.iter().skip(all.len().saturating_sub(parts)).collect()
    };
    let most = root.components().count();
    let unique =
        |parts: &usize| roots.iter().filter(|other| tail(other, *parts) == tail(root, *parts)).count() == 1;
    tail(root, (1..=most).find(unique).unwrap_or(most))
}

/// Every node below a source, with the place that it has in a restore.
fn placed<'a>(nodes: &'a [(PathBuf, Node)], roots: &'a [PathBuf]) -> impl Iterator<Item = Wanted> + 'a {
    nodes.iter().filter_map(|(path, node)| {
        let below = roots.iter().filter(|root| path.starts_with(root));
        let root = below.max_by_key(|root| root.components().count())?;
        let inside = path.strip_prefix(root).unwrap_or(path);
        let name = name_of(root, roots);
        let place = match (inside.as_os_str().is_empty(), roots.len()) {
            (true, 1) if node.subtree.is_some() => return None,
            (true, _) => name,
            (false, 1) => inside.to_owned(),
            (false, _) => name.join(inside),
        };
        Some(Wanted { place, path: path.clone(), node: node.clone() })
    })
}

/// What to give back and where: one source's contents directly, several under their last path part;
/// only what lies at or below one of `paths`, where any are given.
fn select(nodes: &[(PathBuf, Node)], roots: &[PathBuf], paths: &[String]) -> Vec<Wanted> {
    let chosen = |entry: &Wanted| {
        let inside = roots.iter().find_map(|root| entry.path.strip_prefix(root).ok()).unwrap_or(&entry.path);
        let asked = |asked: &String| {
            let asked = text_path(asked.trim_end_matches('/'));
            entry.path.starts_with(&asked) || entry.place.starts_with(&asked) || inside.starts_with(&asked)
        };
        paths.is_empty() || paths.iter().any(asked)
    };
    let mut wanted: Vec<Wanted> = placed(nodes, roots).filter(chosen).collect();
    if !paths.is_empty() {
        // The folders on the way have modes and times of their own.
        let on_the_way = |path: &Path| {
            let chosen = |entry: &Wanted| entry.path != *path && entry.path.starts_with(path);
            wanted.iter().any(chosen) && !wanted.iter().any(|entry| entry.path == *path)
        };
        let folders: Vec<Wanted> = placed(nodes, roots)
            .filter(|entry| entry.node.subtree.is_some() && on_the_way(&entry.path))
            .collect();
        wanted.extend(folders);
    }
    wanted
}
