//! Two programs, one format: restic accepts what Ballast writes, and Ballast verifies what restic wrote.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;
use std::path::Path;
use std::process::Command;

use ballast_acceptance::files::{fill, flip_middle, noise, packs, picture, put};
use ballast_acceptance::{PASSWORD, PLAIN, Said, Workshop, finish, found, ladder, restic, stock};
use serde_json::json;

#[track_caller]
fn run_restic(repository: &Path, password: &str, arguments: &[&str]) -> Said {
    let mut command = Command::new("restic");
    command.args(["--no-cache", "-r"]).arg(repository).args(arguments).env("RESTIC_PASSWORD", password);
    let said = finish(command);
    assert_eq!(said.code, 0, "{said}");
    said
}

const ADOPT: &str = r#"
[[backup]]
id = "theirs"
adopt = { restic = "theirs", password = { env = "THEIR_PASSWORD" } }
verify = [ { level = "recovery" } ]
"#;

/// A repository with several snapshots that restic wrote, and a workspace that watches it.
fn adopted() -> Workshop {
    let mut shop = Workshop::new();
    let source = shop.at("source");
    fill(&source, 1, 40, 20_000);
    put(&source.join("tooth \u{1f9b7}\nline.txt"), b"odd");
    std::os::unix::fs::symlink("00/000.bin", source.join("link")).unwrap();
    let theirs = shop.at("theirs");
    run_restic(&theirs, "theirs", &["init"]);
    for copy in 0..3 {
        put(&source.join(format!("new-{copy}.bin")), &noise(100 + copy, 300_000));
        run_restic(&theirs, "theirs", &["backup", source.to_str().unwrap()]);
    }
    shop.set("THEIR_PASSWORD", "theirs");
    shop.run(["init", "--name", "Test"]).exits(0);
    shop.apply(ADOPT);
    shop
}

#[test]
fn restic_accepts_and_restores_what_ballast_wrote() {
    if restic().is_none() {
        return;
    }
    let stock = stock::copy();
    run_restic(&stock.repository(), PASSWORD, &["check", "--read-data"]);
    let listed = run_restic(&stock.repository(), PASSWORD, &["snapshots", "--json"]).json();
    assert_eq!(listed.as_array().unwrap().len(), 3);
    let tags: Vec<&str> =
        listed[2]["tags"].as_array().unwrap().iter().map(|tag| tag.as_str().unwrap()).collect();
    for prefix in ["ballast:", "control:files", "ledger:"] {
        assert!(tags.iter().any(|tag| tag.starts_with(prefix)), "no tag {prefix}: {tags:?}");
    }
    let back = stock.shop.at("back");
    run_restic(&stock.repository(), PASSWORD, &["restore", "latest", "--target", back.to_str().unwrap()]);
    // restic restores below the whole path that was backed up.
    let paths = listed[2]["paths"][0].as_str().unwrap().trim_start_matches('/').to_owned();
    assert_eq!(picture(&back.join(paths)), picture(&stock.shop.at("source")));
}

#[test]
fn restic_accepts_a_database_and_small_and_empty_things() {
    if restic().is_none() {
        return;
    }
    let shop = Workshop::with(
        &(PLAIN.to_owned()
            + "\n[[backup]]\nid = \"shop-db\"\nsource = { sqlite = \"shop.db\" }\nrepositories = [\"repo\"]\n"),
    );
    let database = rusqlite::Connection::open(shop.at("shop.db")).unwrap();
    database.execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (1)").unwrap();
    put(&shop.at("source/empty"), b"");
    shop.back_up("files");
    shop.back_up("shop-db");
    shop.back_up("files");
    run_restic(&shop.at("repo"), PASSWORD, &["check", "--read-data"]);
    // Two controls share the repository and do not take each other's copies for their own.
    for (control, copies) in [("files", 2), ("shop-db", 1)] {
        assert_eq!(
            shop.run(["backup", "snapshots", control]).exits(0)["snapshots"].as_array().unwrap().len(),
            copies
        );
        shop.verify(control, "recovery");
    }
    run_restic(&shop.at("repo"), PASSWORD, &["check", "--read-data"]);
}

#[test]
fn a_repository_of_restic_is_verified_and_never_written_to() {
    if restic().is_none() {
        return;
    }
    let shop = adopted();
    let before = picture(&shop.at("theirs"));
    let document = shop.verify("theirs", "recovery");
    assert_eq!(ladder(&document), "passed passed passed passed passed", "{document:#}");
    assert_eq!(document["figures"]["files_restored"], 44);
    let listed = shop.run(["backup", "snapshots", "theirs"]).exits(0);
    assert_eq!(listed["snapshots"].as_array().unwrap().len(), 3);
    shop.run(["backup", "restore", "theirs", "--to", "back"]).exits(0);
    assert_eq!(picture(&shop.at("back")), picture(&shop.at("source")));
    assert_eq!(shop.run(["status"]).exits(0)["controls"][0]["status"], "proven");
    shop.run(["backup", "run", "theirs"]).refuses(2, "not_supported");
    assert_eq!(picture(&shop.at("theirs")), before, "Ballast wrote to a repository that is not its own");
    run_restic(&shop.at("theirs"), "theirs", &["check", "--read-data"]);
}

#[test]
fn what_restic_was_told_by_a_relative_path_comes_back_too() {
    let Some(_) = restic() else { return };
    let mut shop = Workshop::new();
    fill(&shop.at("source"), 1, 6, 2_000);
    let theirs = shop.at("theirs");
    run_restic(&theirs, "theirs", &["init"]);
    let mut command = Command::new("restic");
    command.args(["--no-cache", "-r"]).arg(&theirs).args(["backup", "source"]).current_dir(shop.root());
    let said = finish({
        command.env("RESTIC_PASSWORD", "theirs");
        command
    });
    assert_eq!(said.code, 0, "{said}");
    shop.set("THEIR_PASSWORD", "theirs");
    shop.run(["init", "--name", "Test"]).exits(0);
    shop.apply(ADOPT);
    let document = shop.run(["backup", "restore", "theirs", "--to", "back"]).exits(0);
    assert_eq!(document["figures"]["files_restored"], 6, "{document:#}");
    assert_eq!(picture(&shop.at("back/source")), picture(&shop.at("source")));
    shop.run(["backup", "restore", "theirs", "--to", "one", "source/00"]).exits(0);

    // A password that opens nothing leaves no workspace behind, in which nobody would look for the reason.
    let first = Workshop::new();
    put(&first.at("wrong"), b"wrong");
    let adopt = ["backup", "adopt", theirs.to_str().unwrap(), "--password-file", "wrong"];
    first.run(adopt).refuses(3, "wrong_password");
    assert!(!first.workspace().exists());
}

#[test]
fn damage_in_a_repository_of_restic_is_found() {
    if restic().is_none() {
        return;
    }
    let shop = adopted();
    let largest = packs(&shop.at("theirs")).into_iter().max_by_key(|(_, bytes)| *bytes).unwrap().0;
    flip_middle(&largest);
    let document = shop.verify("theirs", "recovery");
    assert_eq!(ladder(&document), "passed passed failed failed failed");
    found(&document, "pack_damaged");
    assert_eq!(shop.run(["status"]).exits(1)["controls"][0]["status"], "failing");
}

#[test]
fn what_restic_forgets_and_prunes_is_no_damage_but_a_lost_newest_copy_is() {
    if restic().is_none() {
        return;
    }
    let shop = adopted();
    shop.verify("theirs", "recovery");
    run_restic(&shop.at("theirs"), "theirs", &["forget", "--keep-last", "1", "--prune"]);
    let document = shop.verify("theirs", "recovery");
    assert_eq!(ladder(&document), "passed passed passed passed passed", "{document:#}");
    let snapshots = shop.at("theirs/snapshots");
    for name in ballast_acceptance::files::names(&snapshots) {
        fs::remove_file(snapshots.join(name)).unwrap();
    }
    let document = shop.verify("theirs", "present");
    found(&document, "snapshot_missing");
    assert_eq!(ladder(&document), "failed");
}

#[test]
fn a_lock_of_restic_does_not_hinder_reading() {
    if restic().is_none() {
        return;
    }
    let shop = adopted();
    fs::create_dir_all(shop.at("theirs/locks")).unwrap();
    let before = picture(&shop.at("theirs"));
    shop.verify("theirs", "present");
    assert_eq!(picture(&shop.at("theirs")), before, "not even a lock is written");
}

#[test]
fn a_foreign_repository_is_not_written_to() {
    if restic().is_none() {
        return;
    }
    let mut shop = adopted();
    shop.apply(&PLAIN.replace("location = \"repo\"", "location = \"theirs\""));
    shop.set("BALLAST_REPO_PASSWORD", "theirs");
    let before = picture(&shop.at("theirs"));
    let error = shop.run(["backup", "run", "files"]).refuses(2, "repository_foreign");
    assert!(error["hint"].as_str().unwrap().contains("adopt = { restic"), "{error:#}");
    assert_eq!(picture(&shop.at("theirs")), before);
    // Neither is the repository of another workspace.
    let mine = Workshop::plain();
    fill(&mine.at("source"), 1, 3, 500);
    mine.back_up("files");
    let other =
        Workshop::with(&PLAIN.replace("location = \"repo\"", &format!("location = {:?}", mine.at("repo"))));
    fill(&other.at("source"), 1, 3, 500);
    let before = picture(&mine.at("repo"));
    other.run(["backup", "run", "files"]).refuses(2, "repository_foreign");
    assert_eq!(picture(&mine.at("repo")), before);
}

#[test]
fn another_repository_in_the_place_of_ours() {
    let shop = Workshop::plain();
    fill(&shop.at("source"), 1, 3, 500);
    shop.back_up("files");
    let other = Workshop::plain();
    fill(&other.at("source"), 2, 3, 500);
    other.back_up("files");
    fs::rename(shop.at("repo"), shop.at("aside")).unwrap();
    ballast_acceptance::files::copy_tree(&other.at("repo"), &shop.at("repo"));
    let before = picture(&shop.at("repo"));
    shop.run(["backup", "run", "files"]).refuses(2, "repository_foreign");
    let said = shop.run(["backup", "verify", "files"]);
    assert_ne!(said.code, 0, "{said}");
    assert_eq!(picture(&shop.at("repo")), before);
    assert_ne!(shop.run(["status"]).json()["controls"][0]["status"], json!("proven"));
}
