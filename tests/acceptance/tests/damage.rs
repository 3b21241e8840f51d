//! Damage, one at a time, on a copy of a whole repository: each is found at the level that the
//! failure matrix of the reference says (section 5), with its kind, and never by a crash.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use ballast_acceptance::files::{cut, flip, flip_middle, names, packs, walk, zero};
use ballast_acceptance::stock::{self, Stock};
use ballast_acceptance::{found, ladder, named_files, of_kind};
use serde_json::Value;

/// Present, structure, content, restore, recovery.
const WHOLE: &str = "passed passed passed passed passed";

/// A place in the repository as findings name it: `data/4e/4e91…`.
fn place(stock: &Stock, path: &Path) -> String {
    path.strip_prefix(stock.repository()).unwrap().display().to_string()
}

#[track_caller]
fn blames(stock: &Stock, document: &Value, kind: &str, path: &Path) {
    let wanted = place(stock, path);
    let named = |finding: &&Value| finding["subject"] == wanted || finding["params"]["pack"] == wanted;
    assert!(found(document, kind).iter().any(named), "no {kind} names {wanted}: {document:#}");
}

/// What the user loses, by the names that were promised and by what really comes back.
#[track_caller]
fn names_what_is_lost(stock: &Stock, document: &Value) {
    let restored = stock.shop.run(["backup", "restore", "files", "--to", "back"]);
    assert_eq!(restored.code, 1, "a restore with losses\n{restored}");
    let back = stock.shop.at("back");
    let there: BTreeSet<PathBuf> =
        walk(&back).iter().map(|path| path.strip_prefix(&back).unwrap().to_owned()).collect();
    let source = stock.shop.at("source");
    let lost: BTreeSet<PathBuf> = walk(&source)
        .iter()
        .filter(|path| path.is_file())
        .map(|path| path.strip_prefix(&source).unwrap().to_owned())
        .filter(|path| !there.contains(path))
        .collect();
    assert!(!lost.is_empty(), "nothing was lost");
    for (told, document) in [("verify", document.clone()), ("restore", restored.json())] {
        let named = named_files(&document);
        let covered = |lost: &PathBuf| {
            let lost = format!("/source/{}", lost.display());
            named
                .iter()
                .any(|name| name.ends_with(&lost) || (name.ends_with('/') && lost.starts_with(&below(name))))
        };
        let silent: Vec<&PathBuf> = lost.iter().filter(|path| !covered(path)).collect();
        assert!(silent.is_empty(), "{told} does not name {silent:?}, only {named:?}");
    }
    // What came back is right: a wrong file is worse than a missing one.
    for path in there.iter().filter(|path| back.join(path).is_file()) {
        assert!(
            fs::read(back.join(path)).unwrap() == fs::read(source.join(path)).unwrap(),
            "{}",
            path.display()
        );
    }
}

/// The part of a folder's name from `/source/` on.
fn below(folder: &str) -> String {
    folder.find("/source/").map_or_else(|| folder.to_owned(), |at| folder[at..].to_owned())
}

#[test]
fn undamaged_is_proven_to_the_top() {
    let stock = stock::copy();
    let document = stock.climb();
    assert_eq!(ladder(&document), WHOLE);
    assert_eq!(document["findings"], serde_json::json!([]));
    let figures = &document["figures"];
    assert!(figures["units_total"].as_u64().unwrap() >= 12, "{figures:#}");
    assert_eq!(figures["units_read"], figures["units_total"]);
    assert_eq!(figures["damaged_at_most"], 0);
    assert_eq!(figures["coverage"], 1.0);
    assert_eq!(figures["files_restored"], 150 + 64 + 24);
    assert_eq!(figures["against_manifest"], true, "compared with the manifest of the source");
    assert!(figures["restore_seconds"].as_f64().unwrap() > 0.0);
}

#[test]
fn bit_flip_in_data() {
    let stock = stock::copy();
    let pack = &stock.data_packs()[1];
    flip_middle(pack);
    let document = stock.climb();
    assert_eq!(ladder(&document), "passed passed failed failed failed");
    blames(&stock, &document, "pack_damaged", pack);
    let finding = of_kind(&document, "pack_damaged")[0];
    let number = |name: &str| finding["params"][name].as_str().and_then(|text| text.parse::<u64>().ok());
    let middle = fs::metadata(pack).unwrap().len() / 2;
    let (offset, length) = (number("offset").unwrap(), number("length").unwrap());
    assert!(
        (offset..offset + length).contains(&middle),
        "the range does not hold byte {middle}: {finding:#}"
    );
    names_what_is_lost(&stock, &document);
}

#[test]
fn bit_flip_in_a_tree() {
    let stock = stock::copy();
    let pack = stock.newest_tree_pack();
    flip(&pack, 40);
    let document = stock.climb();
    assert_eq!(ladder(&document), "passed failed failed failed failed");
    blames(&stock, &document, "tree_damaged", &pack);
    assert!(!named_files(&document).is_empty(), "{document:#}");
}

#[test]
fn bit_flip_in_a_pack_header() {
    for from_the_end in [-2, -30] {
        let stock = stock::copy();
        let pack = &stock.data_packs()[2];
        flip(pack, from_the_end);
        let document = stock.climb();
        assert_eq!(ladder(&document), "passed passed failed passed passed", "{from_the_end}");
        blames(&stock, &document, "pack_damaged", pack);
        assert_eq!(named_files(&document).len(), 0, "no file is lost: {document:#}");
    }
}

#[test]
fn bit_flip_in_the_header_of_a_tree_pack() {
    let stock = stock::copy();
    let pack = stock.newest_tree_pack();
    flip(&pack, -2);
    let document = stock.climb();
    assert_eq!(ladder(&document), "passed passed failed passed passed");
    blames(&stock, &document, "pack_damaged", &pack);
}

#[test]
fn pack_cut_by_one_byte() {
    let stock = stock::copy();
    let pack = &stock.data_packs()[0];
    cut(pack, fs::metadata(pack).unwrap().len() - 1);
    let document = stock.climb();
    assert_eq!(ladder(&document), "passed failed failed passed passed");
    blames(&stock, &document, "pack_damaged", pack);
    assert_eq!(named_files(&document).len(), 0, "no file is lost: {document:#}");
}

#[test]
fn pack_cut_by_half() {
    let stock = stock::copy();
    let pack = &stock.data_packs()[0];
    cut(pack, fs::metadata(pack).unwrap().len() / 2);
    let document = stock.climb();
    assert_eq!(ladder(&document), "passed failed failed failed failed");
    blames(&stock, &document, "pack_damaged", pack);
    names_what_is_lost(&stock, &document);
}

#[test]
fn pack_emptied() {
    let stock = stock::copy();
    let pack = &stock.data_packs()[0];
    cut(pack, 0);
    let document = stock.climb();
    assert_eq!(ladder(&document), "passed failed failed failed failed");
    blames(&stock, &document, "pack_damaged", pack);
    names_what_is_lost(&stock, &document);
}

#[test]
fn pack_filled_with_zeros() {
    let stock = stock::copy();
    let pack = &stock.data_packs()[3];
    zero(pack);
    let document = stock.climb();
    assert_eq!(ladder(&document), "passed passed failed failed failed");
    blames(&stock, &document, "pack_damaged", pack);
    names_what_is_lost(&stock, &document);
}

#[test]
fn data_pack_missing() {
    let stock = stock::copy();
    let pack = &stock.data_packs()[3];
    fs::remove_file(pack).unwrap();
    let document = stock.climb();
    assert_eq!(ladder(&document), "passed failed failed failed failed");
    blames(&stock, &document, "pack_missing", pack);
    names_what_is_lost(&stock, &document);
}

#[test]
fn tree_pack_missing() {
    let stock = stock::copy();
    let pack = stock.newest_tree_pack();
    fs::remove_file(&pack).unwrap();
    let document = stock.climb();
    assert_eq!(ladder(&document), "passed failed failed failed failed");
    blames(&stock, &document, "pack_missing", &pack);
}

#[test]
fn two_packs_swapped() {
    let stock = stock::copy();
    let data = stock.data_packs();
    let (one, other) = (&data[1], &data[2]);
    let between = stock.shop.at("between");
    fs::rename(one, &between).unwrap();
    fs::rename(other, one).unwrap();
    fs::rename(&between, other).unwrap();
    let sizes = packs(&stock.repository());
    let document = stock.climb();
    let structure = if sizes[one] == sizes[other] { "passed" } else { "failed" };
    assert_eq!(ladder(&document), format!("passed {structure} failed failed failed"));
    blames(&stock, &document, "pack_damaged", one);
    blames(&stock, &document, "pack_damaged", other);
    names_what_is_lost(&stock, &document);
}

#[test]
fn one_index_missing() {
    for run in [0, 2] {
        let stock = stock::copy();
        fs::remove_file(stock.index(run)).unwrap();
        let document = stock.climb();
        assert_eq!(ladder(&document), "passed failed passed failed failed", "the index of run {run}");
        found(&document, "index_missing");
    }
}

#[test]
fn bit_flip_in_an_index() {
    let stock = stock::copy();
    flip_middle(&stock.index(1));
    let document = stock.climb();
    assert_eq!(ladder(&document), "passed failed passed failed failed");
    blames(&stock, &document, "index_damaged", &stock.index(1));
}

#[test]
fn bit_flip_in_the_configuration() {
    let stock = stock::copy();
    flip_middle(&stock.repository().join("config"));
    let document = stock.climb();
    found(&document, "config_damaged");
    assert_eq!(ladder(&document), "passed failed passed failed failed");
}

#[test]
fn bit_flip_in_a_key() {
    let stock = stock::copy();
    flip_middle(&stock.key());
    let document = stock.climb();
    blames(&stock, &document, "key_damaged", &stock.key());
    assert_eq!(ladder(&document), "passed failed passed failed failed");
}

#[test]
fn wrong_password() {
    let mut stock = stock::copy();
    stock.shop.set("BALLAST_REPO_PASSWORD", "not this one");
    let document = stock.climb();
    found(&document, "wrong_password");
    // The bytes are fine and the copies are there; only the way in is lost.
    assert_eq!(ladder(&document), "passed failed passed inconclusive failed");
    stock.shop.run(["backup", "snapshots", "files"]).refuses(3, "wrong_password");
    stock.shop.run(["backup", "restore", "files", "--to", "back"]).refuses(3, "wrong_password");
}

#[test]
fn newest_snapshot_removed() {
    let stock = stock::copy();
    let gone = stock.newest_snapshot();
    fs::remove_file(&gone).unwrap();
    let document = stock.climb();
    assert_eq!(ladder(&document), "failed passed passed passed passed");
    blames(&stock, &document, "snapshot_missing", &gone);
}

#[test]
fn newest_snapshot_damaged() {
    let stock = stock::copy();
    let damaged = stock.newest_snapshot();
    flip_middle(&damaged);
    let document = stock.climb();
    blames(&stock, &document, "snapshot_damaged", &damaged);
    // Restoring an older copy instead is not a recovery of the newest.
    let verdicts = ladder(&document);
    let at = |level: usize| verdicts.split(' ').nth(level).unwrap();
    assert_eq!((at(0), at(1), at(4)), ("failed", "failed", "failed"), "{document:#}");
}

#[test]
fn a_restore_without_the_newest_snapshot_says_so() {
    let stock = stock::copy();
    flip_middle(&stock.newest_snapshot());
    let said = stock.shop.run(["backup", "restore", "files", "--to", "back"]);
    assert_ne!(said.code, 0, "an older copy came back and nobody was told\n{said}");
}

#[test]
fn all_snapshots_removed() {
    let stock = stock::copy();
    for snapshot in stock.snapshots() {
        fs::remove_file(snapshot).unwrap();
    }
    let document = stock.climb();
    assert_eq!(ladder(&document), "failed inconclusive passed inconclusive inconclusive");
    assert_eq!(found(&document, "snapshot_missing").len(), 3);
    found(&document, "nothing_examined");
    stock.shop.run(["backup", "restore", "files", "--to", "back"]).refuses(3, "no_snapshot");
}

#[test]
fn a_damage_fails_the_status_until_it_is_mended() {
    let stock = stock::copy();
    stock.climb();
    let status = |code| stock.shop.run(["status"]).exits(code)["controls"][0]["status"].clone();
    assert_eq!(status(0), "proven");
    let pack = &stock.data_packs()[1];
    flip_middle(pack);
    stock.climb();
    assert_eq!(status(1), "failing");
    flip_middle(pack);
    stock.climb();
    assert_eq!(status(0), "proven");
}

#[test]
fn a_stray_file_does_no_harm() {
    let stock = stock::copy();
    let name = "ab".repeat(32);
    fs::create_dir_all(stock.repository().join("data/ab")).unwrap();
    fs::write(stock.repository().join("data/ab").join(&name), b"garbage").unwrap();
    let document = stock.climb();
    found(&document, "stray_file");
    assert_eq!(ladder(&document), WHOLE);
    assert!(names(&stock.repository().join("data/ab")).contains(&name), "verify never writes");
}
