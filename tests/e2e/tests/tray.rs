//! The tray, closing and quitting, and who runs the schedule, in the real window.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use ballast_e2e::desktop::{Screen, Tray, until};
use ballast_e2e::{Window, ballast, program};
use serde_json::{Value, json};

/// A workspace with one folder that is copied every night.
fn nightly(folder: &Path) -> PathBuf {
    let workspace = folder.join("workspace");
    std::fs::create_dir_all(folder.join("data")).unwrap();
    std::fs::write(folder.join("data/letter.txt"), "Dear customer").unwrap();
    let file = folder.join("workspace.toml");
    std::fs::write(
        &file,
        "[workspace]\nname = \"Nightly\"\ntimezone = \"UTC\"\n[[repository]]\nid = \"disk\"\nlocation = \"repo\"\npassword = { command = [\"echo\", \"secret\"] }\n\
         [[backup]]\nid = \"letters\"\ntitle = \"Letters\"\nsource = { folder = [\"data\"] }\nrepositories = [\"disk\"]\nschedule = \"30 2 * * *\"\n",
    )
    .unwrap();
    assert_eq!(ballast(&workspace, &["init", "--name", "Nightly", "--timezone", "UTC"]).0, 0);
    assert_eq!(ballast(&workspace, &["apply", file.to_str().unwrap()]).0, 0);
    workspace
}

fn schedule(workspace: &Path) -> Value {
    ballast(workspace, &["schedule", "status"]).1
}

fn holder(workspace: &Path, wanted: &str) {
    until(wanted, || (schedule(workspace)["holder"] == wanted).then_some(()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_hides_in_the_tray_and_quits_from_there() {
    let home = tempfile::tempdir().unwrap();
    let workspace = nightly(home.path());
    let tray = tokio::task::spawn_blocking(Tray::show).await.unwrap();
    let window = Window::open(&workspace, home.path(), "en_GB.UTF-8").await;
    tokio::task::spawn_blocking(move || {
        let screen = Screen::open();
        holder(&workspace, "window");
        let _ = tray.line("0 of 1 backups are proven.");
        let _ = tray.line("Next: Letters");
        let _ = tray.line("Quit: checks stop");

        tray.click("Pause checks for an hour");
        until("the pause", || schedule(&workspace)["paused"]["reason"].as_str().map(str::to_owned));
        let _ = tray.line("Checks are paused until");
        tray.click("Go on with checks");
        until("the end of the pause", || schedule(&workspace)["paused"].is_null().then_some(()));

        assert!(screen.is_shown());
        screen.close();
        until("the window to hide", || (!screen.is_shown()).then_some(()));
        assert_eq!(schedule(&workspace)["holder"], "window", "it goes on in the tray");
        tray.click("Open Ballast");
        until("the window to come back", || screen.is_shown().then_some(()));

        tray.click("Quit: checks stop");
        holder(&workspace, "nobody");
    })
    .await
    .unwrap();
    window.close().await;
}

#[tokio::test]
async fn an_agent_takes_the_schedule_from_the_window_and_gives_it_back() {
    let home = tempfile::tempdir().unwrap();
    let workspace = nightly(home.path());
    let window = Window::open(&workspace, home.path(), "en_GB.UTF-8").await;
    holder(&workspace, "window");
    let mut agent = Command::new(program("ballast"))
        .arg("--workspace")
        .arg(&workspace)
        .arg("agent")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    holder(&workspace, "agent");
    let seen = window.invoke("schedule_status", json!({})).await.unwrap();
    assert_eq!((&seen["holder"], &seen["this_process"]), (&json!("agent"), &json!(false)));
    assert!(Command::new("kill").args(["-TERM", &agent.id().to_string()]).status().unwrap().success());
    assert!(agent.wait().unwrap().success());
    holder(&workspace, "window");
    window.close().await;
}

#[tokio::test]
async fn a_secret_that_was_saved_never_comes_back() {
    const SECRET: &str = "correct-horse-battery-staple-4711";
    let home = tempfile::tempdir().unwrap();
    let workspace = nightly(home.path());
    let window = Window::open(&workspace, home.path(), "en_GB.UTF-8").await;
    // What is not set up is not there: a switch that reads as on would be a promise.
    let fresh = window.invoke("alert_settings", json!({})).await.unwrap();
    assert_eq!(fresh["settings"], json!({ "desktop": true }), "{fresh:#}");
    let email = json!({ "to": ["ops@harbor.example"], "server": "127.0.0.1:9", "security": "start_tls" });
    let settings =
        json!({ "desktop": false, "email": email, "webhook": { "url": "http://127.0.0.1:9/hook" } });
    let request = json!({ "settings": settings, "email_password": SECRET, "webhook_secret": SECRET });
    let saved = window.invoke("alert_settings_save", request).await.unwrap();
    assert!(saved["settings"]["email"]["login"]["kind"].is_string(), "{saved:#}");
    let mut answers = vec![saved];
    for (command, request) in [
        ("alert_settings", json!({})),
        ("alert_test", json!({})),
        ("alert_list", json!({})),
        ("app_state", json!({})),
        ("today", json!({})),
        ("schedule_status", json!({})),
        ("evidence_list", json!({})),
    ] {
        answers.push(window.invoke(command, request).await.unwrap());
    }
    let said = answers.iter().map(Value::to_string).collect::<String>();
    assert!(!said.contains(SECRET));
    // Nor does the database, its journal, a log or an export hold it: only the file that it is kept in.
    let (_, export) = ballast(&workspace, &["export"]);
    assert!(!export.to_string().contains(SECRET));
    let holds = Command::new("grep").args(["-rl", SECRET]).arg(&workspace).output().unwrap();
    let holds = String::from_utf8(holds.stdout).unwrap();
    assert!(holds.lines().all(|path| path.contains("/secrets/")), "{holds}");
    window.close().await;
}
