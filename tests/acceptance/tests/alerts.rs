//! Who is told what: each change once, together, outside quiet hours, until it arrived.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use ballast_acceptance::agent::{Heard, MailServer, Receiver, hmac_sha256, within};
use ballast_acceptance::files::{date, put};
use ballast_acceptance::{Workshop, until};
use serde_json::{Value, json};

/// Controls of folders with a list of sums, each checked every day at half past two.
fn controls(names: &[&str]) -> String {
    names
        .iter()
        .map(|name| {
            format!(
                "\n[[backup]]\nid = \"{name}\"\nadopt = {{ folder = \"drop/{name}\", manifest = \"SHA256SUMS\" }}\nverify = [ {{ level = \"content\", schedule = \"30 2 * * *\" }} ]\n"
            )
        })
        .collect()
}

fn whole(shop: &Workshop, name: &str) {
    put(&shop.at(&format!("drop/{name}/a.txt")), b"whole");
    let sum = ballast_acceptance::files::sha256(b"whole");
    put(&shop.at(&format!("drop/{name}/SHA256SUMS")), format!("{sum}  a.txt\n").as_bytes());
    for file in ["a.txt", "SHA256SUMS"] {
        date(&shop.at(&format!("drop/{name}/{file}")), "2026-03-10T09:00:00Z");
    }
}

fn damage(shop: &Workshop, name: &str) {
    let file = shop.at(&format!("drop/{name}/a.txt"));
    put(&file, b"whale");
    date(&file, "2026-03-10T09:00:00Z");
}

fn company(names: &[&str], alerts: &str) -> Workshop {
    let file = format!("{}\n[alerts]\ndesktop = false\n{alerts}\n", controls(names));
    let shop = Workshop::simulated("2026-03-10T11:00:00Z", &file);
    for name in names {
        whole(&shop, name);
    }
    shop
}

fn by_webhook(receiver: &Receiver) -> String {
    format!("webhook = {{ url = \"{}\" }}", receiver.url("hook"))
}

/// A round every night at three, Berlin time; what the receiver heard in it.
fn night(shop: &mut Workshop, receiver: &Receiver, day: u32) -> Vec<Value> {
    let said = shop.once(&format!("2026-03-{day}T10:00:00Z"));
    assert!([0, 1, 3].contains(&said.code), "{said}");
    receiver.news().iter().map(Heard::json).collect()
}

fn about(alert: &Value) -> Vec<(String, String)> {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    alert["controls"].as_array().unwrap().iter().map(|c| (word(&c["id"]), word(&c["now"]))).collect()
}

#[test]
fn each_change_is_told_once() {
    let receiver = Receiver::start();
    let mut shop = company(&["shop"], &by_webhook(&receiver));
    assert_eq!(night(&mut shop, &receiver, 11), [Value::Null; 0], "all is well and was never told otherwise");
    damage(&shop, "shop");
    let heard = night(&mut shop, &receiver, 12);
    assert_eq!(heard.len(), 1, "{heard:#?}");
    assert_eq!(heard[0]["topic"], "changed");
    assert_eq!(about(&heard[0]), [("shop".to_owned(), "failing".to_owned())]);
    let subject = heard[0]["subject"].as_str().unwrap();
    assert!(subject.contains("Test") && subject.contains("shop"), "{subject}");
    assert!(heard[0]["ledger_head"]["hash"].is_string() && heard[0]["workspace"] == "Test", "{:#}", heard[0]);
    for day in 13..=15 {
        assert_eq!(night(&mut shop, &receiver, day), [Value::Null; 0], "told again on day {day}");
    }
    whole(&shop, "shop");
    let heard = night(&mut shop, &receiver, 16);
    assert_eq!((heard.len(), &heard[0]["topic"]), (1, &json!("resolved")), "{heard:#?}");
    assert_eq!(night(&mut shop, &receiver, 17), [Value::Null; 0]);
    damage(&shop, "shop");
    assert_eq!(night(&mut shop, &receiver, 18)[0]["topic"], "changed", "and anew");
    let list = shop.run(["alert", "list"]).exits(0);
    let topics: Vec<&Value> =
        list["entries"].as_array().unwrap().iter().map(|entry| &entry["topic"]).collect();
    assert_eq!(topics, ["changed", "resolved", "changed"]);
    assert!(
        list["entries"]
            .as_array()
            .unwrap()
            .iter()
            .all(|entry| entry["state"] == "delivered" && entry["attempts"] == 1)
    );
}

#[test]
fn what_fails_together_is_told_together_on_every_way() {
    let receiver = Receiver::start();
    let Some(mail) = MailServer::start("plain", &[]) else { return };
    let ways = format!(
        "{}\ncommand = [\"/bin/sh\", \"-c\", \"cat >> told; echo >> told; echo $BALLAST_ALERT_TOPIC $BALLAST_ALERT_ID >> names\"]\nemail = {{ to = [\"ops@example.com\"], from = \"ballast@example.com\", server = \"127.0.0.1:{}\", security = \"none\" }}",
        by_webhook(&receiver),
        mail.port
    );
    let mut shop = company(&["a", "b", "c", "d"], &ways);
    night(&mut shop, &receiver, 11);
    for name in ["a", "b", "c"] {
        damage(&shop, name);
    }
    let heard = night(&mut shop, &receiver, 12);
    assert_eq!(heard.len(), 1, "{heard:#?}");
    let mut who: Vec<String> = about(&heard[0]).into_iter().map(|(id, _)| id).collect();
    who.sort();
    assert_eq!(who, ["a", "b", "c"]);
    let letters = until("the letter", || Some(mail.letters()).filter(|letters| !letters.is_empty()));
    assert_eq!(letters.len(), 1);
    let text = letters[0]["text"].as_str().unwrap();
    for part in ["a: Failing", "b: Failing", "c: Failing", "To: ops@example.com"] {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
    let told = fs::read_to_string(shop.at("told")).unwrap();
    let told: Value = serde_json::from_str(told.trim()).unwrap();
    assert_eq!(told["controls"], heard[0]["controls"]);
    let names = fs::read_to_string(shop.at("names")).unwrap();
    assert_eq!(names.trim(), format!("changed {}", told["id"].as_str().unwrap()));
    // One is mended while another breaks: one message, what needs a person first.
    whole(&shop, "a");
    damage(&shop, "d");
    let heard = night(&mut shop, &receiver, 13);
    assert_eq!(heard.len(), 1);
    assert_eq!(
        about(&heard[0]),
        [("d".to_owned(), "failing".to_owned()), ("a".to_owned(), "proven".to_owned())]
    );
    assert_eq!(heard[0]["topic"], "changed");
}

#[test]
fn quiet_hours_hold_alerts_and_tell_what_is_left_of_them() {
    let receiver = Receiver::start();
    // 11 in Berlin is 10 in UTC.
    let mut shop = company(&["a", "b"], &format!("{}\nquiet_hours = \"10:00-13:00\"", by_webhook(&receiver)));
    night(&mut shop, &receiver, 11);
    damage(&shop, "a");
    damage(&shop, "b");
    assert_eq!(night(&mut shop, &receiver, 12), [Value::Null; 0], "it is quiet");
    assert_eq!(shop.run(["alert", "list"]).exits(0)["entries"], json!([]));
    // One of them is well again before anybody is told.
    whole(&shop, "a");
    shop.clock("2026-03-12T10:30:00Z");
    shop.verify("a", "content");
    assert_eq!(shop.once_ran("2026-03-12T11:59:00Z"), [""; 0]);
    assert_eq!(receiver.heard().len(), 0);
    shop.once("2026-03-12T12:00:01Z").exits(0);
    let heard: Vec<Value> = receiver.news().iter().map(Heard::json).collect();
    assert_eq!(heard.len(), 1, "{heard:#?}");
    assert_eq!(about(&heard[0]), [("b".to_owned(), "failing".to_owned())]);
}

#[test]
fn missed_times_given_up_jobs_and_the_digest() {
    let receiver = Receiver::start();
    let mut shop = company(&["a"], &format!("{}\ndigest = \"0 8 * * 1\"", by_webhook(&receiver)));
    night(&mut shop, &receiver, 11);
    let heard = night(&mut shop, &receiver, 14);
    assert_eq!(
        (heard.len(), &heard[0]["topic"], &heard[0]["missed"][0]["slots"]),
        (1, &json!("missed"), &json!(2))
    );
    // Monday, the 16th, after eight: the week in a few lines.
    night(&mut shop, &receiver, 15);
    shop.once("2026-03-16T06:59:00Z").exits(0);
    assert_eq!(receiver.news().len(), 0);
    shop.once("2026-03-16T07:01:00Z").exits(0);
    let heard: Vec<Value> = receiver.news().iter().map(Heard::json).collect();
    assert_eq!((heard.len(), &heard[0]["topic"]), (1, &json!("digest")), "{heard:#?}");
    let text = heard[0]["text"].as_str().unwrap();
    assert!(text.contains("1 of 1 backups") && text.contains("a: Proven"), "{text}");
    shop.once("2026-03-16T09:00:00Z").exits(0);
    assert_eq!(receiver.news().len(), 0, "once a week");
    // Three tries in vain.
    fs::rename(shop.at("drop"), shop.at("away")).unwrap();
    for time in ["01:30:05", "01:31:10", "01:36:20"] {
        shop.once(&format!("2026-03-17T{time}Z"));
    }
    let heard: Vec<Value> = receiver.news().iter().map(Heard::json).collect();
    let given_up: Vec<&Value> = heard.iter().filter(|alert| alert["given_up"] != json!([])).collect();
    assert_eq!(given_up.len(), 1, "{heard:#?}");
    assert_eq!(
        (&given_up[0]["given_up"][0]["id"], &given_up[0]["given_up"][0]["about"]["attempts"]),
        (&json!("a"), &json!(3))
    );
}

#[test]
fn what_did_not_arrive_is_sent_again_under_the_same_name() {
    let receiver = Receiver::start();
    let mut shop = company(&["a"], &by_webhook(&receiver));
    night(&mut shop, &receiver, 11);
    damage(&shop, "a");
    receiver.answers(&[500]);
    shop.once("2026-03-12T10:00:00Z").exits(1);
    let entry = |shop: &Workshop| shop.run(["alert", "list"]).exits(0)["entries"][0].clone();
    let first = entry(&shop);
    assert_eq!(
        (&first["state"], &first["attempts"], &first["error"]["code"]),
        (&json!("waiting"), &json!(1), &json!("refused"))
    );
    assert_eq!(shop.run(["schedule", "status"]).exits(0)["alerts_waiting"], 1);
    shop.once("2026-03-12T10:00:10Z").exits(0);
    assert_eq!(receiver.heard().len(), 1, "half a minute at most, and not at once: {first:#}");
    shop.once("2026-03-12T10:00:35Z").exits(0);
    let heard = receiver.news();
    assert_eq!(heard.iter().map(|heard| heard.status).collect::<Vec<_>>(), [500, 204]);
    assert_eq!(heard[0].header("ballast-id"), heard[1].header("ballast-id"));
    assert_eq!(heard[0].header("ballast-id"), heard[0].header("idempotency-key"));
    assert_eq!(heard[0].body, heard[1].body);
    let second = entry(&shop);
    assert_eq!(
        (&second["state"], &second["attempts"], &second["id"]),
        (&json!("delivered"), &json!(2), &first["id"])
    );
    shop.once("2026-03-12T11:00:00Z").exits(0);
    assert_eq!(receiver.heard().len(), 0);
}

#[test]
fn what_is_refused_for_good_waits_for_a_person() {
    let receiver = Receiver::start();
    let mut shop = company(&["a"], &by_webhook(&receiver));
    night(&mut shop, &receiver, 11);
    damage(&shop, "a");
    receiver.always(410);
    shop.once("2026-03-12T10:00:00Z").exits(1);
    shop.once("2026-03-12T12:00:00Z").exits(0);
    let heard = receiver.news();
    assert_eq!(heard.len(), 1, "refused is refused");
    let letter = shop.run(["dead", "list"]).exits(0)["letters"][0].clone();
    assert_eq!(
        (&letter["kind"], &letter["way"], &letter["control"]),
        (&json!("alert"), &json!("webhook"), &json!(null))
    );
    assert_eq!(letter["error"]["code"], "refused");
    receiver.always(204);
    shop.run(["dead", "retry", letter["id"].as_str().unwrap()]).exits(0);
    assert_eq!(shop.run(["dead", "list"]).exits(0)["letters"], json!([]));
    shop.once("2026-03-12T12:10:00Z").exits(0);
    let again = receiver.news();
    assert_eq!(again.len(), 1);
    assert_eq!(again[0].header("ballast-id"), heard[0].header("ballast-id"));
    assert_eq!(shop.run(["alert", "list"]).exits(0)["entries"][0]["state"], "delivered");
}

#[test]
fn a_signature_that_the_receiver_can_check() {
    let receiver = Receiver::start();
    let mut shop = company(
        &["a"],
        &format!("webhook = {{ url = \"{}\", secret = {{ env = \"HOOK\" }} }}", receiver.url("hook?x=1")),
    );
    shop.set("HOOK", "a key that two know");
    shop.run(["alert", "test"]).exits(0);
    let heard = receiver.news().remove(0);
    assert_eq!((heard.path.as_str(), heard.header("content-type")), ("/hook?x=1", "application/json"));
    let stamp = heard.header("ballast-timestamp").to_owned();
    let mut message = format!("{stamp}.").into_bytes();
    message.extend_from_slice(&heard.body);
    let wanted = format!("v1={}", hmac_sha256(b"a key that two know", &message));
    assert_eq!(heard.header("ballast-signature"), wanted);
    // The time on it is that of the receiver's clock, whatever the workspace's says.
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    assert!(now.abs_diff(stamp.parse().unwrap()) < 60, "{stamp}");
}

#[test]
fn a_test_says_what_arrived() {
    let receiver = Receiver::start();
    let mut shop =
        company(&["a"], &format!("{}\ncommand = [\"/bin/sh\", \"-c\", \"exit 7\"]", by_webhook(&receiver)));
    let report = shop.run(["alert", "test"]).exits(3);
    let ways: BTreeMap<&str, &Value> =
        report["ways"].as_array().unwrap().iter().map(|way| (way["way"].as_str().unwrap(), way)).collect();
    assert_eq!((&ways["webhook"]["delivered"], &ways["command"]["delivered"]), (&json!(true), &json!(false)));
    assert_eq!(ways["command"]["error"]["code"], "command_failed");
    assert!(
        ways["webhook"]["seconds"].is_number()
            && ways["webhook"]["target"].as_str().unwrap().starts_with("127.0.0.1")
    );
    assert_eq!(receiver.news()[0].json()["topic"], "test");
    let report = shop.run(["alert", "test", "--way", "webhook"]).exits(0);
    assert_eq!(report["ways"].as_array().unwrap().len(), 1);
    let said = shop.speak(["alert", "test"]);
    assert_eq!(said.code, 3);
    // A test is no letter for a person to settle, and is never sent again.
    assert_eq!(shop.run(["dead", "list"]).exits(0)["letters"], json!([]));
    receiver.news();
    shop.once("2026-03-11T12:00:00Z").exits(0);
    assert_eq!(receiver.heard().len(), 0);
    shop.run(["alert", "test", "--way", "pigeon"]).refuses(2, "invalid_call");
    let shop = company(&["a"], "");
    let report = shop.run(["alert", "test"]).exits(3);
    assert_eq!(report["ways"], json!([]), "nobody is told, and that is no test that passed");
}

#[test]
fn a_kill_between_the_change_and_its_delivery_loses_nothing() {
    let receiver = Receiver::start();
    let mut shop = company(&["a"], &by_webhook(&receiver));
    night(&mut shop, &receiver, 11);
    damage(&shop, "a");
    // Between the change and the outbox: changes are gathered for half a minute.
    shop.clock("2026-03-12T10:00:00Z");
    let agent = shop.agent();
    until("the news", || (shop.cell("SELECT count(*) FROM news") == "1").then_some(()));
    agent.kill();
    assert_eq!(receiver.heard().len(), 0);
    // Between the outbox and its delivery: nobody answers.
    receiver.answers(&[503]);
    shop.once("2026-03-12T10:00:10Z");
    assert_eq!(shop.cell("SELECT count(*) FROM news"), "0");
    shop.clock("2026-03-12T10:00:12Z");
    let agent = shop.agent();
    assert_eq!(shop.cell("SELECT state FROM outbox"), "waiting");
    agent.kill();
    shop.once("2026-03-12T10:01:00Z").exits(0);
    shop.once("2026-03-12T10:10:00Z").exits(0);
    let heard = receiver.news();
    assert_eq!(heard.iter().map(|heard| heard.status).collect::<Vec<_>>(), [503, 204]);
    assert_eq!(about(&heard[1].json()), [("a".to_owned(), "failing".to_owned())]);
    let ids: std::collections::BTreeSet<&str> =
        heard.iter().map(|heard| heard.header("ballast-id")).collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(shop.cell("SELECT count(*) FROM outbox"), "1");
}

#[test]
fn a_sign_of_life_comes_while_the_agent_lives() {
    let receiver = Receiver::start();
    let beat = format!("heartbeat_out = {{ url = \"{}\", every = \"10s\" }}", receiver.url("beat"));
    let shop = company(&["a"], &beat);
    let agent = shop.agent();
    within(Duration::from_secs(5), "the first beat", || (!receiver.heard().is_empty()).then_some(()));
    until("the second beat", || (receiver.heard().len() > 1).then_some(()));
    assert!(receiver.heard().iter().all(|heard| heard.path == "/beat" && heard.body.is_empty()));
    let status = shop.run(["schedule", "status"]).exits(0);
    assert_eq!(status["heartbeat"]["every_seconds"], 10);
    assert!(status["heartbeat"]["last_sent_at"].is_string(), "{status:#}");
    agent.kill();
    let count = receiver.heard().len();
    // Nobody beats for it: neither a list nor a check does.
    shop.run(["schedule", "list"]).exits(0);
    shop.run(["backup", "verify", "a", "--level", "content"]);
    assert_eq!(receiver.heard().len(), count);
    shop.run(["agent", "--once"]).exits(0);
    assert_eq!(receiver.heard().len(), count + 1, "one round, one beat");
}
