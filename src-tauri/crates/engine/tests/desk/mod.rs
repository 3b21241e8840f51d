//! The command list over a workspace of its own, as the window calls it.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use ballast_engine::{Host, Terminal, commands};
use serde_json::{Value, json};

pub struct Desk(pub tempfile::TempDir, Host);

impl Desk {
    pub fn with(file: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let host = Host::new(folder.path().join("workspace"), "ballast".into(), Box::new(Terminal));
        let desk = Self(folder, host);
        std::fs::write(desk.0.path().join("ballast.toml"), file).unwrap();
        desk.call("init", json!({ "name": "Harbor" })).unwrap();
        let file = desk.0.path().join("ballast.toml");
        desk.call("apply", json!({ "file": file, "dry_run": false, "force": false })).unwrap();
        desk
    }

    pub fn call(&self, name: &str, request: Value) -> Result<Value, Value> {
        commands::call(&self.1, name, request).map_err(|error| serde_json::to_value(error).unwrap())
    }

    /// The workspace as a file.
    pub fn exported(&self) -> String {
        let to = self.0.path().join("exported.toml");
        self.call("export", json!({ "file": to })).unwrap();
        let text = std::fs::read_to_string(to).unwrap();
        text.lines().filter(|line| !line.starts_with("revision")).collect::<Vec<_>>().join("\n")
    }
}
