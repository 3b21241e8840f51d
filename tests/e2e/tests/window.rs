//! What an owner sees and does in the real window, on real workspaces.

#![allow(clippy::unwrap_used)]

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use ballast_e2e::{Window, ballast, program};
use serde_json::{Value, json};

/// The demo company, made once a build (tests run in processes of their own, one at a time) and
/// copied for each test that shows it. `BALLAST_DEMO` names one that is shown as it is.
fn demo(into: &Path) -> PathBuf {
    if let Some(made) = std::env::var_os("BALLAST_DEMO") {
        return made.into();
    }
    let built = program("ballast").metadata().and_then(|meta| meta.modified()).unwrap();
    let stamp = built.duration_since(std::time::UNIX_EPOCH).unwrap().as_millis();
    let kept = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("demo-{stamp}"));
    let whole = kept.with_extension("whole");
    if !whole.exists() {
        let _ = std::fs::remove_dir_all(&kept);
        let made = Command::new(program("ballast"))
            .args(["--quiet", "demo"])
            .arg(&kept)
            .stdout(Stdio::null())
            .status();
        assert!(made.unwrap().success());
        std::fs::write(&whole, "").unwrap();
    }
    let copy = into.join("demo");
    assert!(Command::new("cp").arg("-a").arg(&kept).arg(&copy).status().unwrap().success());
    copy
}

/// A workspace with one folder big enough that a copy of it can be watched.
fn big(folder: &Path) -> PathBuf {
    let workspace = folder.join("workspace");
    std::fs::create_dir_all(folder.join("data")).unwrap();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for number in 0..12 {
        let bytes: Vec<u8> = (0..4_000_000)
            .flat_map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                state.to_le_bytes()
            })
            .collect();
        std::fs::write(folder.join(format!("data/{number}.bin")), bytes).unwrap();
    }
    let file = folder.join("workspace.toml");
    std::fs::write(
        &file,
        "[workspace]\nname = \"Big\"\ntimezone = \"UTC\"\n[[repository]]\nid = \"disk\"\nlocation = \"repo\"\npassword = { command = [\"echo\", \"secret\"] }\n\
         [[backup]]\nid = \"data\"\ntitle = \"Big data\"\nsource = { folder = [\"data\"] }\nrepositories = [\"disk\"]\n",
    )
    .unwrap();
    assert_eq!(ballast(&workspace, &["init", "--name", "Big", "--timezone", "UTC"]).0, 0);
    assert_eq!(ballast(&workspace, &["apply", file.to_str().unwrap()]).0, 0);
    workspace
}

/// How the window says that the ledger is whole.
const LEDGER_HOLDS: &str = "records are whole and in order";

/// With `BALLAST_SCREENSHOTS` set, keeps a picture for the README.
async fn keep_picture(window: &Window, name: &str) {
    if let Some(folder) = std::env::var_os("BALLAST_SCREENSHOTS") {
        // The arc of a drill runs on without end.
        let ends = "a => a.effect.getComputedTiming().endTime !== Infinity";
        window.until(&format!("return document.getAnimations().filter({ends}).length === 0")).await;
        std::fs::write(PathBuf::from(folder).join(format!("{name}.png")), window.picture().await).unwrap();
    }
}

#[tokio::test]
async fn today_tells_the_truth_even_where_the_locale_is_c() {
    let home = tempfile::tempdir().unwrap();
    let workspace = demo(home.path());
    let window = Window::open(&workspace, home.path(), "C.UTF-8").await;
    window.until_text("You can recover 5 of 8 processes today.").await;
    window.until_text("Harbor Dental Supply runs under a simulated clock").await;
    window.until_text("€31,200").await;
    assert_eq!(window.script("return Intl.getCanonicalLocales(navigator.language).length").await, json!(1));
    let (code, status) = ballast(&workspace, &["status"]);
    assert_eq!(code, 1);
    let recoverable = status["processes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|process| process["recoverable"] == true)
        .count();
    assert_eq!(recoverable, 5, "the window and the program agree");
    window.invoke("set_theme", json!({ "theme": "light" })).await.unwrap();
    window.until("return document.documentElement.dataset.theme === 'light'").await;
    keep_picture(&window, "today-light").await;
    window.invoke("set_theme", json!({ "theme": "dark" })).await.unwrap();
    window.until("return document.documentElement.dataset.theme === 'dark'").await;
    keep_picture(&window, "today-dark").await;
    window.close().await;
}

#[tokio::test]
async fn a_damaged_backup_names_its_files_and_what_still_holds() {
    let home = tempfile::tempdir().unwrap();
    let workspace = demo(home.path());
    let window = Window::open(&workspace, home.path(), "en_GB.UTF-8").await;
    window.press("Backups").await;
    window.until_text("Shared files").await;
    window.press("Shared files").await;
    window.until_text("Where the damage is").await;
    let (_, detail) = ballast(&workspace, &["backup", "show", "shared-files"]);
    let file = detail["findings"][0]["files"][0].as_str().unwrap();
    let name = Path::new(file).file_name().unwrap().to_str().unwrap();
    window.until_text(name).await;
    keep_picture(&window, "backup-failing").await;
    window.press("Evidence").await;
    window.press("Check the ledger").await;
    window.until_text(LEDGER_HOLDS).await;
    window.close().await;
}

#[tokio::test]
async fn a_parallel_run_says_why_rows_differ_and_takes_a_rename() {
    let home = tempfile::tempdir().unwrap();
    let workspace = demo(home.path());
    let window = Window::open(&workspace, home.path(), "en_GB.UTF-8").await;
    window.press("Parallel runs").await;
    window.until_text("Payout engine").await;
    window.press("Payout engine").await;
    window.until_text("region = CH").await;
    window.until_text("×1.077").await;
    window.until_text("No go").await;
    keep_picture(&window, "parallel-run").await;
    let page =
        window.invoke("compare_differences", json!({ "id": "payout-engine", "limit": 5 })).await.unwrap();
    let of_program = ballast(&workspace, &["compare", "differences", "payout-engine", "--limit", "5"]).1;
    assert_eq!(page, of_program, "the window and the program agree");
    let asked =
        json!({ "id": "payout-engine", "from": "customer_id", "to": "customer-id", "reason": "new export" });
    let accepted = window.invoke("compare_accept_rename", asked).await.unwrap();
    assert_eq!(accepted["rules"]["rename"]["customer_id"], "customer-id");
    let nobody = json!({ "id": "payout-engine", "person": "Mara", "decision": "go", "reason": "" });
    assert_eq!(window.invoke("compare_sign", nobody).await.unwrap_err()["code"], "not_yet");
    window.close().await;
}

#[tokio::test]
async fn the_map_names_the_single_point_and_answers_what_if() {
    let home = tempfile::tempdir().unwrap();
    let workspace = demo(home.path());
    let window = Window::open(&workspace, home.path(), "en_GB.UTF-8").await;
    window.press("Risk map").await;
    window.until("return !!document.querySelector('svg [aria-label^=\"Marta Lindqvist\"]')").await;
    keep_picture(&window, "map-light").await;
    window.invoke("set_theme", json!({ "theme": "dark" })).await.unwrap();
    window.until("return document.documentElement.dataset.theme === 'dark'").await;
    keep_picture(&window, "map-dark").await;
    window.invoke("set_theme", json!({ "theme": "light" })).await.unwrap();
    window.until("return document.documentElement.dataset.theme === 'light'").await;
    let press = |label: &str| {
        format!(
            "document.querySelector('svg [aria-label^=\"{label}\"]').dispatchEvent(new MouseEvent('click', {{ bubbles: true }}))"
        )
    };
    window.script(&press("Marta Lindqvist")).await;
    window.until_text("Person, single point").await;
    window.script(&press("Server room, Kiel")).await;
    window.until_text("What if Server room, Kiel").await;
    keep_picture(&window, "map-selected").await;
    let key = "document.dispatchEvent(new KeyboardEvent('keydown', { key: 'w', bubbles: true }))";
    window.script(key).await;
    window.until_text("What if Server room, Kiel has no power?").await;
    window.until_text("4 processes stop, 4 keep running").await;
    // Twelve hours of four processes, as one failure of the room costs.
    window.until_text("€26,700").await;
    keep_picture(&window, "map-what-if").await;
    let (code, report) = ballast(&workspace, &["risk", "--without", "server-room"]);
    assert_eq!((code, report["down"].as_array().unwrap().len()), (0, 4), "the window and the program agree");

    // An entry is changed in the window, and taken back.
    let sheet = window.invoke("map_show", json!({})).await.unwrap();
    let mut payouts = sheet["processes"][0].clone();
    payouts["damage_per_hour"] = json!("2400.00");
    let saved = window.invoke("map_save", json!({ "processes": [payouts] })).await.unwrap();
    let annual = |report: &Value| report["processes"][0]["expected_annual_loss"].as_f64().unwrap();
    let (_, doubled) = ballast(&workspace, &["risk"]);
    window.invoke("map_save", saved["undo"].clone()).await.unwrap();
    let (_, before) = ballast(&workspace, &["risk"]);
    assert!(annual(&doubled) > annual(&before));
    window.close().await;
}

#[tokio::test]
async fn a_drill_switches_to_the_standby_and_back() {
    let home = tempfile::tempdir().unwrap();
    let workspace = demo(home.path());
    // The switch of the copy is the one that its services read.
    let file = workspace.join("workspace.toml");
    assert_eq!(ballast(&workspace, &["apply", file.to_str().unwrap()]).0, 0);
    let window = Window::open(&workspace, home.path(), "en_GB.UTF-8").await;
    window.press("Providers").await;
    window.until_text("Payout standby").await;
    window.until_text("never tried").await;
    keep_picture(&window, "providers").await;
    let plan = window.invoke("drill_plan", json!({ "id": "payouts-switch" })).await.unwrap();
    let mut start = json!({
        "id": "payouts-switch", "as": "Tomas Berg", "with": "Marta", "consent": [], "present": true,
    });
    assert!(window.invoke("drill_start", start.clone()).await.is_err(), "nothing was agreed to");
    start["consent"] = plan["commands"].clone();
    let run = window.invoke("drill_start", start).await.unwrap()["run"].as_str().unwrap().to_owned();
    window.press("Drills").await;
    let link = format!("return !!document.querySelector('[href*=\"{run}\"]')");
    window.until(&link).await;
    window.script(&format!("document.querySelector('[href*=\"{run}\"]').click()")).await;
    let drive = async |act: &str, who: &str| {
        let request = json!({ "run": run, "act": act, "as": who, "text": "" });
        window.invoke("drill_do", request).await.unwrap()
    };
    let stands = async |wanted: &str| {
        for _ in 0..400 {
            let view = window.invoke("drill_show", json!({ "run": run })).await.unwrap();
            let offered = view["acts"].as_array().unwrap().iter().any(|act| *act == wanted);
            if offered || view["state"] == wanted {
                return view;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        panic!("the drill never came to {wanted}")
    };
    stands("next").await;
    drive("next", "Tomas Berg").await;
    stands("confirm").await;
    drive("confirm", "Lena Hartwig").await;
    stands("next").await;
    drive("next", "Tomas Berg").await;
    stands("next").await;
    keep_picture(&window, "drill").await;
    drive("next", "Tomas Berg").await;
    stands("confirm").await;
    drive("confirm", "Marta").await;
    let view = stands("review").await;
    assert_eq!((&view["rto"], &view["rpo"]), (&json!("met"), &json!("met")), "{view}");
    let active = std::fs::read_to_string(workspace.join("company/payouts/active")).unwrap();
    assert_eq!(active.trim(), "primary", "the way back was gone");
    keep_picture(&window, "drill-debrief").await;
    let (code, signed) =
        ballast(&workspace, &["drill", "sign", &run, "--as", "Lena Hartwig", "--result", "pass"]);
    assert_eq!((code, &signed["state"]), (0, &json!("signed_pass")), "{signed}");
    window.press("Today").await;
    window.until_text("You can recover 6 of 8 processes today.").await;
    window.close().await;
}

#[tokio::test]
async fn a_payout_is_checked_before_the_figure_of_the_system_is_shown() {
    let home = tempfile::tempdir().unwrap();
    let workspace = demo(home.path());
    let window = Window::open(&workspace, home.path(), "en_GB.UTF-8").await;
    window.press("Spot checks").await;
    window.until_text("Being checked").await;
    window.press("Commission payouts").await;
    window.until_text("Check as Lena Hartwig").await;
    window.press("Check as Lena Hartwig").await;
    window.until_text("Item 9 of 12").await;
    let next = json!({ "id": "commissions", "person": "Lena Hartwig" });
    let item = window.invoke("spotcheck_next", next.clone()).await.unwrap()["item"].clone();
    let id = item["id"].as_str().unwrap().to_owned();
    // What was paid stands in the list on the disk, and nowhere in the window.
    let list = std::fs::read_to_string(workspace.join("exports/commissions/run-2026-03.csv")).unwrap();
    let paid =
        list.lines().find(|line| line.starts_with(&id)).unwrap().rsplit(',').next().unwrap().to_owned();
    assert!(!item.to_string().contains(&paid), "{item}");
    let page = window.script("return document.documentElement.outerHTML").await;
    assert!(!page.as_str().unwrap().contains(&paid), "what was paid for {id} is in the page");
    keep_picture(&window, "spot-check-item").await;
    window.write("400 + 270").await;
    window.until_text("670.00").await;
    window.write("\n").await;
    window.until_text("The figures differ by").await;
    window.until_text("Why do they differ?").await;
    let (_, status) = ballast(&workspace, &["spotcheck", "status", "commissions"]);
    let lena = status["work"].as_array().unwrap().iter().find(|one| one["person"] == "Lena Hartwig").unwrap();
    assert_eq!(lena["done"], 9, "{lena}");
    window.write("1\n").await;
    window.until_text("Item 10 of 12").await;
    window.close().await;
}

#[tokio::test]
async fn a_running_copy_is_shown_and_can_be_cancelled() {
    let home = tempfile::tempdir().unwrap();
    let workspace = big(home.path());
    let window = Window::open(&workspace, home.path(), "en_GB.UTF-8").await;
    window.press("Backups").await;
    window.press("Big data").await;
    window.press("Back up now").await;
    window.press("Cancel run").await;
    window.until("return ![...document.querySelectorAll('button')].some(b => /Cancel run|Stopping/.test(b.innerText))").await;
    let (_, list) = ballast(&workspace, &["run", "list"]);
    assert_eq!(list["runs"][0]["state"], "cancelled", "{list}");
    // What was cancelled does not stand in the way of the next one.
    assert_eq!(ballast(&workspace, &["backup", "run", "data"]).0, 0);
    window.close().await;
}

#[tokio::test]
async fn a_window_that_opens_later_finds_the_running_job() {
    let home = tempfile::tempdir().unwrap();
    let workspace = big(home.path());
    let mut taking = Command::new(program("ballast"))
        .arg("--workspace")
        .arg(&workspace)
        .args(["--quiet", "backup", "run", "data"])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let window = Window::open(&workspace, home.path(), "en_GB.UTF-8").await;
    window.until_text("Big data").await;
    let (_, list) = ballast(&workspace, &["run", "list"]);
    let run = list["runs"][0]["run"].as_str().unwrap().to_owned();
    let found = window.invoke("run_show", json!({ "run": run })).await.unwrap();
    assert_eq!(found["summary"]["kind"], "backup");
    assert!(taking.wait().unwrap().success());
    window.until("return !document.body.innerText.includes('left')").await;
    window.close().await;
}

#[tokio::test]
async fn the_first_run_protects_a_folder_and_proves_it() {
    let home = tempfile::tempdir().unwrap();
    let workspace = home.path().join("workspace");
    let folder = home.path().join("papers");
    std::fs::create_dir(&folder).unwrap();
    for number in 0..30 {
        std::fs::write(folder.join(format!("{number}.txt")), format!("paper {number}")).unwrap();
    }
    let window = Window::open(&workspace, home.path(), "en_GB.UTF-8").await;
    window.until_text("A backup nobody has restored is only a hope.").await;
    window.press("Protect a folder").await;
    let fill = |label: &str, text: &str| {
        format!(
            "const label = [...document.querySelectorAll('label')].find(l => l.innerText.trim().startsWith({label})); \
             const input = document.getElementById(label.htmlFor); \
             Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, {text}); \
             input.dispatchEvent(new Event('input', {{ bubbles: true }})); return true",
            label = json!(label),
            text = json!(text)
        )
    };
    window.until("return document.querySelectorAll('form label').length >= 3").await;
    let labels = window
        .script("return [...document.querySelectorAll('form label')].map(l => l.innerText.trim())")
        .await;
    let labels: Vec<&str> = labels.as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let place = home.path().join("disk");
    let texts = ["Paper Company", folder.to_str().unwrap(), place.to_str().unwrap()];
    for (label, text) in labels.iter().zip(texts) {
        window.script(&fill(label, text)).await;
    }
    window.until("return !document.querySelector('form button[type=submit]').disabled").await;
    window.script("document.querySelector('form button[type=submit]').click()").await;
    // The copy is taken and a restore check follows by itself.
    window.until_text("Proven").await;
    let (code, status) = ballast(&workspace, &["status"]);
    assert_eq!((code, &status["controls"][0]["status"]), (0, &json!("proven")), "{status}");
    let secret = workspace.join("secrets").read_dir().unwrap().next().unwrap().unwrap();
    assert_eq!(secret.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    window.close().await;
}

#[tokio::test]
async fn a_page_may_call_what_it_was_given_and_reach_nothing_else() {
    let home = tempfile::tempdir().unwrap();
    let workspace = demo(home.path());
    let window = Window::open(&workspace, home.path(), "en_GB.UTF-8").await;
    let verified = window.invoke("evidence_verify", json!({})).await.unwrap();
    assert_eq!(verified["verdict"], "passed");
    for refused in ["apply", "init", "export", "evidence_export", "plugin:dialog|open", "plugin:fs|read_file"]
    {
        assert!(window.invoke(refused, json!({ "file": "/etc/passwd" })).await.is_err(), "{refused}");
    }
    let unknown = window.invoke("backup_show", json!({ "id": "nothing" })).await.unwrap_err();
    assert_eq!(unknown["code"], "unknown_id");
    let fetched = window
        .client
        .execute_async("const done = arguments[0]; fetch('http://127.0.0.1:9/').then(() => done('reached'), () => done('refused'))", vec![])
        .await
        .unwrap();
    assert_eq!(fetched, "refused");
    assert_eq!(
        window.script("try { return new Function('return 1')() } catch { return 'refused' }").await,
        json!("refused")
    );
    window.close().await;
}
