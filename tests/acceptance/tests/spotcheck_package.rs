//! A checker's items on another computer: what the file says, and what comes back.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::collections::BTreeMap;
use std::fs;

use ballast_acceptance::payouts::{Payout, payouts};
use ballast_acceptance::spot_checks::{FILE, shop_of};
use ballast_acceptance::{Said, Workshop};
use serde_json::{Value, json};

/// A hundred payouts whose amounts stand nowhere else, of which ten are drawn.
fn drawn() -> (Workshop, BTreeMap<String, Payout>) {
    let mut list = payouts(100);
    for payout in &mut list {
        payout.cents = 7_000_000 + payout.cents * 13;
    }
    (shop_of(&list, FILE), list.into_iter().map(|payout| (payout.id.clone(), payout)).collect())
}

fn export(shop: &Workshop, person: &str, file: &str) -> Said {
    shop.run(["spotcheck", "export-work", "payouts", "--as", person, "--to", file])
}

fn import(shop: &Workshop, file: &str) -> Said {
    shop.run(["spotcheck", "import-work", "payouts", file])
}

/// Answers everything in a file, on a computer that has no workspace.
fn work_off(file: &std::path::Path, list: &BTreeMap<String, Payout>, most: usize) -> Vec<String> {
    let elsewhere = Workshop::new();
    let mut done = Vec::new();
    let path = file.to_str().unwrap();
    for _ in 0..most {
        let next = elsewhere.run(["spotcheck", "open-work", path]).exits(0);
        let Some(item) = next["item"]["id"].as_str() else { break };
        assert_eq!(next["item"]["cells"][0]["value"], list[item].revenue.to_string());
        let figure = list[item].amount();
        elsewhere
            .run(["spotcheck", "answer-work", path, item, "--amount", &figure, "--steps", "by hand"])
            .exits(0);
        done.push(item.to_owned());
    }
    assert!(!elsewhere.workspace().exists(), "nothing is made there");
    done
}

#[test]
fn a_file_goes_out_without_figures_and_comes_back_with_answers() {
    let (shop, list) = drawn();
    assert_eq!(export(&shop, "Ana", "ana.work").exits(0)["items"], 5);
    export(&shop, "Ana", "ana.work").refuses(2, "target_not_empty");
    let text = fs::read_to_string(shop.at("ana.work")).unwrap();
    for payout in list.values() {
        assert!(
            !text.contains(&payout.amount()) && !text.contains(&payout.cents.to_string()),
            "{}",
            payout.id
        );
    }
    // Two answers come back, then the rest; what is there already stays as it is.
    let first = work_off(&shop.at("ana.work"), &list, 2);
    let back = import(&shop, "ana.work").exits(0);
    assert_eq!((&back["accepted"], &back["already"]), (&json!(first), &json!([])));
    let rest = work_off(&shop.at("ana.work"), &list, 9);
    let back = import(&shop, "ana.work").exits(0);
    assert_eq!((&back["accepted"], &back["already"]), (&json!(rest), &json!(first)));
    let work = shop.run(["spotcheck", "status", "payouts"]).exits(0)["work"].clone();
    assert_eq!((&work[0]["done"], &work[1]["done"]), (&json!(5), &json!(0)));
    export(&shop, "Ana", "more.work").refuses(3, "nothing_yet");
    let said = shop.speak(["spotcheck", "open-work", "ana.work"]);
    assert!(said.stdout.contains("import-work"), "{said}");
    shop.evidence_holds();

    // The second look goes out in the same way, and says nothing of the first.
    export(&shop, "Ben", "ben.work").exits(0);
    work_off(&shop.at("ben.work"), &list, 9);
    import(&shop, "ben.work").exits(0);
    assert_eq!(export(&shop, "Cleo", "cleo.work").exits(0)["items"], 1);
    let text = fs::read_to_string(shop.at("cleo.work")).unwrap();
    assert!(list.values().all(|payout| !text.contains(&payout.amount())), "the first answer went out");
    work_off(&shop.at("cleo.work"), &list, 9);
    import(&shop, "cleo.work").exits(0);
    let report = shop.run(["spotcheck", "evaluate", "payouts"]).exits(0);
    assert_eq!(report["figures"]["decision"], "accept");
}

#[test]
fn what_was_touched_or_comes_from_elsewhere_is_refused() {
    let (shop, list) = drawn();
    export(&shop, "Ana", "ana.work").exits(0);
    work_off(&shop.at("ana.work"), &list, 9);
    let whole = fs::read_to_string(shop.at("ana.work")).unwrap();
    let package: Value = serde_json::from_str(&whole).unwrap();
    let touched = |change: &dyn Fn(&mut Value)| {
        let mut package = package.clone();
        change(&mut package);
        fs::write(shop.at("touched.work"), package.to_string()).unwrap();
        import(&shop, "touched.work").refuses(2, "invalid_file")["params"]["problem"].clone()
    };
    assert_eq!(touched(&|package| package["answers"][0]["amount"] = json!("1")), "work_package_changed");
    assert_eq!(touched(&|package| package["core"]["person"] = json!("Ben")), "work_package_foreign");
    assert_eq!(
        touched(&|package| package["core"]["items"][0]["id"] = json!("PAY-0001")),
        "work_package_foreign"
    );
    assert_eq!(touched(&|package| package["core"]["format"] = json!("ballast-work/9")), "no_work_package");
    assert_eq!(touched(&|package| *package = json!([])), "no_work_package");
    for garbage in ["", "{", &whole[..whole.len() / 2]] {
        fs::write(shop.at("touched.work"), garbage).unwrap();
        import(&shop, "touched.work").refuses(2, "invalid_file");
    }
    import(&shop, "gone.work").refuses(3, "io");
    // Of another workspace, though everything else is the same.
    let (other, _) = drawn();
    fs::write(other.at("ana.work"), &whole).unwrap();
    assert_eq!(
        import(&other, "ana.work").refuses(2, "invalid_file")["params"]["problem"],
        "work_package_foreign"
    );
    let work = shop.run(["spotcheck", "status", "payouts"]).exits(0)["work"].clone();
    assert_eq!(work[0]["done"], 0, "nothing was taken");
    import(&shop, "ana.work").exits(0);
}

#[test]
fn an_answer_in_a_file_is_locked_too_and_its_evidence_comes_along() {
    let (shop, list) = drawn();
    export(&shop, "Ana", "ana.work").exits(0);
    let item =
        shop.run(["spotcheck", "open-work", "ana.work"]).exits(0)["item"]["id"].as_str().unwrap().to_owned();
    fs::write(shop.at("paper.pdf"), b"%PDF-1.7 the paper").unwrap();
    fs::write(shop.at("paper.exe"), b"MZ").unwrap();
    let answer =
        |flags: &[&str]| shop.run([&["spotcheck", "answer-work", "ana.work", &item], flags].concat());
    let figure = list[&item].amount();
    answer(&["--amount", "garbage"]).refuses(2, "invalid_call");
    answer(&["--amount", &figure, "--attach", "paper.exe"]).refuses(2, "invalid_call");
    assert_eq!(answer(&["--amount", &figure, "--attach", "paper.pdf"]).exits(0)["done"], 1);
    answer(&["--amount", "1"]).refuses(2, "not_allowed");
    shop.run(["spotcheck", "answer-work", "ana.work", "PAY-9999", "--amount", "1"]).refuses(2, "unknown_id");
    import(&shop, "ana.work").exits(0);
    let kept = ballast_acceptance::files::sha256(b"%PDF-1.7 the paper");
    let all = ballast_acceptance::files::walk(&shop.workspace());
    assert!(all.iter().any(|path| path.ends_with(&kept)), "the paper is kept");
    assert!(ballast_acceptance::files::walk(&shop.at("workspace/work")).is_empty(), "scratch is left");
    shop.evidence_holds();
}
