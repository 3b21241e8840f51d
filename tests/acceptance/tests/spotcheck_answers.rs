//! Spot checks from the sample to the signature: blind work, a second look, decisions, what it proves, who signs.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use ballast_acceptance::files::{sha256, walk};
use ballast_acceptance::payouts::{Payout, SEED, csv, payouts, smallest};
use ballast_acceptance::spot_checks::{FILE, act, answered, drawn, every_output, next, shop_of, work_off};
use ballast_acceptance::{HEAD, Workshop, finish};
use serde_json::{Value, json};

#[test]
fn a_round_goes_from_the_sample_to_the_signature() {
    let (shop, list) = drawn();
    let amount = |id: &str| list[id].amount();
    // Two share the work, in turn.
    let first = next(&shop, "Ana");
    assert_eq!((&first["done"], &first["of"], &first["stage"]), (&json!(0), &json!(5), &json!("answering")));
    let item = &first["item"];
    let id = item["id"].as_str().unwrap();
    assert_eq!(item["person"], list[id].person);
    assert_eq!(item["cells"], json!([{ "column": "revenue", "value": list[id].revenue.to_string() }]));

    // One of Ana's is wrong by 5.00.
    let wrong = id.to_owned();
    let due = |id: &str| {
        let cents = list[id].cents - if id == wrong { 500 } else { 0 };
        format!("{}.{:02}", cents / 100, cents % 100)
    };
    let said = act(&shop, "answer", &[id, "--as", "ana", "--amount", &due(id), "--steps", "2 % of revenue"]);
    let shown = said.exits(0);
    assert_eq!(shown["paid"], amount(id));
    assert_eq!(
        (&shown["yours"], &shown["difference"], &shown["judged"]),
        (&json!(due(id)), &json!("5.00"), &json!("over"))
    );
    act(&shop, "remark", &[id, "--as", "Ana", "--cause", "clawback", "--note", "the credit note is missing"])
        .exits(0);
    act(&shop, "evaluate", &[]).refuses(1, "not_yet");
    let mut done = work_off(&shop, "Ana", due);
    done.insert(0, wrong.clone());
    done.extend(work_off(&shop, "Ben", due));
    assert_eq!(done.iter().collect::<BTreeSet<_>>().len(), 10);

    // The finding and a tenth of the right ones are done again, by somebody else.
    let again = work_off(&shop, "Cleo", due);
    assert!(again.contains(&wrong) && again.len() == 2, "{again:?}");
    let report = act(&shop, "evaluate", &[]).exits(1);
    assert_eq!(report["verdict"], "anomaly", "accepted, and one payout to put right: {report:#}");
    assert_eq!(report["figures"]["errors"], 1);
    assert_eq!(report["findings"][0]["subject"], wrong);

    // None of who answered signs, and before somebody has signed nothing is proven.
    let status = |shop: &Workshop| act(shop, "status", &[]).exits(0)["row"]["status"].clone();
    assert_eq!(status(&shop), "unproven");
    for person in ["Ana", "ben", "CLEO"] {
        act(&shop, "sign", &["--as", person]).refuses(2, "not_allowed");
    }
    let detail = act(&shop, "sign", &["--as", "Dora", "--note", "seen"]).exits(0);
    assert_eq!(detail["row"]["stage"], "signed");
    let result = &detail["result"];
    assert_eq!((&result["decision"], &result["total"]["errors"]), (&json!("accept"), &json!(1)));
    assert_eq!(result["signatures"][0]["person"], "Dora");
    assert_eq!(result["signatures"][0]["proved"], "asserted");
    assert_eq!(
        result["causes"],
        json!([{ "cause": "clawback", "count": 1, "amount": "5.00", "systematic": false }])
    );
    // 1 of 10 of 100, hypergeometric: checked against the calculator.
    let bound =
        shop.run("spotcheck bound --population 100 --sample 10 --errors 1 --confidence 95%".split(' '));
    assert_eq!(result["total"]["limit"]["upper"], bound.exits(0)["upper"]);
    assert_eq!(status(&shop), "attention");
    act(&shop, "sign", &["--as", "dora"]).refuses(2, "not_allowed");
    shop.evidence_holds();
    let said = shop.speak(["spotcheck", "status", "payouts"]);
    assert!(said.stdout.contains("credit note") && said.stdout.contains("Signed by Dora"), "{said}");
    // The next round may begin.
    act(&shop, "draw", &[]).exits(0);
}

#[test]
fn nobody_learns_what_was_paid_or_found_before_answering() {
    let list = payouts(100);
    // Amounts that stand nowhere else.
    let list: Vec<Payout> =
        list.into_iter().map(|payout| Payout { cents: 7_000_000 + payout.cents * 13, ..payout }).collect();
    let shop = shop_of(&list, FILE);
    let sample = smallest(SEED, &list, 10);
    let paid: BTreeMap<&str, &Payout> = list.iter().map(|payout| (payout.id.as_str(), payout)).collect();
    let tells = |text: &str, id: &str| {
        let payout = paid[id];
        text.contains(&payout.amount()) || text.contains(&payout.cents.to_string())
    };
    let before = every_output(&shop);
    for id in &sample {
        assert!(!tells(&before, id), "what was paid for {id} is told before anybody answered");
    }
    // A payout that changes meanwhile is named, and its amounts are not.
    let mut touched = list.clone();
    let changed = touched.iter_mut().find(|payout| payout.id == sample[9]).unwrap();
    changed.cents += 1;
    fs::write(shop.at("list.csv"), csv(&touched)).unwrap();
    let verified = act(&shop, "verify", &[]).exits(1);
    assert_eq!(verified["findings"][0]["subject"], sample[9]);
    assert!(!tells(&verified.to_string(), &sample[9]), "{verified:#}");
    fs::write(shop.at("list.csv"), csv(&list)).unwrap();

    // Every answer differs from what was paid, and from every other.
    let figure = |id: &str| format!("{}.00", 8_800_000 + paid[id].cents % 9973);
    let mut answered: Vec<String> = Vec::new();
    for person in ["Ana", "Ben"] {
        while let Some(item) = next(&shop, person)["item"]["id"].as_str() {
            let shown = act(&shop, "answer", &[item, "--as", person, "--amount", &figure(item)]).exits(0);
            assert!(tells(&shown.to_string(), item), "after locking it is shown");
            answered.push(item.to_owned());
            let open = sample.iter().filter(|id| !answered.contains(id));
            open.for_each(|id| assert!(!tells(&shown.to_string(), id), "{id} is told with {item}"));
        }
    }
    // Cleo does all of them again, and can learn neither what was paid nor what the others found.
    let meanwhile = every_output(&shop);
    for id in &sample {
        assert!(!tells(&meanwhile, id), "what was paid for {id} is told before the second look");
        assert!(!meanwhile.contains(&figure(id)), "the first answer to {id} is told before the second");
        let minor = format!("{}00", 8_800_000 + paid[id.as_str()].cents % 9973);
        assert!(!meanwhile.contains(&minor), "the first answer to {id} is told before the second");
    }
    assert_eq!(next(&shop, "Cleo")["of"], 10, "all are findings");
    // Nor in what lies beside the ledger in the database.
    let database = fs::read(shop.at("workspace/ballast.db")).unwrap();
    for id in &sample {
        let text = paid[id.as_str()].amount();
        assert!(
            !database.windows(text.len()).any(|part| part == text.as_bytes()),
            "{id} lies in the database"
        );
    }
    shop.evidence_holds();
}

#[test]
fn nobody_checks_the_own_payouts_or_those_of_another() {
    let mut list = payouts(100);
    let sample = smallest(SEED, &list, 10);
    for payout in list.iter_mut().filter(|payout| sample[..3].contains(&payout.id)) {
        payout.person = " ana ".into();
    }
    let shop = shop_of(&list, FILE);
    let mut of_ben = Vec::new();
    while let Some(id) = next(&shop, "Ben")["item"]["id"].as_str() {
        let error = act(&shop, "answer", &[id, "--as", "Ana", "--amount", "1"]).refuses(2, "not_allowed");
        let own = sample[..3].iter().any(|own| own == id);
        assert_eq!(error["params"]["reason"], if own { "own_payout" } else { "not_yours" });
        act(&shop, "answer", &[id, "--as", "Ben", "--amount", "1"]).exits(0);
        of_ben.push(id.to_owned());
    }
    assert!(sample[..3].iter().all(|own| of_ben.contains(own)), "{of_ben:?}");
    act(&shop, "answer", &[&of_ben[0], "--as", "Ben", "--amount", "2"]).refuses(2, "not_allowed");
    act(&shop, "next", &["--as", "Emil"]).refuses(2, "not_allowed");
    act(&shop, "answer", &["PAY-9999", "--as", "Ana", "--amount", "2"]).refuses(2, "unknown_id");
    act(&shop, "next", &["--as", " "]).refuses(2, "invalid_call");
    // One whom nobody may check is named.
    let alone = FILE.replace(r#"["Ana", "Ben"]"#, r#"["Ana"]"#).replace("reviewer = \"Cleo\"\n", "");
    let shop = shop_of(&list, &alone);
    let nobody = act(&shop, "status", &[]).exits(0)["nobody"].clone();
    assert_eq!(nobody.as_array().unwrap().len(), 3, "{nobody:#}");
    assert!(shop.speak(["spotcheck", "status", "payouts"]).stdout.contains("Nobody may look at"));
}

#[test]
fn evidence_is_kept_by_its_content_and_must_be_what_it_says() {
    let (shop, list) = drawn();
    let item = next(&shop, "Ana")["item"]["id"].as_str().unwrap().to_owned();
    let figure = list[&item].amount();
    let attach = |name: &str, content: &[u8]| {
        fs::write(shop.at(name), content).unwrap();
        act(&shop, "answer", &[&item, "--as", "Ana", "--amount", &figure, "--attach", name])
    };
    for (name, content, reason) in [
        ("empty.pdf", &b""[..], "empty"),
        ("paper.exe", b"MZ", "kind"),
        ("paper", b"%PDF-1.7", "kind"),
        ("paper.pdf", b"no paper at all", "content"),
        ("picture.png", b"%PDF-1.7 0000", "content"),
        ("notes.txt", b"\0\0binary", "content"),
        ("large.txt", &vec![b'x'; (25 << 20) + 1], "too_large"),
    ] {
        let error = attach(name, content).refuses(2, "invalid_call");
        assert_eq!(error["params"]["reason"], reason, "{name}");
    }
    act(&shop, "answer", &[&item, "--as", "Ana", "--amount", "1", "--attach", "gone.pdf"]).refuses(3, "io");
    act(&shop, "answer", &[&item, "--as", "Ana", "--amount", "1", "--attach", "workspace"])
        .refuses(2, "invalid_call");
    assert!(walk(&shop.at("workspace/work")).is_empty(), "refused files are left behind");
    attach("april 670.00.pdf", b"%PDF-1.7 the paper").exits(0);
    // Kept under its hash, and its name, which may say what was found, is not in the ledger.
    let kept = sha256(b"%PDF-1.7 the paper");
    assert!(walk(&shop.workspace()).iter().any(|path| path.ends_with(&kept)));
    assert!(!every_output(&shop).contains("april"));
    shop.evidence_holds();
    let path = walk(&shop.workspace()).into_iter().find(|path| path.ends_with(&kept)).unwrap();
    fs::write(path, b"%PDF-1.7 another").unwrap();
    shop.run(["evidence", "verify"]).exits(1);
}

#[test]
fn a_figure_is_an_amount_or_a_sum_and_anything_else_is_refused() {
    let (shop, list) = drawn();
    let item = next(&shop, "Ana")["item"]["id"].as_str().unwrap().to_owned();
    for bad in ["", "abc", "1.234", "1,2,3", "4 *", "99999999999999999999", "NaN"] {
        act(&shop, "answer", &[&item, "--as", "Ana", "--amount", bad]).refuses(2, "invalid_call");
    }
    let long = "x".repeat(10_001);
    act(&shop, "answer", &[&item, "--as", "Ana", "--amount", "1", "--note", &long])
        .refuses(2, "invalid_call");
    assert_eq!(next(&shop, "Ana")["done"], 0, "nothing was locked");
    let cents = list[&item].cents;
    let sum = format!("{}.{:02} + 1 - 1,00", cents / 100, cents % 100);
    assert_eq!(act(&shop, "answer", &[&item, "--as", "Ana", "--amount", &sum]).exits(0)["judged"], "right");
}

#[test]
fn touched_answers_are_found_and_named() {
    let (shop, _, _) = answered(&[(2, "1.00")]);
    shop.evidence_holds();
    let sealed = walk(&shop.at("workspace/artefacts")).into_iter().find(|path| {
        fs::read_to_string(path).is_ok_and(|text| {
            text.contains("salt") && text.contains("\"minor\":100,") || text.contains("\"minor\":100}")
        })
    });
    let sealed = sealed.unwrap();
    let text = fs::read_to_string(&sealed).unwrap();
    fs::write(&sealed, text.replace("\"minor\":100", "\"minor\":999")).unwrap();
    let report = shop.run(["evidence", "verify"]).exits(1);
    assert_eq!(report["problems"][0]["problem"], "artefact_changed", "{report:#}");
    let error = act(&shop, "status", &[]).refuses(3, "workspace_damaged");
    assert_eq!(error["params"]["record"], report["problems"][0]["seq"].to_string());
}

#[test]
fn a_passphrase_says_who_it_is() {
    let (shop, _) = drawn();
    let with = |held: &str, new: &str, words: &[&str]| {
        let mut command = shop.command(words.iter().copied());
        for (name, value) in [("BALLAST_PASSPHRASE", held), ("BALLAST_NEW_PASSPHRASE", new)] {
            if !value.is_empty() {
                command.env(name, value);
            }
        }
        command.arg("--json");
        finish(command)
    };
    shop.run(["person", "passphrase", "Ana"]).refuses(2, "invalid_call");
    with("", "short", &["person", "passphrase", "Ana"]).refuses(2, "invalid_call");
    with("", "correct horse", &["person", "passphrase", "Ana"]).exits(0);
    act(&shop, "next", &["--as", "ANA"]).refuses(2, "not_allowed");
    let next = ["spotcheck", "next", "payouts", "--as", "Ana"];
    assert_eq!(with("wrong", "", &next).refuses(2, "not_allowed")["params"]["reason"], "passphrase_wrong");
    let item = with("correct horse", "", &next).exits(0)["item"]["id"].as_str().unwrap().to_owned();
    with("correct horse", "", &["spotcheck", "answer", "payouts", &item, "--as", "Ana", "--amount", "1"])
        .exits(0);
    with("wrong", "another horse", &["person", "passphrase", "Ana"]).refuses(2, "not_allowed");
    with("correct horse", "another horse", &["person", "passphrase", "Ana"]).exits(0);
    with("correct horse", "", &next).refuses(2, "not_allowed");
    let people = shop.run(["person", "list"]).exits(0);
    let ana = people["people"].as_array().unwrap().iter().find(|one| one["name"] == "Ana").unwrap();
    assert_eq!(ana["has_passphrase"], true);
    let database = fs::read(shop.at("workspace/ballast.db")).unwrap();
    assert!(!database.windows(13).any(|part| part == b"another horse"), "the passphrase is kept");
    let text = every_output(&shop);
    assert!(text.contains("passphrase_set") && !text.contains("correct horse"), "{text}");
}

#[test]
fn a_second_look_does_not_say_what_may_be_wrong() {
    let (shop, ids, _) = answered(&[(0, "1.00"), (3, "2.00")]);
    let sizes = |shop: &Workshop| {
        let records = shop.run(["evidence", "list", "--limit", "100"]).exits(0)["records"].clone();
        let answers = records.as_array().unwrap().iter().filter(|record| record["kind"] == "item_answered");
        let size = |record: &Value| {
            let detail = shop.run(["evidence", "show", &record["seq"].to_string()]).exits(0);
            detail["artefacts"][0]["bytes"].as_u64().unwrap()
        };
        answers.map(size).collect::<BTreeSet<_>>()
    };
    assert_eq!(sizes(&shop).len(), 1, "a right answer is as long as a wrong one");
    let work = act(&shop, "status", &[]).exits(0)["work"].clone();
    assert_eq!(work[2]["second_given"], 3, "two findings and a tenth of eight: {work:#}");
    // Whoever asks about the others hears one thing, whether they are done again or not.
    for id in &ids {
        let error = act(&shop, "answer", &[id, "--as", "Ben", "--amount", "1"]).refuses(2, "not_allowed");
        let reason = error["params"]["reason"].as_str().unwrap().to_owned();
        assert!(["not_yours", "answered_already"].contains(&reason.as_str()), "{id}: {reason}");
    }
    // That something is said about an item would say that it is wrong.
    act(&shop, "remark", &[&ids[0], "--as", "Ana", "--note", "hm"]).exits(0);
    let last = shop.run(["evidence", "list"]).exits(0)["records"][0]["seq"].to_string();
    let record = shop.run(["evidence", "show", &last]).exits(0);
    assert_eq!(record["row"]["kind"], "item_remarked");
    assert!(ids.iter().all(|id| !record.to_string().contains(id)), "{record:#}");
}

#[test]
fn who_answers_decides_and_is_paid_are_apart_whatever_the_names_look_like() {
    let mut list = payouts(100);
    let sample = smallest(SEED, &list, 10);
    for payout in list.iter_mut().filter(|payout| sample[..2].contains(&payout.id)) {
        payout.person = "Zo\u{eb} Stern".into();
    }
    let people = "[[person]]\nid = \"stern\"\nname = \"Zo\u{eb} Stern\"\naliases = [\"R-07\"]\n";
    let shop = shop_of(&list, &format!("{FILE}{people}"));
    let figures: BTreeMap<String, Payout> =
        list.iter().map(|payout| (payout.id.clone(), payout.clone())).collect();
    for person in ["Ana", "Ben"] {
        work_off(&shop, person, |id| if id == sample[0] { "1.00".into() } else { figures[id].amount() });
    }
    work_off(&shop, "Cleo", |id| figures[id].amount());
    let resolve = |person: &str| {
        let flags = [sample[0].as_str(), "--as", person, "--amount", "1", "--reason", "so"];
        act(&shop, "resolve", &flags)
    };
    // Two blanks, another composition of the letter, an alias: all are who was paid.
    for person in ["zo\u{eb}  stern", "Zoe\u{308} Stern", "r-07", "Stern"] {
        assert_eq!(resolve(person).refuses(2, "not_allowed")["params"]["reason"], "own_payout", "{person}");
    }
    assert_eq!(resolve("Cleo").refuses(2, "not_allowed")["params"]["reason"], "answered_it");
    resolve("Dora").exits(0);
    act(&shop, "evaluate", &[]).exits(1);
    let error = act(&shop, "sign", &["--as", "R-07"]).refuses(2, "not_allowed");
    assert_eq!(error["params"]["reason"], "paid_by_it");
    let signed = act(&shop, "sign", &["--as", "Dora"]).exits(0);
    // A result that stands is changed by decisions alone, and then it has to be worked out again.
    let first = signed["result"]["items"][3]["first"]["by"].as_str().unwrap().to_owned();
    let item = signed["result"]["items"][3]["id"].as_str().unwrap().to_owned();
    let said = act(&shop, "remark", &[&item, "--as", &first, "--corrected", "1"]);
    assert_eq!(said.refuses(2, "not_allowed")["params"]["reason"], "judged_already");
    resolve("Dora").exits(0);
    act(&shop, "export", &["--to", "round"]).refuses(1, "not_yet");
    act(&shop, "draw", &[]).refuses(1, "not_yet");
    act(&shop, "evaluate", &[]).exits(1);
    act(&shop, "export", &["--to", "round"]).exits(0);
}

#[test]
fn a_spot_check_keeps_its_round_under_a_new_id() {
    let (shop, list) = drawn();
    let item = next(&shop, "Ana")["item"]["id"].as_str().unwrap().to_owned();
    act(&shop, "answer", &[&item, "--as", "Ana", "--amount", &list[&item].amount()]).exits(0);
    let renamed = FILE.replace("id = \"payouts\"\n", "id = \"commissions\"\nwas = \"payouts\"\n");
    shop.apply(&renamed);
    let detail = shop.run(["spotcheck", "status", "commissions"]).exits(0);
    assert_eq!((&detail["row"]["round"], &detail["work"][0]["done"]), (&json!(1), &json!(1)));
    shop.run(["spotcheck", "draw", "commissions", "--seed", "1"]).refuses(1, "not_yet");
    shop.evidence_holds();
}

#[test]
fn evidence_with_any_name_can_be_exported() {
    let (shop, list) = drawn();
    let item = next(&shop, "Ana")["item"]["id"].as_str().unwrap().to_owned();
    let names = [format!("{}.pdf", "x".repeat(251)), "a\nb:c.pdf".to_owned()];
    for name in &names {
        fs::write(shop.at(name), format!("%PDF-1.7 {name}")).unwrap();
    }
    let figure = list[&item].amount();
    let flags = [&item, "--as", "Ana", "--amount", &figure, "--attach", &names[0], "--attach", &names[1]];
    act(&shop, "answer", &flags).exits(0);
    for person in ["Ana", "Ben", "Cleo"] {
        work_off(&shop, person, |id| list[id].amount());
    }
    act(&shop, "evaluate", &[]).exits(0);
    act(&shop, "export", &["--to", "round"]).exits(0);
    assert_eq!(walk(&shop.at("round/evidence")).len(), 2);
}

#[test]
fn the_column_of_the_amounts_means_nothing_else() {
    let shop = Workshop::new();
    shop.run(["init", "--name", "X"]).exits(0);
    for key in ["person = \"rep\"", "stratum = \"region\"", "show = [\"revenue\"]"] {
        let (name, _) = key.split_once(' ').unwrap();
        let value = if name == "show" { "[\"amount\"]" } else { "\"amount\"" };
        let file = FILE.replace(key, &format!("{name} = {value}"));
        assert_ne!(file, FILE);
        fs::write(shop.at("other.toml"), format!("{HEAD}{file}")).unwrap();
        shop.run(["apply", "other.toml"]).refuses(2, "invalid_file");
    }
}
