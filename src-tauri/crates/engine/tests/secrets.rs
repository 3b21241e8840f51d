//! Where a workspace file says that a secret is.

#![allow(clippy::unwrap_used)]

use ballast_core::Code;
use ballast_engine::config::SecretRef;
use ballast_engine::file::{parse, write};

fn workspace(password: &str) -> String {
    format!(
        "[workspace]\nname = \"T\"\n\n[[repository]]\nid = \"disk\"\nlocation = \"repo\"\npassword = {password}\n"
    )
}

#[test]
fn every_form_is_read_and_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ballast.toml");
    for (text, secret) in [
        ("{ env = \"NAME\" }", SecretRef::Env("NAME".into())),
        ("{ file = \"secret\" }", SecretRef::File(folder.path().join("secret"))),
        ("{ command = [\"pass\", \"show\"] }", SecretRef::Command(vec!["pass".into(), "show".into()])),
        ("{ keyring = \"the \\\"disk\\\"\" }", SecretRef::Keyring("the \"disk\"".into())),
    ] {
        std::fs::write(&path, workspace(text)).unwrap();
        let parsed = parse(&path, None).unwrap();
        assert_eq!(parsed.config.repositories[0].password, secret);
        std::fs::write(&path, write(&parsed.config, 1, folder.path())).unwrap();
        assert_eq!(parse(&path, None).unwrap().config, parsed.config);
    }
}

#[test]
fn one_form_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ballast.toml");
    for text in
        ["{ keyring = \"a\", env = \"B\" }", "{ keyring = 7 }", "{ keyring = \"\" }", "{}", "\"hunter2\""]
    {
        std::fs::write(&path, workspace(text)).unwrap();
        let error = parse(&path, None).unwrap_err();
        assert_eq!(error.code, Code::InvalidFile, "{text}");
        assert!(!error.to_string().contains("hunter2"));
    }
}
