//! Secrets are used and never kept: not in the database or its journal, not in logs, artefacts, evidence,
//! exports, alerts, or anything that the program prints.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use ballast_acceptance::Workshop;
use ballast_acceptance::files::walk;

/// Distinct values that nothing else contains.
const SECRETS: [(&str, &str); 4] = [
    ("repository", "Zwiebelkuchen-7731-repository"),
    ("mail", "ops:Zwiebelkuchen-7732-mail"),
    ("webhook", "Zwiebelkuchen-7733-webhook"),
    ("wrong", "Zwiebelkuchen-7734-wrong"),
];
/// What all of them have in common.
const MARK: &str = "Zwiebelkuchen";

fn holds_mark(bytes: &[u8]) -> bool {
    bytes.windows(MARK.len()).any(|window| window == MARK.as_bytes())
}

#[track_caller]
fn nothing_below(folder: &Path) {
    let mut looked = 0;
    for path in walk(folder).into_iter().filter(|path| path.is_file()) {
        looked += 1;
        assert!(!holds_mark(&fs::read(&path).unwrap()), "{} holds a secret", path.display());
    }
    assert!(looked > 3, "only {looked} files were looked at");
}

#[test]
fn no_secret_is_anywhere_after_a_full_run() {
    let shop = Workshop::new();
    fs::create_dir(shop.at("keys")).unwrap();
    for (name, secret) in SECRETS {
        let path = shop.at("keys").join(name);
        fs::write(&path, format!("{secret}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    }
    fs::create_dir(shop.at("source")).unwrap();
    fs::write(shop.at("source/letter"), "Dear customer").unwrap();
    // A port where nobody answers: what failed is written down too.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    shop.run(["init", "--name", "Test"]).exits(0);
    shop.apply(&format!(
        r#"
[alerts]
desktop = false
email = {{ to = ["ops@harbor.example"], server = "127.0.0.1:{port}", login = {{ file = "keys/mail" }} }}
webhook = {{ url = "http://127.0.0.1:{port}/hook", secret = {{ file = "keys/webhook" }} }}
command = ["sh", "-c", "cat >> alerts.txt"]

[[repository]]
id = "repo"
location = "repo"
password = {{ file = "keys/repository" }}

[[backup]]
id = "files"
source = {{ folder = ["source"] }}
repositories = ["repo"]
schedule = "* * * * *"
verify = [ {{ level = "restore", schedule = "* * * * *" }} ]
"#
    ));
    let mut said = Vec::new();
    let mut call = |arguments: &[&str]| {
        let answer = shop.run(arguments);
        said.push((arguments.join(" "), answer.stdout.clone(), answer.stderr.clone()));
        answer.code
    };
    assert_eq!(call(&["agent", "--once"]), 0);
    assert_eq!(call(&["alert", "test"]), 3, "two of three ways do not answer");
    // A wrong password: a failure, evidence and an alert about it.
    fs::copy(shop.at("keys/wrong"), shop.at("keys/repository")).unwrap();
    assert_eq!(call(&["backup", "verify", "files"]), 1);
    call(&["agent", "--once"]);
    for arguments in [
        &["status"][..],
        &["backup", "show", "files"],
        &["run", "list"],
        &["schedule", "status"],
        &["schedule", "list"],
        &["dead", "list"],
        &["alert", "list"],
        &["evidence", "list"],
        &["evidence", "verify"],
        &["evidence", "export", "evidence.jsonl"],
        &["export"],
        &["export", "export.toml"],
    ] {
        call(arguments);
    }
    for (call, out, err) in said {
        assert!(!out.contains(MARK) && !err.contains(MARK), "ballast {call} prints a secret");
    }
    nothing_below(&shop.workspace());
    for file in ["evidence.jsonl", "export.toml"] {
        assert!(!holds_mark(&fs::read(shop.at(file)).unwrap()), "{file} holds a secret");
    }
    nothing_below(&shop.at("repo"));
    let records = fs::read_to_string(shop.at("evidence.jsonl")).unwrap().lines().count();
    assert!(records > 4, "only {records} records");
}
