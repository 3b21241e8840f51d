//! A real window under a real `WebDriver`.
//!
//! `WebKitWebDriver` starts the program that is named in the session; the program shows the workspace
//! that its environment names.

#![allow(clippy::expect_used)]

pub mod desktop;

use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

/// How long anything may take to appear. A state is waited for, never a time.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// A program of the same build as this test.
pub fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("the path of this test");
    let folder = test.parent().and_then(Path::parent).expect("the folder of the build");
    let program = folder.join(name);
    assert!(program.exists(), "{} is not built: cargo build --workspace", program.display());
    program
}

/// Runs the command line program and gives its exit code and its JSON.
pub fn ballast(workspace: &Path, arguments: &[&str]) -> (i32, Value) {
    let output = Command::new(program("ballast"))
        .arg("--workspace")
        .arg(workspace)
        .arg("--json")
        .args(arguments)
        .output()
        .expect("ballast runs");
    (output.status.code().unwrap_or(-1), serde_json::from_slice(&output.stdout).unwrap_or(Value::Null))
}

struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        // The driver's window is in its group. One that outlives a failed test would keep the next from opening.
        let group = format!("-{}", self.0.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.0.wait();
    }
}

/// One window with its driver. Both end with it.
pub struct Window {
    pub client: Client,
    _driver: Driver,
}

impl Window {
    /// Opens the window on `workspace`, with `home` for what it keeps outside, under `lang`.
    pub async fn open(workspace: &Path, home: &Path, lang: &str) -> Self {
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
        let driver = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .env("BALLAST_WORKSPACE", workspace)
            .env("HOME", home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("LANG", lang)
            .env_remove("LC_ALL")
            .env_remove("LC_MESSAGES")
            .process_group(0)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("WebKitWebDriver is installed (webkit2gtk-driver)");
        let driver = Driver(driver);
        let options = json!({ "binary": program("ballast-desktop"), "args": [] });
        let capabilities = serde_json::Map::from_iter([("webkitgtk:browserOptions".to_owned(), options)]);
        let address = format!("http://127.0.0.1:{port}");
        let deadline = Instant::now() + PATIENCE;
        let client = loop {
            let connect = async {
                ClientBuilder::new(HttpConnector::new())
                    .capabilities(capabilities.clone())
                    .connect(&address)
                    .await
            };
            match tokio::time::timeout(PATIENCE, connect).await {
                Ok(Ok(client)) => break client,
                Ok(Err(error)) if Instant::now() > deadline => panic!("no session: {error}"),
                Ok(Err(_)) => tokio::time::sleep(Duration::from_millis(100)).await,
                Err(elapsed) => panic!("the window did not open: {elapsed}"),
            }
        };
        let window = Self { client, _driver: driver };
        window.until("return document.documentElement.dataset.ready === 'true'").await;
        window
    }

    pub async fn script(&self, code: &str) -> Value {
        self.client.execute(code, vec![]).await.unwrap_or_else(|error| panic!("{code}: {error}"))
    }

    /// Waits until a script says true.
    pub async fn until(&self, code: &str) {
        let deadline = Instant::now() + PATIENCE;
        while self.client.execute(code, vec![]).await.ok() != Some(Value::Bool(true)) {
            assert!(Instant::now() < deadline, "never true: {code}\n{}", self.text().await);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub async fn text(&self) -> String {
        let text = self.client.execute("return document.body.innerText", vec![]).await;
        text.ok().and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default()
    }

    pub async fn until_text(&self, wanted: &str) {
        let wanted = json!(wanted);
        self.until(&format!("return document.body.innerText.includes({wanted})")).await;
    }

    /// Presses the first button, link or option whose text or label starts with `label`.
    pub async fn press(&self, label: &str) {
        let find = format!(
            "[...document.querySelectorAll('button, a, [role=option], [role=menuitem], [role=radio], label')].find(e => \
             ((e.innerText || '').trim() || e.getAttribute('aria-label') || '').startsWith({}) && !e.disabled)",
            json!(label)
        );
        self.until(&format!("return {find} !== undefined")).await;
        self.script(&format!("{find}.click()")).await;
    }

    /// Types into whatever has the focus; a line feed is the Enter key.
    pub async fn write(&self, text: &str) {
        let focused = self.client.active_element().await.expect("something has the focus");
        focused.send_keys(&text.replace('\n', "\u{e007}")).await.expect("it takes keys");
    }

    /// Calls a command as the page would: through Tauri, with the window's permissions.
    pub async fn invoke(&self, command: &str, request: Value) -> Result<Value, Value> {
        let code = "const done = arguments[arguments.length - 1]; \
                    window.__TAURI_INTERNALS__.invoke(arguments[0], { request: arguments[1] }) \
                        .then(answer => done({ ok: answer }), error => done({ error }))";
        let answer =
            self.client.execute_async(code, vec![json!(command), request]).await.expect("the script runs");
        match answer.get("ok") {
            Some(ok) => Ok(ok.clone()),
            None => Err(answer.get("error").cloned().unwrap_or(Value::Null)),
        }
    }

    /// A picture of the window, PNG.
    pub async fn picture(&self) -> Vec<u8> {
        let picture = tokio::time::timeout(Duration::from_secs(10), self.client.screenshot()).await;
        picture.ok().and_then(Result::ok).unwrap_or_default()
    }

    pub async fn close(self) {
        let _ = tokio::time::timeout(Duration::from_secs(5), self.client.clone().close()).await;
    }
}
