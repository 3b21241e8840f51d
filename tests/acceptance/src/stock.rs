//! One repository of more than 200 files and 12 packs, made once and handed out as copies to damage.
//!
//! Tests run in processes of their own, so the stock lies on disk beside the program it was made
//! with; a program that was built since gets a stock of its own.

use std::fs::{self, File};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::files::{copy_tree, fill, names, packs};
use crate::{HEAD, Workshop, program};

/// Larger than any pack of trees here, smaller than any pack of data.
const TREE_PACK_BYTES_MAX: u64 = 200_000;

/// The workspace file of the stock.
pub const FILE: &str = r#"
[[repository]]
id = "repo"
location = "repo"
password = { env = "BALLAST_REPO_PASSWORD" }
pack_size = "4MiB"

[[backup]]
id = "files"
source = { folder = ["source"] }
repositories = ["repo"]
"#;

/// A copy of the stock with its workspace, ready to be damaged.
pub struct Stock {
    pub shop: Workshop,
    /// Packs, index files and snapshots by the run that wrote them, oldest first.
    notes: Value,
}

/// A copy of its own for this test.
pub fn copy() -> Stock {
    let original = made();
    let shop = Workshop::new();
    for part in ["workspace", "repo", "source"] {
        copy_tree(&original.join(part), &shop.at(part));
    }
    let notes = fs::read(original.join("notes.json")).unwrap();
    // The copy lies elsewhere: its workspace is told so, as after a move.
    shop.apply(FILE);
    Stock { shop, notes: serde_json::from_slice(&notes).unwrap() }
}

impl Stock {
    pub fn repository(&self) -> PathBuf {
        self.shop.at("repo")
    }

    fn listed(&self, run: usize, what: &str) -> Vec<String> {
        let list = self.notes[run][what].as_array().cloned().unwrap_or_default();
        list.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect()
    }

    fn of_run(&self, run: usize, tree: bool) -> Vec<PathBuf> {
        let packs =
            self.listed(run, "packs").into_iter().map(|name| self.repository().join("data").join(name));
        packs.filter(|path| (fs::metadata(path).unwrap().len() <= TREE_PACK_BYTES_MAX) == tree).collect()
    }

    /// The packs of data that the first run wrote; every snapshot uses them.
    pub fn data_packs(&self) -> Vec<PathBuf> {
        self.of_run(0, false)
    }

    /// The pack with the trees of the newest snapshot that no older one has.
    pub fn newest_tree_pack(&self) -> PathBuf {
        self.of_run(2, true).into_iter().next().unwrap()
    }

    /// The index file of a run: 0, 1 or 2.
    pub fn index(&self, run: usize) -> PathBuf {
        self.repository().join("index").join(&self.listed(run, "index")[0])
    }

    pub fn snapshots(&self) -> Vec<PathBuf> {
        (0..3)
            .map(|run| self.repository().join("snapshots").join(&self.listed(run, "snapshots")[0]))
            .collect()
    }

    pub fn newest_snapshot(&self) -> PathBuf {
        self.snapshots().remove(2)
    }

    pub fn key(&self) -> PathBuf {
        let keys = self.repository().join("keys");
        keys.join(&names(&keys)[0])
    }

    /// Climbs the whole ladder and reads everything.
    #[track_caller]
    pub fn climb(&self) -> Value {
        self.shop.verify("files", "recovery")
    }
}

/// The folder of the stock; made by whoever comes first.
fn made() -> PathBuf {
    let program = program();
    let meta = fs::metadata(&program).unwrap();
    let test = std::env::current_exe().unwrap();
    let kept = test.parent().and_then(Path::parent).unwrap().join("acceptance-stock");
    fs::create_dir_all(&kept).unwrap();
    let lock = File::create(kept.join("lock")).unwrap();
    lock.lock().unwrap();
    let name = format!("{}-{}-{}", meta.ino(), meta.mtime(), meta.mtime_nsec());
    let folder = kept.join(name);
    if folder.join("notes.json").is_file() {
        return folder;
    }
    for old in fs::read_dir(&kept).unwrap().flatten().filter(|entry| entry.path().is_dir()) {
        let _ = fs::remove_dir_all(old.path());
    }
    let shop = Workshop::new();
    let notes = make(&shop);
    fs::create_dir_all(&folder).unwrap();
    for part in ["workspace", "repo", "source"] {
        copy_tree(&shop.at(part), &folder.join(part));
    }
    fs::write(folder.join("notes.json"), notes.to_string()).unwrap();
    folder
}

fn make(shop: &Workshop) -> Value {
    let source = shop.at("source");
    fill(&source.join("small"), 1, 150, 3_000);
    fill(&source.join("large"), 2, 64, 800_000);
    shop.run(["init", "--name", "Test"]).exits(0);
    fs::write(shop.at("workspace.toml"), format!("{HEAD}{FILE}")).unwrap();
    shop.run(["apply", "workspace.toml"]).exits(0);
    let repository = shop.at("repo");
    let mut runs = Vec::new();
    let mut before = contents(&repository);
    for run in 0..3 {
        if run > 0 {
            fill(&source.join(format!("later-{run}")), 10 + run, 12, 400_000);
        }
        shop.back_up("files");
        let now = contents(&repository);
        let mut new = json!({});
        for (what, list) in &now {
            let old = before
                .iter()
                .find(|(name, _)| name == what)
                .map(|(_, list)| list.clone())
                .unwrap_or_default();
            new[*what] = json!(list.iter().filter(|name| !old.contains(name)).collect::<Vec<_>>());
        }
        before = now;
        runs.push(new);
    }
    let sizes = packs(&repository);
    assert!(sizes.len() >= 12, "the stock has only {} packs", sizes.len());
    let files = crate::files::walk(&source).iter().filter(|path| path.is_file()).count();
    assert!(files >= 200, "the stock has only {files} files");
    for (run, new) in runs.iter().enumerate() {
        for what in ["index", "snapshots"] {
            assert_eq!(new[what].as_array().unwrap().len(), 1, "run {run} wrote one {what}: {new}");
        }
        let small = new["packs"].as_array().unwrap().iter().filter(|name| {
            let path = repository.join("data").join(name.as_str().unwrap());
            sizes[&path] <= TREE_PACK_BYTES_MAX
        });
        assert_eq!(small.count(), 1, "run {run} wrote one pack of trees: {sizes:?}");
    }
    Value::Array(runs)
}

fn contents(repository: &Path) -> Vec<(&'static str, Vec<String>)> {
    let data = repository.join("data");
    let pack = |path: &PathBuf| path.strip_prefix(&data).unwrap().to_str().unwrap().to_owned();
    let mut all = vec![("packs", packs(repository).keys().map(pack).collect())];
    for what in ["index", "snapshots"] {
        let folder = repository.join(what);
        all.push((what, if folder.is_dir() { names(&folder) } else { Vec::new() }));
    }
    all
}
