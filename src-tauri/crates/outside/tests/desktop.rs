//! The keyring and the notifications of a desktop: a real keyring, small services that stand in for the
//! rest, and computers without any. Each test has a session bus of its own.

// The parameters of a method on the bus are all there, used or not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::used_underscore_binding)]

mod shared;

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use ballast_core::{Code, Error};
use ballast_outside::secrets::{SecretRef, fetch, keyring_answers, put, remove};
use ballast_outside::{is_transient, notification};
use shared::apart;
use zbus::blocking::Connection;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue};

const BUS: &[&str] = &[
    "dbus-run-session",
    concat!("--config-file=", env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/session.conf"),
    "--",
];

/// A home and a bus of its own, with nothing of whoever runs the tests.
fn own_home(command: &mut Command, folder: &Path) {
    for name in ["HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] {
        command.env(name, folder);
    }
    for name in ["DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "GNOME_KEYRING_CONTROL"] {
        command.env_remove(name);
    }
}

#[track_caller]
fn unavailable(error: &Error, reason: &str) {
    assert_eq!((error.code, error.params["reason"].as_str()), (Code::SecretUnavailable, reason), "{error}");
}

struct Keyring(Child);

impl Drop for Keyring {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Keyring {
    fn start() -> Self {
        let mut command = Command::new("gnome-keyring-daemon");
        command.args(["--unlock", "--components=secrets", "--foreground"]);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the package gnome-keyring is missing: .ci/setup test");
        child.stdin.take().unwrap().write_all(b"a password").unwrap();
        let keyring = Self(child);
        let began = Instant::now();
        while !keyring_answers() {
            assert!(began.elapsed() < Duration::from_mins(1), "the keyring does not come up");
        }
        keyring
    }
}

#[test]
fn a_real_keyring() {
    let Some(_) = apart("a_real_keyring", BUS, own_home) else { return };
    // Nobody there yet.
    assert!(!keyring_answers());
    assert_eq!(put("early", "x").unwrap(), None);
    unavailable(&fetch(&SecretRef::Keyring("early".into())).unwrap_err(), "no_keyring");

    let _keyring = Keyring::start();
    let missing = fetch(&SecretRef::Keyring("shop".into())).unwrap_err();
    unavailable(&missing, "not_in_keyring");
    assert!(!is_transient(&missing));
    for text in ["pass wörd", "another one"] {
        let secret = put("shop", text).unwrap().unwrap();
        assert_eq!(secret, SecretRef::Keyring("shop".into()));
        assert_eq!(fetch(&secret).unwrap().expose(), text);
    }
    put("other", "stays").unwrap().unwrap();
    remove("shop").unwrap();
    remove("shop").unwrap();
    unavailable(&fetch(&SecretRef::Keyring("shop".into())).unwrap_err(), "not_in_keyring");
    assert_eq!(fetch(&SecretRef::Keyring("other".into())).unwrap().expose(), "stays");

    // Locked, it says so at once, and asks nobody.
    let bus = Connection::session().unwrap();
    let service = Some("org.freedesktop.secrets");
    let interface = Some("org.freedesktop.Secret.Service");
    let path = "/org/freedesktop/secrets";
    let answer = bus.call_method(service, path, interface, "ReadAlias", &("default",)).unwrap();
    let collection: OwnedObjectPath = answer.body().deserialize().unwrap();
    let list: Vec<ObjectPath<'_>> = vec![collection.into_inner()];
    bus.call_method(service, path, interface, "Lock", &(list,)).unwrap();
    let locked = fetch(&SecretRef::Keyring("other".into())).unwrap_err();
    unavailable(&locked, "locked");
    assert!(is_transient(&locked));
    unavailable(&remove("other").unwrap_err(), "locked");
    assert!(!keyring_answers());
    assert_eq!(put("late", "x").unwrap(), None);
}

#[test]
fn a_keyring_that_never_answers() {
    let Some(_) = apart("a_keyring_that_never_answers", BUS, own_home) else { return };
    let silent = Connection::session().unwrap();
    silent.request_name("org.freedesktop.secrets").unwrap();
    let began = Instant::now();
    let error = fetch(&SecretRef::Keyring("shop".into())).unwrap_err();
    unavailable(&error, "timed_out");
    assert!(is_transient(&error));
    assert!(began.elapsed() < Duration::from_secs(20));
}

#[test]
fn no_bus_at_all() {
    let headless = |command: &mut Command, folder: &Path| {
        own_home(command, folder);
        command.env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}/nothing", folder.display()));
    };
    let Some(_) = apart("no_bus_at_all", &[], headless) else { return };
    assert!(!keyring_answers());
    assert_eq!(put("shop", "x").unwrap(), None);
    unavailable(&fetch(&SecretRef::Keyring("shop".into())).unwrap_err(), "no_keyring");
    unavailable(&remove("shop").unwrap_err(), "no_keyring");
    let error = notification::notify("title", "body", "shop").unwrap_err();
    assert_eq!((error.code, error.params["reason"].as_str()), (Code::NoDesktop, "no_daemon"), "{error}");
    notification::withdraw("shop").unwrap();
}

#[test]
fn a_bus_that_never_greets() {
    let mute = |command: &mut Command, folder: &Path| {
        own_home(command, folder);
        command.env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}/mute", folder.display()));
    };
    let Some(folder) = apart("a_bus_that_never_greets", &[], mute) else { return };
    let _listener = std::os::unix::net::UnixListener::bind(folder.join("mute")).unwrap();
    let error = notification::notify("title", "body", "shop").unwrap_err();
    assert_eq!((error.code, error.params["reason"].as_str()), (Code::NoDesktop, "timed_out"), "{error}");
    unavailable(&fetch(&SecretRef::Keyring("shop".into())).unwrap_err(), "timed_out");
}

#[derive(Debug, PartialEq)]
enum Asked {
    Shown { title: String, body: String, replaces: u32 },
    Closed(u32),
}

struct Daemon {
    asked: Sender<Asked>,
    last: u32,
    markup: bool,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Daemon {
    fn get_capabilities(&self) -> Vec<String> {
        let all = ["body", "body-markup"].map(str::to_owned);
        all.into_iter().take(if self.markup { 2 } else { 1 }).collect()
    }

    #[allow(clippy::too_many_arguments)]
    fn notify(
        &mut self,
        app_name: String,
        replaces: u32,
        _icon: String,
        title: String,
        body: String,
        _actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        _expires: i32,
    ) -> u32 {
        assert_eq!(app_name, "Ballast");
        assert!(hints.contains_key("urgency"));
        self.asked.send(Asked::Shown { title, body, replaces }).unwrap();
        self.last = if replaces == 0 { self.last + 1 } else { replaces };
        self.last
    }

    fn close_notification(&self, id: u32) {
        self.asked.send(Asked::Closed(id)).unwrap();
    }
}

#[test]
fn notifications_replace_and_are_withdrawn() {
    let Some(_) = apart("notifications_replace_and_are_withdrawn", BUS, own_home) else { return };
    let error = notification::notify("title", "body", "shop").unwrap_err();
    assert_eq!((error.code, error.params["reason"].as_str()), (Code::NoDesktop, "no_daemon"), "{error}");
    for markup in [true, false] {
        let (asked, hear) = channel();
        let daemon = zbus::blocking::connection::Builder::session()
            .unwrap()
            .serve_at("/org/freedesktop/Notifications", Daemon { asked, last: 40, markup })
            .unwrap()
            .name("org.freedesktop.Notifications")
            .unwrap()
            .build()
            .unwrap();
        let shown = |title: &str, body: &str, replaces| Asked::Shown {
            title: title.to_owned(),
            body: body.to_owned(),
            replaces,
        };
        let body = if markup { "a &lt;b&gt; &amp; c" } else { "a <b> & c" };
        notification::notify("Shop failed", "a <b> & c", "shop").unwrap();
        assert_eq!(hear.recv().unwrap(), shown("Shop failed", body, 0));
        notification::notify("Mail failed", "", "mail").unwrap();
        assert_eq!(hear.recv().unwrap(), shown("Mail failed", "", 0));
        notification::notify("Shop failed again", "", "shop").unwrap();
        assert_eq!(hear.recv().unwrap(), shown("Shop failed again", "", 41));
        notification::withdraw("shop").unwrap();
        assert_eq!(hear.recv().unwrap(), Asked::Closed(41));
        notification::withdraw("shop").unwrap();
        notification::withdraw("never shown").unwrap();
        notification::withdraw("mail").unwrap();
        assert_eq!(hear.recv().unwrap(), Asked::Closed(42));
        assert!(hear.try_recv().is_err());
        // The next one is another daemon, as after a restart of the desktop.
        daemon.close().unwrap();
    }
}
