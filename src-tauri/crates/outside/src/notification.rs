//! A notification on the desktop of the user who is logged in here.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Mutex;
use std::time::Duration;

use ballast_core::limits::{NOTIFICATION_RUNTIME, NOTIFICATIONS_REMEMBERED_MAX};
use ballast_core::{Code, Error, Result};
use zbus::blocking::Connection;
use zbus::zvariant::Value;

use crate::hanging::within;

const TRAY: &str = "org.kde.StatusNotifierWatcher";
const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// The connection stays open: some desktops withdraw the notifications of a program that leaves the bus.
#[derive(Default)]
struct Desktop {
    connection: Option<Connection>,
    /// What the desktop calls the notification of each id, and the ids from old to new.
    shown: BTreeMap<String, u32>,
    order: VecDeque<String>,
}

static DESKTOP: Mutex<Option<Desktop>> = Mutex::new(None);

impl Desktop {
    fn connection(&self) -> zbus::Result<Connection> {
        match &self.connection {
            Some(connection) => Ok(connection.clone()),
            None => {
                let limit = Duration::from_secs(NOTIFICATION_RUNTIME.seconds());
                zbus::blocking::connection::Builder::session()?.method_timeout(limit).build()
            }
        }
    }

    fn call<B: serde::ser::Serialize + zbus::zvariant::DynamicType>(
        &mut self,
        method: &str,
        body: &B,
    ) -> zbus::Result<zbus::message::Message> {
        let connection = self.connection()?;
        let answer = connection.call_method(Some(NAME), PATH, Some(NAME), method, body);
        // A bus that is gone may come back as another one.
        self.connection = match &answer {
            Ok(_) | Err(zbus::Error::MethodError(..)) => Some(connection),
            Err(_) => None,
        };
        answer
    }

    fn show(&mut self, title: &str, body: &str, id: &str) -> zbus::Result<()> {
        let offers: Vec<String> = self.call("GetCapabilities", &())?.body().deserialize()?;
        let body =
            if offers.iter().any(|offer| offer == "body-markup") { escaped(body) } else { body.to_owned() };
        let earlier = self.shown.get(id).copied().unwrap_or(0);
        let hints =
            HashMap::from([("desktop-entry", Value::from("ballast")), ("urgency", Value::from(1_u8))]);
        let no_actions: &[&str] = &[];
        let call = ("Ballast", earlier, "ballast", title, body.as_str(), no_actions, hints, -1_i32);
        let shown: u32 = self.call("Notify", &call)?.body().deserialize()?;
        if self.shown.insert(id.to_owned(), shown).is_none() {
            self.order.push_back(id.to_owned());
        }
        if self.order.len() > NOTIFICATIONS_REMEMBERED_MAX
            && let Some(oldest) = self.order.pop_front()
        {
            self.shown.remove(&oldest);
        }
        Ok(())
    }

    fn close(&mut self, id: &str) -> zbus::Result<()> {
        let Some(shown) = self.shown.remove(id) else { return Ok(()) };
        self.order.retain(|known| known != id);
        match self.call("CloseNotification", &(shown,)) {
            // It says so where the user closed it already.
            Ok(_) | Err(zbus::Error::MethodError(..)) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// A desktop that reads markup would take `<` and `&` for it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn ask<T: Send + 'static>(call: impl FnOnce(&mut Desktop) -> zbus::Result<T> + Send + 'static) -> Result<T> {
    let answer = within(NOTIFICATION_RUNTIME, move || {
        let mut desktop = DESKTOP.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        call(desktop.get_or_insert_default())
    });
    match answer {
        Some(Ok(answer)) => Ok(answer),
        Some(Err(error)) => {
            let is_late =
                matches!(&error, zbus::Error::InputOutput(io) if io.kind() == std::io::ErrorKind::TimedOut);
            let reason = if is_late { "timed_out" } else { "no_daemon" };
            Err(Error::new(Code::NoDesktop).with("reason", reason).because(&error))
        }
        None => Err(Error::new(Code::NoDesktop).with("reason", "timed_out")),
    }
}

/// Whether this desktop shows icons of programs: somebody answers for them on the bus.
#[must_use]
pub fn has_tray() -> bool {
    let asked = ask(|desktop| {
        let bus = "org.freedesktop.DBus";
        let answer = desktop.connection()?.call_method(
            Some(bus),
            "/org/freedesktop/DBus",
            Some(bus),
            "NameHasOwner",
            &TRAY,
        )?;
        answer.body().deserialize::<bool>()
    });
    asked.unwrap_or(false)
}

/// Shows it within three seconds, in place of the one this program showed earlier under the same `id`.
/// Errors: `no_desktop` with a reason: `no_daemon`, `timed_out`.
pub fn notify(title: &str, body: &str, id: &str) -> Result<()> {
    let (title, body, id) = (title.to_owned(), body.to_owned(), id.to_owned());
    ask(move |desktop| desktop.show(&title, &body, &id))
}

/// Takes back what this program showed under `id`. Nothing shown, or closed by the user: no error.
pub fn withdraw(id: &str) -> Result<()> {
    let id = id.to_owned();
    ask(move |desktop| desktop.close(&id))
}
