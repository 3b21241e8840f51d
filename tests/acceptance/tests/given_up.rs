//! What cannot be reached: alerts that never arrive, and a disk that is away until its copies are too old.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;

use ballast_acceptance::{Workshop, found};

/// A way that no program is at the end of.
const NOBODY: &str = r#"
[alerts]
desktop = false
command = ["./no-such-program"]

[[repository]]
id = "repo"
location = "repo"
password = { env = "BALLAST_REPO_PASSWORD" }

[[backup]]
id = "files"
source = { folder = ["source"] }
repositories = ["repo"]
schedule = "0 * * * *"
verify = [ { level = "content", schedule = "30 * * * *" } ]
"#;

fn letters(shop: &Workshop) -> Vec<String> {
    let list = shop.run(["dead", "list"]).exits(0);
    let letters = list["letters"].as_array().unwrap();
    letters.iter().map(|letter| letter["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_retry_that_fails_for_good_is_given_up_on_again_and_not_sent_for_ever() {
    let mut shop = Workshop::simulated("2026-03-10T12:40:00Z", NOBODY);
    fs::create_dir(shop.at("source")).unwrap();
    fs::write(shop.at("source/letter"), "Dear customer").unwrap();
    shop.once("2026-03-10T13:20:00Z").exits(0);
    shop.once("2026-03-10T13:35:00Z").exits(0);
    assert_eq!(letters(&shop), Vec::<String>::new());

    // Every pack is gone: it fails, and nobody can be told.
    for folder in fs::read_dir(shop.at("repo/data")).unwrap().flatten() {
        fs::remove_dir_all(folder.path()).unwrap();
    }
    shop.once("2026-03-10T14:35:00Z").exits(1);
    let first = letters(&shop);
    assert_eq!(first.len(), 1, "{first:?}");
    let sent = shop.run(["alert", "list"]).exits(0);
    assert_eq!(
        (&sent["entries"][0]["state"], &sent["entries"][0]["attempts"]),
        (&"given_up".into(), &1.into())
    );

    shop.run(["dead", "retry", &first[0]]).exits(0);
    assert_eq!(letters(&shop), Vec::<String>::new());
    let waiting = shop.run(["alert", "list"]).exits(0);
    assert_eq!(waiting["entries"][0]["state"], "waiting");
    shop.once("2026-03-10T14:41:00Z").exits(0);
    let second = letters(&shop);
    assert!(second.len() == 1 && second != first, "{second:?}");
    let again = shop.run(["alert", "list"]).exits(0);
    assert_eq!(
        (&again["entries"][0]["state"], &again["entries"][0]["attempts"]),
        (&"given_up".into(), &1.into())
    );
    shop.once("2026-03-10T14:42:00Z").exits(0);
    assert_eq!(letters(&shop), second, "nothing is tried by itself any more");

    shop.run(["dead", "settle", &second[0], "--reason", " "]).refuses(2, "invalid_call");
    shop.run(["dead", "settle", &second[0], "--reason", "the program is gone"]).exits(0);
    assert_eq!(letters(&shop), Vec::<String>::new());
    let evidence = shop.run(["evidence", "list"]).exits(0);
    assert_eq!(evidence["records"][0]["kind"], "given_up_settled");
    assert_eq!(evidence["records"][0]["params"]["reason"], "the program is gone");
}

#[test]
fn a_disk_that_stays_away_is_too_old_at_last() {
    let file = NOBODY
        .replace("command = [\"./no-such-program\"]\n", "")
        .replace("schedule = \"0 * * * *\"", "max_age = \"26h\"");
    let mut shop = Workshop::simulated("2026-03-10T12:40:00Z", &file);
    fs::create_dir(shop.at("source")).unwrap();
    fs::write(shop.at("source/letter"), "Dear customer").unwrap();
    shop.back_up("files");
    fs::rename(shop.at("repo"), shop.at("away")).unwrap();
    shop.clock("2026-03-11T12:40:00Z");
    shop.run(["backup", "verify", "files"]).refuses(3, "location_absent");
    shop.clock("2026-03-11T14:50:00Z");
    let document = shop.run(["backup", "verify", "files"]).exits(1);
    assert_eq!(found(&document, "too_old").len(), 1, "{document:#}");
    assert_eq!(found(&document, "location_absent").len(), 1, "{document:#}");
    assert_eq!(shop.run(["status"]).exits(1)["controls"][0]["status"], "failing");
    // Back again: what was taken is still known, and a new copy mends it.
    fs::rename(shop.at("away"), shop.at("repo")).unwrap();
    assert_eq!(shop.run(["backup", "show", "files"]).exits(0)["snapshots"], 1);
    shop.back_up("files");
    shop.run(["backup", "verify", "files"]).exits(0);
}
