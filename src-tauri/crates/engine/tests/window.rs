//! The command list, the build script's copy of it and the window's permissions say the same.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use ballast_engine::COMMANDS;

fn read(path: &str) -> String {
    std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path))
        .unwrap()
}

#[test]
fn the_window_may_call_what_the_list_gives_it_and_nothing_else() {
    let capability: serde_json::Value = serde_json::from_str(&read("capabilities/main.json")).unwrap();
    let granted: BTreeSet<String> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p.as_str().unwrap().to_owned())
        .collect();
    let mut expected: BTreeSet<String> = COMMANDS
        .iter()
        .filter(|command| command.window)
        .map(|command| format!("allow-{}", command.name.replace('_', "-")))
        .collect();
    expected.extend(["core:event:allow-listen".to_owned(), "core:event:allow-unlisten".to_owned()]);
    assert_eq!(granted, expected);
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
    let listed: Vec<String> = read("commands.txt").lines().map(str::to_owned).collect();
    assert_eq!(listed, COMMANDS.iter().map(|command| command.name).collect::<Vec<_>>());
}

#[test]
fn typescript_knows_every_command_of_the_window() {
    let text = read("../ui/src/contract/commands.ts");
    for command in COMMANDS {
        let line = format!("  {}: [T.{}, T.{}];", command.name, command.request, command.answer);
        assert_eq!(text.contains(&line), command.window, "{}", command.name);
    }
}
