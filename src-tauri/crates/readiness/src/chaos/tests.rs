use ballast_core::Span;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::drill::plan::{Act, Check, Plan, Steady, Step, Undo};
use crate::estimate::Kind;

fn command(words: &str) -> Vec<String> {
    words.split_whitespace().map(str::to_owned).collect()
}

fn look(words: &str) -> Check {
    Check::Command { arguments: command(words), exit: 0 }
}

fn plan() -> Plan {
    let step = Step {
        title: "Point checkout at B".to_owned(),
        owner: Some("Ben".to_owned()),
        act: Act::Command { arguments: command("./switch b") },
        verify: Some(look("./serves b")),
        undo: Some(Undo::By(Act::Command { arguments: command("./switch a") })),
        verify_undo: Some(look("./serves a")),
        timeout: Some(Span::from_seconds(30)),
    };
    let post = Act::Http {
        method: "POST".into(),
        url: "https://b.example/orders".into(),
        body: Some("{}".into()),
        status: 200,
    };
    let order = Step {
        title: "Place one order".to_owned(),
        act: post,
        verify: Some(Check::Probe { probe: "orders".into() }),
        undo: None,
        verify_undo: None,
        ..step.clone()
    };
    let shop = Check::Http { method: "GET".into(), url: "https://shop.example/".into(), status: 204 };
    Plan {
        id: "payments-q".to_owned(),
        pair: "payments".to_owned(),
        title: "Card payments over B".to_owned(),
        kind: Kind::Probe,
        owner: None,
        deputy: None,
        steady: vec![Steady {
            title: "Shop answers".into(),
            check: shop,
            passes: 3,
            within_milliseconds: None,
        }],
        steps: vec![step, order],
        on_backup: vec![],
        passes: 3,
        rto: None,
        rpo: None,
        maximum_switch: None,
        maximum_duration: None,
        observe: Span::from_seconds(0),
        stops: vec![],
        canary_every: None,
    }
}

#[test]
fn an_export_says_everything_or_says_what_it_leaves_out() {
    let Exported { experiment, left_out } = experiment(&plan(), "A drill");
    assert_eq!(experiment["runtime"]["rollbacks"]["strategy"], "always");
    let probe = &experiment["steady-state-hypothesis"]["probes"][0];
    assert_eq!(
        (&probe["tolerance"], &probe["provider"]["url"]),
        (&json!(204), &json!("https://shop.example/"))
    );
    let names = |list: &str| -> Vec<String> {
        experiment[list]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names("method"), ["Point checkout at B", "verify: Point checkout at B", "Place one order"]);
    assert_eq!(names("rollbacks"), ["undo: Point checkout at B", "verify undo: Point checkout at B"]);
    let action = &experiment["method"][0]["provider"];
    assert_eq!(action, &json!({ "type": "process", "path": "./switch", "arguments": ["b"], "timeout": 30 }));
    let out: Vec<(LeftOutCode, &str)> = left_out.iter().map(|one| (one.code, one.subject.as_str())).collect();
    assert_eq!(
        out,
        [
            (LeftOutCode::CheckHasNoProvider, "verify: Place one order"),
            (LeftOutCode::UndoIsByHand, "Place one order"),
            (LeftOutCode::SteadyBeforeUndo, "Card payments over B"),
        ]
    );
}

#[test]
fn rollbacks_stand_in_reverse_order() {
    let mut two = plan();
    two.steps[1].undo = Some(Undo::By(Act::Command { arguments: command("./refund") }));
    let exported = experiment(&two, "A drill").experiment;
    assert_eq!(exported["rollbacks"][0]["name"], "undo: Place one order");
    assert_eq!(exported["rollbacks"][1]["name"], "undo: Point checkout at B");
}

#[test]
fn an_export_that_nobody_changed_comes_back_whole() {
    let exported = experiment(&plan(), "A drill").experiment;
    let again: Value = serde_json::from_str(&exported.to_string()).unwrap();
    let imported = import(&again).unwrap();
    assert_eq!(imported.plan, Some(plan()));
    assert!(imported.unmatched.is_empty());
    let mut changed = again;
    changed["method"][0]["provider"]["arguments"] = json!(["c"]);
    let imported = import(&changed).unwrap();
    assert_eq!(imported.plan, None);
    assert!(has(&imported, NoteCode::ExtensionDiffers, EXTENSION));
    // What stands there counts.
    assert_eq!(imported.steps[0].act, Act::Command { arguments: command("./switch c") });
    assert_eq!(imported.steps[0].undo, Some(Undo::By(Act::Command { arguments: command("./switch a") })));
    assert_eq!(imported.steps[0].verify_undo, Some(look("./serves a")));
    assert_eq!(imported.steps[0].timeout, Some(Span::from_seconds(30)));
}

fn has(imported: &Imported, code: NoteCode, subject: &str) -> bool {
    imported.notes.contains(&Note { code, subject: subject.to_owned() })
}

/// As the toolkit's own documentation writes experiments.
fn foreign() -> Value {
    json!({
        "title": "Mail over B", "description": "Does mail go out?", "secrets": { "b": { "key": "K" } },
        "controls": [{ "name": "slack" }],
        "steady-state-hypothesis": { "title": "fine", "probes": [
            { "type": "probe", "name": "mail answers", "tolerance": [200, 204],
              "provider": { "type": "http", "url": "https://mail.example/${path}" } },
            { "type": "probe", "name": "queue is short", "tolerance": true,
              "provider": { "type": "python", "module": "queues", "func": "short" } },
            { "type": "probe", "name": "page", "tolerance": 301, "provider": { "type": "http", "url": "https://a.example" } },
        ] },
        "method": [
            { "ref": "page" },
            { "type": "action", "name": "stop A", "background": true, "pauses": { "after": 5 },
              "provider": { "type": "process", "path": "systemctl", "arguments": { "stop": "mail-a" }, "timeout": 1.5 } },
            { "type": "probe", "name": "B took over", "provider": { "type": "process", "path": "took-over" } },
            { "type": "action", "name": "scale B", "provider": {
                "type": "python", "module": "cloud.scale", "func": "set_size", "arguments": { "size": 3 } } },
            { "type": "action", "name": "warm up", "provider": { "type": "process", "path": "curl", "arguments": "-s b | wc" } },
            { "ref": "nobody" },
        ],
        "rollbacks": [
            { "type": "action", "name": "Rollback: stop A", "provider": { "type": "process", "path": "systemctl", "arguments": ["start", "mail-a"] } },
            { "type": "action", "name": "tell everybody", "provider": { "type": "http", "url": "https://chat.example", "method": "post", "arguments": { "text": "done" } } },
        ],
    })
}

#[test]
fn an_experiment_of_others_becomes_steps_with_everything_doubtful_named() {
    let imported = import(&foreign()).unwrap();
    assert_eq!(imported.plan, None);
    let steady: Vec<&Check> = imported.steady.iter().map(|steady| &steady.check).collect();
    assert_eq!(steady[0], &Check::Person { question: "mail answers".into() });
    assert_eq!(steady[1], &Check::Person { question: "queue is short".into() });
    assert_eq!(
        steady[2],
        &Check::Http { method: "GET".into(), url: "https://a.example".into(), status: 301 }
    );
    let titles: Vec<&str> = imported.steps.iter().map(|step| step.title.as_str()).collect();
    assert_eq!(titles, ["page", "stop A", "scale B", "warm up"]);
    let [page, stop, scale, warm] = &imported.steps[..] else { panic!() };
    assert!(page.leaves_nothing() && page.verify.is_some());
    assert_eq!(stop.act, Act::Command { arguments: command("systemctl stop mail-a") });
    assert_eq!(stop.timeout, Some(Span::from_seconds(2)));
    assert_eq!(stop.verify, Some(look("took-over")));
    assert_eq!(stop.undo, Some(Undo::By(Act::Command { arguments: command("systemctl start mail-a") })));
    assert_eq!(scale.act, Act::Manual { instructions: r#"cloud.scale.set_size {"size":3}"#.into() });
    assert_eq!(warm.act, Act::Command { arguments: vec!["sh".into(), "-c".into(), "curl -s b | wc".into()] });
    assert_eq!(imported.unmatched.len(), 1);
    assert_eq!(imported.unmatched[0].0, "tell everybody");
    for (code, subject) in [
        (NoteCode::PythonBecameManual, "scale B"),
        (NoteCode::PythonBecameManual, "queue is short"),
        (NoteCode::CommandNeedsConsent, "stop A"),
        (NoteCode::RunsInShell, "warm up"),
        (NoteCode::RollbackUnmatched, "tell everybody"),
        (NoteCode::BackgroundIgnored, "stop A"),
        (NoteCode::PausesIgnored, "stop A"),
        (NoteCode::ToleranceNotUnderstood, "mail answers"),
        (NoteCode::NeedsValue, "mail answers"),
        (NoteCode::ReferenceUnknown, "nobody"),
        (NoteCode::ControlsIgnored, "controls"),
        (NoteCode::SecretsNotRead, "secrets"),
    ] {
        assert!(has(&imported, code, subject), "{code:?} {subject}");
    }
}

#[test]
fn what_is_no_experiment_is_refused_by_its_field() {
    let table: [(&str, Value, &str); 7] = [
        ("/title", json!(""), "title"),
        ("/description", Value::Null, "description"),
        ("/method", Value::Null, "method"),
        ("/method/1/name", json!(3), "method[1].name"),
        ("/method/1/type", json!("event"), "method[1].type"),
        ("/method/1/provider", json!("python"), "method[1].provider"),
        ("/method/3/provider/type", json!("rust"), "method[3].provider.type"),
    ];
    for (pointer, value, field) in table {
        let mut document = foreign();
        *document.pointer_mut(pointer).unwrap() = value;
        let error = import(&document).unwrap_err();
        assert_eq!(error.place.unwrap().field.as_deref(), Some(field));
        assert!(!error.allowed.is_empty());
    }
    let mut long = foreign();
    long["method"] = Value::Array(vec![json!({ "ref": "page" }); 1_001]);
    assert!(import(&long).is_err());
}

#[test]
fn the_status_of_a_run_is_a_candidate_and_no_verdict() {
    let table = [
        ("completed", false, true, Candidate::Pass),
        ("completed", true, true, Candidate::Fail),
        ("failed", true, true, Candidate::Fail),
        ("failed", false, true, Candidate::Fail),
        ("failed", false, false, Candidate::Blocked),
        ("interrupted", false, true, Candidate::Inconclusive),
        ("aborted", true, true, Candidate::Inconclusive),
    ];
    for (status, deviated, ran, expected) in table {
        let run = if ran { json!([{}]) } else { json!([]) };
        let journal = json!({ "status": status, "deviated": deviated, "run": run });
        assert_eq!(candidate(&journal).unwrap(), expected, "{status} {deviated}");
    }
    assert!(candidate(&json!({ "status": "won" })).is_err());
    assert!(candidate(&json!([])).is_err());
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[a-z${}: ]{0,8}".prop_map(Value::from),
        prop::sample::select(vec!["probe", "action", "process", "http", "python", "page"])
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        let names = prop::sample::select(vec![
            "title",
            "description",
            "method",
            "rollbacks",
            "steady-state-hypothesis",
            "probes",
            "name",
            "type",
            "provider",
            "ref",
            "path",
            "url",
            "arguments",
            "timeout",
            "tolerance",
            "extensions",
            "plan",
        ]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((names, inner), 0..6).prop_map(|fields| fields
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect()),
        ]
    })
}

proptest! {
    #[test]
    fn no_document_breaks_the_import(method in prop::collection::vec(value(), 0..4), rollbacks in value(), probes in value(), extensions in value()) {
        let document = json!({
            "title": "t", "description": "d", "method": method, "rollbacks": rollbacks,
            "steady-state-hypothesis": { "probes": probes }, "extensions": extensions,
        });
        let _ = import(&document);
        let _ = candidate(&document);
    }
}
