//! A desktop as far as a tray needs one: somebody who shows icons, and a hand that closes windows.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, MapState, Window as XWindow,
};
use x11rb::rust_connection::RustConnection;
use zbus::blocking::{Connection, Proxy, connection};
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

use crate::PATIENCE;

/// Icons that programs have registered: where each of them answers.
type Registered = Arc<Mutex<Vec<(String, String)>>>;

struct Watcher(Registered);

// What an interface of the bus says is a method, whether it looks at itself or not.
#[allow(clippy::unused_self)]
#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    // The signature of an interface method.
    #[allow(clippy::needless_pass_by_value)]
    fn register_status_notifier_item(
        &self,
        service: String,
        #[zbus(header)] header: zbus::message::Header<'_>,
    ) {
        let sender = header.sender().map(ToString::to_string).unwrap_or_default();
        let place = if service.starts_with('/') {
            (sender, service)
        } else {
            (service, "/StatusNotifierItem".to_owned())
        };
        self.0.lock().expect("the list of icons").push(place);
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        Vec::new()
    }
}

/// A line of a tray's menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub id: i32,
    pub label: String,
}

type Layout = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

fn lines((id, mut properties, children): Layout, into: &mut Vec<Line>) {
    if let Some(label) = properties.remove("label").and_then(|label| String::try_from(label).ok()) {
        into.push(Line { id, label: label.replace('_', "") });
    }
    for child in children {
        let child: Layout = Value::from(child).downcast().expect("a line of a menu");
        lines(child, into);
    }
}

/// Shows icons on the session's bus while it lives.
pub struct Tray {
    connection: Connection,
    registered: Registered,
}

impl Tray {
    #[must_use]
    pub fn show() -> Self {
        let registered = Registered::default();
        let connection = connection::Builder::session()
            .and_then(|bus| bus.name("org.kde.StatusNotifierWatcher"))
            .and_then(|bus| bus.serve_at("/StatusNotifierWatcher", Watcher(Arc::clone(&registered))))
            .and_then(connection::Builder::build)
            .expect("a session bus: run this under dbus-run-session");
        Self { connection, registered }
    }

    /// Waits until a program has shown its icon.
    fn item(&self) -> (String, String) {
        until("an icon in the tray", || self.registered.lock().expect("the list of icons").last().cloned())
    }

    fn menu(&self) -> Proxy<'static> {
        let (service, path) = self.item();
        let item = Proxy::new(&self.connection, service.clone(), path, "org.kde.StatusNotifierItem")
            .expect("the icon");
        let menu: OwnedObjectPath = until("a menu of the icon", || item.get_property("Menu").ok());
        Proxy::new(&self.connection, service, menu, "com.canonical.dbusmenu").expect("the menu")
    }

    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        let menu = self.menu();
        let asked: (u32, Layout) =
            menu.call("GetLayout", &(0_i32, -1_i32, vec!["label"])).expect("the layout of the menu");
        let mut found = Vec::new();
        lines(asked.1, &mut found);
        found
    }

    /// Waits until the menu has a line that starts like this.
    #[must_use]
    pub fn line(&self, wanted: &str) -> Line {
        until(wanted, || self.lines().into_iter().find(|line| line.label.starts_with(wanted)))
    }

    pub fn click(&self, wanted: &str) {
        let line = self.line(wanted);
        let nothing = Value::from(0_i32);
        self.menu().call::<_, _, ()>("Event", &(line.id, "clicked", nothing, 0_u32)).expect("a click");
    }
}

/// Waits for something to be there.
pub fn until<T>(what: &str, look: impl Fn() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < deadline, "never there: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The screen, and the window on it whose title is `Ballast`.
pub struct Screen {
    connection: RustConnection,
    root: XWindow,
}

impl Screen {
    #[must_use]
    pub fn open() -> Self {
        let (connection, number) = x11rb::connect(None).expect("a display");
        let root = connection.setup().roots[number].root;
        Self { connection, root }
    }

    fn atom(&self, name: &str) -> Atom {
        let cookie = self.connection.intern_atom(false, name.as_bytes()).expect("the display");
        cookie.reply().expect("an atom").atom
    }

    fn find(&self, below: XWindow) -> Option<XWindow> {
        let tree = self.connection.query_tree(below).ok()?.reply().ok()?;
        tree.children.into_iter().find_map(|window| {
            let name =
                self.connection.get_property(false, window, self.atom("_NET_WM_NAME"), AtomEnum::ANY, 0, 64);
            let protocols =
                self.connection.get_property(false, window, self.atom("WM_PROTOCOLS"), AtomEnum::ATOM, 0, 8);
            let name = name.ok()?.reply().ok()?.value;
            let closes = protocols.ok()?.reply().ok()?.length > 0;
            if name == b"Ballast" && closes { Some(window) } else { self.find(window) }
        })
    }

    /// Whether the window is to be seen.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        let attributes = self
            .find(self.root)
            .and_then(|window| self.connection.get_window_attributes(window).ok()?.reply().ok());
        attributes.is_some_and(|attributes| attributes.map_state == MapState::VIEWABLE)
    }

    /// Closes the window as a person does, with the cross in its corner.
    pub fn close(&self) {
        let window = until("the window", || self.find(self.root));
        let data = [self.atom("WM_DELETE_WINDOW"), 0, 0, 0, 0];
        let event = ClientMessageEvent::new(32, window, self.atom("WM_PROTOCOLS"), data);
        self.connection.send_event(false, window, EventMask::NO_EVENT, event).expect("the display");
        self.connection.flush().expect("the display");
    }
}
