//! Files that cannot be applied: exit 2 with line, field and what is allowed, and nothing is applied.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;

use ballast_acceptance::{HEAD, PLAIN, Workshop};
use serde_json::Value;

/// What an error told.
struct Refusal {
    error: Value,
    /// For people, without the folder of this test.
    told: String,
}

impl Refusal {
    #[track_caller]
    fn at(&self, line: u64, field: &str) -> &Self {
        assert_eq!(self.error["where"]["line"], line, "the line: {:#}", self.error);
        assert_eq!(self.error["where"]["field"], field, "the field: {:#}", self.error);
        self
    }

    #[track_caller]
    fn allows(&self, part: &str) -> &Self {
        let allowed = self.error["allowed"].as_array().unwrap();
        let found = allowed.iter().any(|text| text.as_str().unwrap().contains(part));
        assert!(found, "nothing allowed says {part:?}: {:#}", self.error);
        self
    }
}

/// Applies bytes that must be refused with this code, and sees that nothing changed.
#[track_caller]
fn refused(code: &str, file: &[u8]) -> Refusal {
    let shop = Workshop::plain();
    let before = shop.export();
    let records = shop.run(["evidence", "list"]).exits(0)["total"].clone();
    let bad = shop.at("bad.toml");
    fs::write(&bad, file).unwrap();
    let mut error = Value::Null;
    for call in
        [&["apply", "bad.toml"][..], &["apply", "bad.toml", "--dry-run"], &["apply", "bad.toml", "--force"]]
    {
        let said = shop.run(call);
        error = said.refuses(2, code);
        assert!(!said.stderr.is_empty(), "the message stands on standard error too\n{said}");
        let named = error["where"]["file"].as_str().unwrap_or_default();
        assert!(named.ends_with("bad.toml"), "the file: {error:#}");
    }
    assert_eq!(shop.export(), before, "something was applied");
    assert_eq!(shop.run(["evidence", "list"]).exits(0)["total"], records);
    let said = shop.speak(["apply", "bad.toml"]);
    assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{said}");
    Refusal { error, told: said.stderr.replace(&format!("{}/", shop.root().display()), "") }
}

/// [`HEAD`] is five lines; `file` starts at the sixth.
#[track_caller]
fn refused_text(code: &str, file: &str) -> Refusal {
    refused(code, format!("{HEAD}{file}").as_bytes())
}

/// The usual file with one thing changed.
#[track_caller]
fn refused_with(from: &str, to: &str) -> Refusal {
    assert!(PLAIN.contains(from));
    refused_text("invalid_file", &PLAIN.replace(from, to))
}

#[test]
fn unknown_key() {
    let refusal = refused_with("repositories =", "shedule = \"30 2 * * *\"\nrepositories =");
    refusal.at(15, "backup.shedule").allows("schedule");
    assert!(
        refusal.error["hint"].as_str().unwrap().contains("\"schedule\""),
        "the nearest: {:#}",
        refusal.error
    );
    insta::assert_snapshot!(refusal.told, @r#"
    bad.toml:15:1: line 15, backup.shedule: there is no key "shedule" here [invalid_file]
      allowed: adopt, id, keep, max_age, max_runtime, proof_valid_for, protects, repositories, schedule, source, title, verify, was, watch
      hint: Did you mean "schedule"?
    "#);
}

#[test]
fn a_required_key_that_is_misspelt() {
    let refusal = refused_with("location =", "locaton =");
    refusal.at(9, "repository.locaton").allows("location");
    assert!(
        refusal.error["hint"].as_str().unwrap().contains("\"location\""),
        "the nearest: {:#}",
        refusal.error
    );
}

#[test]
fn unknown_key_everywhere() {
    for (from, to, line, field, nearest) in [
        ("source = { folder", "source = { foldr", 14, "backup.source.foldr", "folder"),
        ("repositories =", "max_aeg = \"1d\"\nrepositories =", 15, "backup.max_aeg", "max_age"),
        ("{ env =", "{ emv =", 10, "repository.password.emv", "env"),
        ("[[backup]]", "[[backups]]", 12, "backups", "backup"),
    ] {
        let refusal = refused_with(from, to);
        refusal.at(line, field).allows(nearest);
        assert!(refusal.error["hint"].as_str().unwrap().contains(nearest), "{:#}", refusal.error);
    }
}

#[test]
fn wrong_type() {
    let refusal = refused_with("location = \"repo\"", "location = 7");
    refusal.at(9, "repository.location").allows("text");
    insta::assert_snapshot!(refusal.told, @r#"
    bad.toml:9:12: line 9, repository.location: this must be text; it is of the type integer [invalid_file]
      allowed: text
      hint: Nothing was applied. Mend the line and apply again; --dry-run shows the plan first.
    "#);
    refused_with("[\"source\"]", "[1]").at(14, "backup.source.folder");
    refused_with("[\"repo\"]", "{ a = 1 }").at(15, "backup.repositories");
    refused_with("[[backup]]", "[backup]").at(12, "backup");
    refused_with("location = \"repo\"", "location = \"repo\"\noffsite = \"yes\"")
        .at(10, "repository.offsite")
        .allows("true");
}

#[test]
fn bad_cron_line() {
    let refusal = refused_with("repositories =", "schedule = \"61 2 * * *\"\nrepositories =");
    refusal.at(15, "backup.schedule").allows("five fields");
    insta::assert_snapshot!(refusal.told, @r#"
    bad.toml:15:12: line 15, backup.schedule: "61 2 * * *" is not a schedule: a field is out of range: minute 0-59, hour 0-23, day 1-31, month 1-12, day-of-week 0-7 or a name [invalid_file]
      allowed: five fields: minute hour day-of-month month day-of-week, such as "30 2 * * *"
      hint: Nothing was applied. Mend the line and apply again; --dry-run shows the plan first.
    "#);
    for line in [
        "* * * *",
        "* * * * * *",
        "@daily",
        "0 0 31 2 *",
        "0 0 1 * 1",
        "*/0 * * * *",
        "0 0 L * *",
        "0 0 * * 1#2",
        "",
        "0 25 * * *",
    ] {
        let refusal = refused_with("repositories =", &format!("schedule = {line:?}\nrepositories ="));
        refusal.at(15, "backup.schedule");
    }
}

#[test]
fn unknown_time_zone() {
    let refusal = refused("invalid_file", b"[workspace]\nname = \"T\"\ntimezone = \"Europe/Berlinn\"\n");
    refusal.at(3, "workspace.timezone").allows("Europe/Berlin");
    insta::assert_snapshot!(refusal.told, @r#"
    bad.toml:3:12: line 3, workspace.timezone: there is no time zone "Europe/Berlinn" [invalid_file]
      allowed: an IANA name such as Europe/Berlin
      hint: Nothing was applied. Mend the line and apply again; --dry-run shows the plan first.
    "#);
}

#[test]
fn duplicate_id() {
    let double = format!(
        "{PLAIN}\n[[backup]]\nid = \"files\"\nsource = {{ folder = [\"other\"] }}\nrepositories = [\"repo\"]\n"
    );
    let refusal = refused_text("invalid_file", &double);
    refusal.at(18, "backup.id").allows("once");
    assert!(refusal.error["message"].as_str().unwrap().contains("13"), "both places: {:#}", refusal.error);
    insta::assert_snapshot!(refusal.told, @r#"
    bad.toml:18:6: line 18, backup.id: the id "files" is taken since line 13 [invalid_file]
      allowed: an id that is used once
      hint: Nothing was applied. Mend the line and apply again; --dry-run shows the plan first.
    "#);
    // Processes and components share their names.
    let shared = "[[component]]\nid = \"a\"\nkind = \"data\"\n\n[[process]]\nid = \"a\"\ndamage_per_hour = \"1.00\"\nworst_case_outage = \"1h\"\n";
    let refusal = refused_text("invalid_file", shared);
    refusal.at(11, "process.id");
}

#[test]
fn dangling_reference() {
    let refusal = refused_with("[\"repo\"]", "[\"rope\"]");
    refusal.at(15, "backup.repositories").allows("repo");
    insta::assert_snapshot!(refusal.told, @r#"
    bad.toml:15:16: line 15, backup.repositories: nothing is called "rope" [invalid_file]
      allowed: repo
      hint: Did you mean "repo"?
    "#);
    refused_with("repositories =", "protects = [\"nothing\"]\nrepositories =").at(15, "backup.protects");
    let needs =
        "[[process]]\nid = \"a\"\ndamage_per_hour = \"1.00\"\nworst_case_outage = \"1h\"\nneeds = [\"b\"]\n";
    refused_text("invalid_file", needs).at(10, "process.needs");
}

#[test]
fn literal_password() {
    let refusal = refused_with("{ env = \"BALLAST_REPO_PASSWORD\" }", "\"hunter2\"");
    refusal.at(10, "repository.password").allows("env");
    let all = format!("{}{}", refusal.error, refusal.told);
    assert!(!all.contains("hunter2"), "the password was repeated: {all}");
    insta::assert_snapshot!(refusal.told, @r#"
    bad.toml:10:12: line 10, repository.password: a password must not stand in the file [invalid_file]
      allowed: { env = "NAME" }, { file = "path" }, { command = ["…"] }, { keyring = "name" }
      hint: Nothing was applied. Mend the line and apply again; --dry-run shows the plan first.
    "#);
}

#[test]
fn not_a_text() {
    let refusal = refused("invalid_file", &ballast_acceptance::files::noise(1, 4_000));
    assert!(refusal.error["where"]["line"].is_u64());
    refusal.allows("UTF-8");
    insta::assert_snapshot!(refusal.told, @r#"
    bad.toml:1:4: line 1, file: this is not text: a byte that is not UTF-8 [invalid_file]
      allowed: UTF-8 text in TOML 1.0
      hint: Nothing was applied. Mend the line and apply again; --dry-run shows the plan first.
    "#);
    refused("invalid_file", b"[workspace]\nname = \"T\"\n\x00\x01\x02").allows("TOML");
    refused("invalid_file", &[0; 1_000]).allows("TOML");
}

#[test]
fn not_toml() {
    let refusal = refused("invalid_file", b"[workspace]\nname = \"T\"\nthis is not toml\n");
    refusal.allows("TOML 1.0");
    assert_eq!(refusal.error["where"]["line"], 3, "{:#}", refusal.error);
    insta::assert_snapshot!(refusal.told, @r#"
    bad.toml:3:6: line 3, file: this is not TOML: key with no value, expected `=` [invalid_file]
      allowed: TOML 1.0
      hint: Nothing was applied. Mend the line and apply again; --dry-run shows the plan first.
    "#);
}

#[test]
fn fifty_megabytes() {
    let mut file = HEAD.as_bytes().to_vec();
    while file.len() < 50 << 20 {
        file.extend_from_slice(b"# a comment that says nothing, over and over again\n");
    }
    let refusal = refused("invalid_file", &file);
    refusal.allows("bytes");
    insta::assert_snapshot!(refusal.told, @r#"
    bad.toml:1:1: line 1, file: this is too large (52428836 bytes) [invalid_file]
      allowed: 4194304 bytes
      hint: Nothing was applied. Mend the line and apply again; --dry-run shows the plan first.
    "#);
}

#[test]
fn empty_and_nameless() {
    let refusal = refused("invalid_file", b"");
    refusal.at(1, "workspace");
    insta::assert_snapshot!(refusal.told, @r#"
    bad.toml:1:1: line 1, workspace: "workspace" is missing [invalid_file]
      hint: Nothing was applied. Mend the line and apply again; --dry-run shows the plan first.
    "#);
    refused("invalid_file", b"[workspace]\n").at(1, "workspace.name");
    refused("invalid_file", b"[workspace]\nname = \"  \"\n");
    refused("invalid_file", PLAIN.as_bytes());
}

#[test]
fn tables_of_later_versions_by_name() {
    let refusal = refused_text("not_supported", "[[guard]]\nid = \"x\"\n");
    refusal.at(6, "guard");
    let message = refusal.error["message"].as_str().unwrap();
    assert!(message.contains("guard: not supported by this version"), "{message}");
    insta::assert_snapshot!(refusal.told, @r#"
    bad.toml:6:1: guard: not supported by this version. [not_supported]
      hint: Take it out of the file or the call. Everything else works without it.
    "#);
}

#[test]
fn keys_of_later_versions_by_name() {
    for (source, field) in [
        ("source = { postgres = { env = \"X\" } }", "backup.source.postgres"),
        ("source = { command = [\"x\"], filename = \"x\" }", "backup.source.command"),
        ("adopt = { postgres_dump = \"a.dump\" }", "backup.adopt.postgres_dump"),
    ] {
        let file = PLAIN.replace("source = { folder = [\"source\"] }", source);
        refused_text("not_supported", &file).at(14, field);
    }
    let remote = PLAIN.replace("\"repo\"\npassword", "\"s3:https://example.com/b\"\npassword");
    refused_text("not_supported", &remote).at(9, "repository.location");
}

#[test]
fn figures_out_of_bounds() {
    for (line, field) in [
        ("max_age = \"26\"", "backup.max_age"),
        ("max_age = \"-1h\"", "backup.max_age"),
        ("max_runtime = \"99999999999999d\"", "backup.max_runtime"),
        ("keep = { daily = -1 }", "backup.keep.daily"),
        ("verify = [ { level = \"perfect\" } ]", "backup.verify.level"),
        ("verify = [ { level = \"content\", sample = \"0%\" } ]", "backup.verify.sample"),
        ("verify = [ { level = \"content\", sample = \"5\" } ]", "backup.verify.sample"),
        ("verify = [ { level = \"restore\", sample_files = 0 } ]", "backup.verify.sample_files"),
    ] {
        let refusal = refused_with("repositories =", &format!("{line}\nrepositories ="));
        refusal.at(15, field);
        assert!(!refusal.error["allowed"].as_array().unwrap().is_empty(), "{:#}", refusal.error);
    }
    refused_with("location = \"repo\"", "location = \"repo\"\npack_size = \"4 pounds\"")
        .at(10, "repository.pack_size");
    refused_with("id = \"files\"", "id = \"My Files\"").at(13, "backup.id").allows("a-z");
    let money = "[[process]]\nid = \"a\"\ndamage_per_hour = \"12,50\"\nworst_case_outage = \"1h\"\n";
    refused_text("invalid_file", money).at(8, "process.damage_per_hour").allows("420.00");
}
