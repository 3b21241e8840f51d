//! Commands of the user, and secrets that a file or a command holds.

#![allow(clippy::unwrap_used)]

use std::fs::{Permissions, set_permissions, write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use ballast_core::limits::COMMAND_TAIL_BYTES_MAX;
use ballast_core::{Code, Error, Span};
use ballast_outside::secrets::{SecretRef, fetch};
use ballast_outside::{command, is_transient};

const ENOUGH: Span = Span::from_seconds(60);
const SHORT: Span = Span::from_seconds(1);

fn shell(script: &str) -> Vec<String> {
    ["sh", "-c", script].map(str::to_owned).to_vec()
}

fn run(script: &str, limit: Span) -> Result<String, Error> {
    command::run(&shell(script), &[("BALLAST_ALERT_ID", "entry-7")], br#"{"kind":"failing"}"#, limit)
}

/// Whether any process still carries this word in its arguments.
fn is_running(word: &str) -> bool {
    let mut entries = std::fs::read_dir("/proc").unwrap().map_while(Result::ok);
    entries.any(|entry| {
        let words = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
        // The test's own name is no such process.
        words.starts_with(b"sleep") && words.windows(word.len()).any(|part| part == word.as_bytes())
    })
}

#[test]
fn it_hears_the_alert_and_its_words_are_kept() {
    // Two pipes: which of them is heard first, nobody knows.
    let said = run("cat; echo \" $BALLAST_ALERT_ID\"; echo so >&2", ENOUGH).unwrap();
    let mut lines: Vec<&str> = said.lines().collect();
    lines.sort_unstable();
    assert_eq!(lines, ["so", "{\"kind\":\"failing\"} entry-7"]);
    // One that does not listen, with more than a pipe holds.
    let much = vec![b'x'; 1 << 20];
    assert_eq!(command::run(&shell("exec <&-; echo ok"), &[], &much, ENOUGH).unwrap(), "ok");
}

#[test]
fn a_command_that_fails() {
    let error = run("echo first; echo last >&2; exit 7", ENOUGH).unwrap_err();
    assert_eq!((error.code, error.params["status"].as_str()), (Code::CommandFailed, "7"));
    assert!(error.causes[0].contains("last") && is_transient(&error), "{error}");
    assert_eq!(run("kill -9 $$", ENOUGH).unwrap_err().params["status"], "signal 9");
    for words in [vec![], vec!["/nowhere/at/all".to_owned()]] {
        let error = command::run(&words, &[], b"{}", ENOUGH).unwrap_err();
        assert_eq!((error.code, error.params["reason"].as_str()), (Code::CommandFailed, "not_started"));
        assert!(!is_transient(&error));
    }
}

#[test]
fn of_endless_output_only_the_end_is_kept() {
    let tail = run("head -c 20000000 /dev/zero | tr '\\0' x; echo; echo the end", ENOUGH).unwrap();
    assert!(tail.len() <= COMMAND_TAIL_BYTES_MAX && tail.ends_with("x\nthe end"));
    let error = run("yes", SHORT).unwrap_err();
    assert_eq!(error.params["reason"], "timed_out");
}

#[test]
fn at_the_limit_it_ends_with_its_children() {
    let began = Instant::now();
    let [first, second] = [86317, 86318].map(|seconds| format!("{seconds}.{}", std::process::id()));
    let error = run(&format!("sleep {first} & sleep {first}"), SHORT).unwrap_err();
    assert_eq!((error.code, error.params["limit_seconds"].as_str()), (Code::CommandFailed, "1"));
    assert!(is_transient(&error) && began.elapsed() < Duration::from_secs(20));
    // The end of a process that was killed is seen a moment later.
    while is_running(&first) {
        std::thread::yield_now();
    }
    // What it leaves behind does not hold the answer up, and ends with it; nor does one that went away.
    assert_eq!(run(&format!("sleep {second} & echo done"), ENOUGH).unwrap(), "done");
    while is_running(&second) {
        std::thread::yield_now();
    }
    let began = Instant::now();
    assert_eq!(run("setsid sleep 40 & echo done", ENOUGH).unwrap(), "done");
    assert!(began.elapsed() < Duration::from_secs(35));
}

#[track_caller]
fn refuses(secret: &SecretRef, reason: &str) {
    let error = fetch(secret).unwrap_err();
    assert_eq!((error.code, error.params["reason"].as_str()), (Code::SecretUnavailable, reason), "{error}");
}

#[test]
fn a_secret_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &[u8], mode: u32| {
        let path = folder.path().join(name);
        write(&path, text).unwrap();
        set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        SecretRef::File(path)
    };
    let secret = fetch(&put("good", b"pass word\r\n", 0o600)).unwrap();
    assert_eq!(secret.expose(), "pass word");
    assert!(!format!("{secret:?}").contains("pass"));
    refuses(&put("open", b"x", 0o640), "readable_by_others");
    refuses(&put("empty", b"\n", 0o600), "empty");
    refuses(&put("long", &[b'x'; 5000], 0o600), "too_long");
    refuses(&SecretRef::File("/dev/zero".into()), "not_a_file");
    assert_eq!(fetch(&put("binary", &[0xff], 0o600)).unwrap_err().code, Code::SecretUnavailable);
    let absent = SecretRef::File(Path::new("/nowhere/at/all").to_owned());
    assert_eq!(fetch(&absent).unwrap_err().params["what"], "/nowhere/at/all");
}

#[test]
fn a_secret_from_a_command_or_the_environment() {
    let from = |script: &str| SecretRef::Command(shell(script));
    assert_eq!(fetch(&from("echo hunter2; echo no >&2")).unwrap().expose(), "hunter2");
    refuses(&from("echo hunter2; exit 1"), "failed");
    refuses(&from("true"), "empty");
    refuses(&from("head -c 5000 /dev/zero"), "too_long");
    let error = fetch(&SecretRef::Command(vec!["/nowhere".into(), "hunter2".into()])).unwrap_err();
    assert!(error.code == Code::SecretUnavailable && !error.to_string().contains("hunter2"), "{error}");
    assert_eq!(
        fetch(&SecretRef::Env("BALLAST_NOT_SET".into())).unwrap_err().params["what"],
        "$BALLAST_NOT_SET"
    );
    assert!(!fetch(&SecretRef::Env("PATH".into())).unwrap().expose().is_empty());
}
