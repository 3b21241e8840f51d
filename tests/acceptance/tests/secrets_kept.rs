//! Secrets go to the one program that needs them, and are nowhere else afterwards.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use ballast_acceptance::agent::{MailServer, Receiver};
use ballast_acceptance::files::{fill, flip_middle, packs, put, walk};
use ballast_acceptance::{Workshop, found, until};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};

const REPOSITORY: &str = "repository-password-7f31c2";
const WRONG: &str = "wrong-password-91bd04";
const LOGIN: &str = "pass:word";
const HOOK: &str = "webhook-key-5d20aa";
const NOISY: &str = "said-too-much-c4e88f";
const SECRETS: [&str; 5] = [REPOSITORY, WRONG, LOGIN, HOOK, NOISY];

/// Every secret in plain, and as the encodings that protocols use.
fn needles() -> Vec<(String, Vec<u8>)> {
    let hex = |text: &str| text.bytes().fold(String::new(), |all, byte| all + &format!("{byte:02x}"));
    SECRETS
        .iter()
        .flat_map(|secret| {
            [
                secret.to_string(),
                hex(secret),
                base64(secret.as_bytes()),
                base64(format!("\0ada\0{secret}").as_bytes()),
            ]
        })
        .map(|text| (text.clone(), text.into_bytes()))
        .collect()
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for piece in bytes.chunks(3) {
        let number =
            piece.iter().fold(0u32, |all, byte| (all << 8) | u32::from(*byte)) << (8 * (3 - piece.len()));
        for digit in 0..=piece.len() {
            text.push(char::from(DIGITS[(number >> (18 - 6 * digit)) as usize & 63]));
        }
    }
    text
}

fn secret_in(bytes: &[u8]) -> Option<String> {
    let is_in = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    needles().into_iter().find(|(_, needle)| is_in(needle)).map(|(name, _)| name)
}

#[track_caller]
fn is_clean(what: &str, bytes: &[u8]) {
    if let Some(name) = secret_in(bytes) {
        panic!("{name} stands in {what}");
    }
}

fn private(path: &Path, text: &str) {
    put(path, text.as_bytes());
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

/// `authority.pem` and a certificate of it for this computer.
fn certificates(folder: &Path) {
    let mut parameters = CertificateParams::new(Vec::new()).unwrap();
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    put(&folder.join("authority.pem"), parameters.self_signed(&key).unwrap().pem().as_bytes());
    let issuer = Issuer::new(parameters, key);
    let key = KeyPair::generate().unwrap();
    let hosts = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
    let certificate = CertificateParams::new(hosts).unwrap().signed_by(&key, &issuer).unwrap();
    put(&folder.join("good.pem"), certificate.pem().as_bytes());
    put(&folder.join("good.key"), key.serialize_pem().as_bytes());
}

#[test]
fn no_secret_is_written_down_or_said() {
    let receiver = Receiver::start();
    let mut shop = Workshop::new();
    certificates(&shop.at("tls"));
    let files = [shop.at("tls/good.pem"), shop.at("tls/good.key")];
    let Some(mail) = MailServer::start("starttls", &[&files[0], &files[1]]) else { return };
    private(&shop.at("secrets/repository"), &format!("{REPOSITORY}\n"));
    private(&shop.at("secrets/login"), &format!("ada:{LOGIN}\n"));
    private(&shop.at("secrets/wrong"), WRONG);
    private(&shop.at("secrets/noisy"), NOISY);
    shop.set("BALLAST_NOW", "2026-03-10T11:00:00Z");
    shop.set("HOOK", HOOK);
    shop.set("SSL_CERT_FILE", shop.at("tls/authority.pem").to_str().unwrap());
    shop.set("RUST_LOG", "trace");
    let file = format!(
        r#"
[[repository]]
id = "repo"
location = "repo"
password = {{ file = "secrets/repository" }}

[[repository]]
id = "noisy"
location = "noisy"
password = {{ command = ["/bin/sh", "-c", "cat secrets/noisy; cat secrets/noisy >&2; exit 1"] }}

[[backup]]
id = "files"
source = {{ folder = ["source"] }}
repositories = ["repo"]
schedule = "30 2 * * *"
verify = [ {{ level = "recovery", schedule = "0 3 * * *" }} ]

[[backup]]
id = "said"
source = {{ folder = ["source"] }}
repositories = ["noisy"]
schedule = "30 2 * * *"

[alerts]
desktop = false
email = {{ to = ["ops@example.com"], server = "localhost:{}", security = "starttls", login = {{ file = "secrets/login" }} }}
webhook = {{ url = "{}", secret = {{ env = "HOOK" }} }}
command = ["/bin/sh", "-c", "cat >> told"]
"#,
        mail.port,
        receiver.url("hook")
    );
    shop.run(["init", "--name", "Test"]).exits(0);
    shop.apply(&file);
    fill(&shop.at("source"), 1, 5, 2_000);
    let mut said = Vec::new();
    let mut keep = |name: &str, round: &ballast_acceptance::Said| {
        said.push((name.to_owned(), format!("{}\n{}", round.stdout, round.stderr)));
    };
    keep("the first round", &shop.once("2026-03-11T10:00:00Z"));
    flip_middle(&packs(&shop.at("repo")).into_iter().next().unwrap().0);
    keep("the second round", &shop.once("2026-03-12T10:00:00Z"));
    shop.clock("2026-03-12T10:05:00Z");
    for call in [
        &["status"][..],
        &["backup", "list"],
        &["backup", "show", "files"],
        &["backup", "run", "said"],
        &["backup", "verify", "files", "--level", "recovery"],
        &["backup", "snapshots", "files"],
        &["run", "list"],
        &["schedule", "list"],
        &["schedule", "status"],
        &["schedule", "calendar"],
        &["dead", "list"],
        &["alert", "list"],
        &["alert", "test"],
        &["evidence", "list"],
        &["evidence", "verify"],
        &["evidence", "export", "evidence-out"],
        &["export"],
        &["export", "out.toml"],
        &["apply", "workspace.toml", "--dry-run"],
    ] {
        let both = [shop.run(call), shop.speak(call)];
        for one in both {
            assert!(one.code >= 0, "{one}");
            keep(&call.join(" "), &one);
        }
    }
    // Locked out, by a password that is somebody else's perhaps.
    fs::copy(shop.at("secrets/wrong"), shop.at("secrets/repository")).unwrap();
    let document = shop.verify("files", "content");
    found(&document, "wrong_password");
    keep("the third round", &shop.once("2026-03-13T10:00:00Z"));
    for row in shop.run(["run", "list"]).exits(0)["runs"].as_array().unwrap() {
        keep("run show", &shop.run(["run", "show", row["run"].as_str().unwrap()]));
    }
    // Everything was used, or the rest says nothing.
    until("letters", || (mail.letters().len() >= 2).then_some(()));
    let heard = receiver.heard();
    assert!(heard.len() >= 2 && heard.iter().all(|heard| !heard.header("ballast-signature").is_empty()));
    let list = shop.run(["alert", "list"]).exits(0);
    let delivered = list["entries"].as_array().unwrap().iter().filter(|entry| entry["state"] == "delivered");
    assert!(delivered.count() >= 6, "{list:#}");
    let codes =
        shop.rows("SELECT DISTINCT json_extract(error, '$.code') FROM run WHERE error IS NOT NULL").concat();
    assert!(codes.contains(&"secret_unavailable".to_owned()), "{codes:?}");

    for (name, text) in &said {
        is_clean(name, text.as_bytes());
    }
    for heard in &heard {
        is_clean("a webhook", &heard.body);
        is_clean("a webhook's headers", format!("{:?}", heard.headers).as_bytes());
    }
    for letter in mail.letters() {
        is_clean("a letter", letter.to_string().as_bytes());
    }
    let mut looked_at = 0;
    for path in walk(shop.root()).into_iter().filter(|path| path.is_file()) {
        if path.starts_with(shop.at("secrets")) {
            assert!(secret_in(&fs::read(&path).unwrap()).is_some(), "they would be found");
            continue;
        }
        is_clean(&path.display().to_string(), &fs::read(&path).unwrap());
        looked_at += 1;
    }
    assert!(looked_at > 10 && shop.at("workspace/logs/agent.jsonl").exists());
    assert!(
        fs::read_to_string(shop.at("workspace/logs/agent.jsonl")).unwrap().contains("TRACE"),
        "the log says all it can"
    );
}
