//! `verify.sh` in a real shell, on folders as they are exported and on folders that somebody changed.

use std::path::PathBuf;
use std::process::Command;

use ballast_spotcheck::pages::VERIFY_SH;

use crate::folders::{Folder, all};

/// A folder of its own, which goes away with the test.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ballast-verify-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        std::fs::write(path.join("verify.sh"), VERIFY_SH).unwrap();
        Self(path)
    }

    fn write(&self, folder: &Folder) {
        for (name, text) in folder.files() {
            std::fs::write(self.0.join(name), text).unwrap();
        }
    }

    fn change(&self, name: &str, from: &str, to: &str) {
        let path = self.0.join(name);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{name} has no {from}");
        std::fs::write(path, text.replacen(from, to, 1)).unwrap();
    }

    fn run(&self, shell: &str, more: &[&str]) -> (i32, String) {
        let script = self.0.join("verify.sh");
        let output = Command::new(shell).arg(script).arg(&self.0).args(more).output().unwrap();
        let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        (output.status.code().unwrap(), text)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn shells() -> Vec<&'static str> {
    let is_there = |shell: &&str| Command::new(shell).args(["-c", ":"]).status().is_ok();
    let found: Vec<&str> = ["dash", "bash", "sh"].into_iter().filter(is_there).collect();
    assert!(!found.is_empty());
    found
}

fn is_by_value(folder: &Folder) -> bool {
    folder.commitment.plan.is_by_value()
}

#[test]
fn what_was_exported_holds_and_what_is_left_is_said() {
    let place = Place::new("exported");
    for folder in all() {
        place.write(&folder);
        for shell in shells() {
            let (code, text) = place.run(shell, &[&folder.commitment.sha256]);
            let expected = if is_by_value(&folder) { 3 } else { 0 };
            assert_eq!(code, expected, "{} {shell}: {text}", folder.name);
            assert!(text.contains("the one that was written down"), "{text}");
            assert!(text.contains(&folder.draw.items.len().to_string()), "{text}");
            assert_eq!(text.contains("was not drawn again"), is_by_value(&folder), "{text}");
        }
    }
}

/// The folder of a name, written, and the id of an item that was drawn by chance.
fn one(place: &Place, name: &str) -> (Folder, String) {
    let folder = all().into_iter().find(|folder| folder.name == name).unwrap();
    place.write(&folder);
    let drawn = folder.draw.items.iter().find(|item| item.id.starts_with("PAY-2025")).unwrap().id.clone();
    (folder, drawn)
}

fn differs(place: &Place, named: &[&str]) {
    for shell in shells() {
        let (code, text) = place.run(shell, &[]);
        assert_eq!(code, 1, "{shell}: {text}");
        for name in named {
            let found = text.lines().any(|line| line.starts_with("DIFFERS") && line.contains(name));
            assert!(found, "{shell} does not name {name}: {text}");
        }
    }
}

#[test]
fn a_changed_payout_is_named() {
    let place = Place::new("payout");
    for name in ["percent", "sieve"] {
        let (folder, drawn) = one(&place, name);
        let amount = folder.draw.items.iter().find(|item| item.id == drawn).unwrap().amount;
        place.change("population.csv", &format!("{drawn},{amount},"), &format!("{drawn},{},", amount + 100));
        differs(
            &place,
            &["population.csv is not the list", "control total", &format!("{drawn}: the amount")],
        );
    }
}

#[test]
fn a_removed_row_is_named() {
    let place = Place::new("removed");
    let (folder, drawn) = one(&place, "percent-per-stratum");
    let line = folder.list.lines().find(|line| line.starts_with(&drawn)).unwrap();
    place.change("population.csv", &format!("{line}\n"), "");
    differs(&place, &["the list has 159 payouts", &format!("{drawn}: was drawn, and is not in")]);
}

#[test]
fn an_exchanged_item_is_named() {
    let place = Place::new("item");
    let (folder, drawn) = one(&place, "attribute");
    let is_drawn = |id: &str| folder.draw.items.iter().any(|item| item.id == id);
    let other = crate::folders::rows().into_iter().find(|row| !is_drawn(&row.id)).unwrap().id;
    place.change("draw.json", &format!("\"{drawn}\""), &format!("\"{other}\""));
    let left_out = format!("{drawn}: is drawn, and was not recorded");
    differs(&place, &[&other, &left_out]);
}

#[test]
fn another_seed_is_named() {
    let place = Place::new("seed");
    for name in ["always", "cell"] {
        one(&place, name);
        place.change("draw.json", "12797316654", "12797316655");
        differs(&place, &["the seed is another one"]);
    }
}

#[test]
fn another_plan_is_named() {
    let place = Place::new("plan");
    one(&place, "stop-or-go");
    place.change("plan.json", "\"confidence\":\"0.95\"", "\"confidence\":\"0.94\"");
    differs(&place, &["plan.json is not the plan of the draw"]);
    let (folder, _) = one(&place, "stop-or-go");
    let (code, text) = place.run("sh", &[&folder.commitment.population]);
    assert!(code == 1 && text.contains("not the one that was written down"), "{text}");
}

#[test]
fn a_changed_frame_or_order_is_named() {
    let place = Place::new("frame");
    let (folder, _) = one(&place, "always");
    let frame = &folder.draw.frames[0];
    place.change("draw.json", &format!("\"value\":\"{}\"", frame.value), "\"value\":\"1\"");
    differs(&place, &["they sum up to"]);
    let (mut folder, _) = one(&place, "percent");
    folder.draw.items.swap(1, 2);
    place.write(&folder);
    differs(&place, &["another order"]);
}

#[test]
fn spaces_in_the_record_do_not_matter_and_missing_files_are_named() {
    let place = Place::new("pretty");
    let (folder, _) = one(&place, "percent-per-stratum");
    let pretty = serde_json::to_string_pretty(&folder.draw).unwrap();
    std::fs::write(place.0.join("draw.json"), pretty).unwrap();
    let (code, text) = place.run("sh", &[]);
    assert_eq!(code, 0, "{text}");
    std::fs::remove_file(place.0.join("plan.json")).unwrap();
    let (code, text) = place.run("sh", &[]);
    assert!(code == 2 && text.contains("plan.json"), "{text}");
}
