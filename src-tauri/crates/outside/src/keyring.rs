//! The keyring of the desktop, over the Secret Service. It may be absent, locked or hang: each of these is an
//! answer within a few seconds, and none of them opens a window that asks for a password at night.

use std::collections::HashMap;
use std::time::Duration;

use ballast_core::limits::KEYRING_RUNTIME;
use ballast_core::{Error, Result};
use keyring_core::api::CredentialStoreApi;
use keyring_core::{Entry, Error as KeyringError};
use zbus::zvariant::OwnedObjectPath;
use zbus_secret_service_keyring_store::Store;
use zeroize::Zeroizing;

use crate::hanging::within;
use crate::secrets::{SecretRef, unavailable};

const SERVICE: &str = "ballast";
const BUS_NAME: &str = "org.freedesktop.secrets";
const BUS_PATH: &str = "/org/freedesktop/secrets";
const SERVICE_INTERFACE: &str = "org.freedesktop.Secret.Service";

/// How an account stands, found without unlocking anything.
enum Found {
    Readable,
    Locked,
    Nothing,
}

/// The store would ask the desktop to unlock, and wait for a person. So it is asked only what is open.
struct Desk(zbus::blocking::Connection);

impl Desk {
    fn open() -> zbus::Result<Self> {
        let limit = Duration::from_secs(KEYRING_RUNTIME.seconds());
        zbus::blocking::connection::Builder::session()?.method_timeout(limit).build().map(Self)
    }

    fn find(&self, account: &str) -> zbus::Result<Found> {
        let wanted = HashMap::from([("service", SERVICE), ("username", account)]);
        let answer = self.0.call_method(
            Some(BUS_NAME),
            BUS_PATH,
            Some(SERVICE_INTERFACE),
            "SearchItems",
            &(wanted,),
        )?;
        let (open, locked): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) = answer.body().deserialize()?;
        // The store unlocks whatever it finds, so one locked item is one question too many.
        Ok(match (open.is_empty(), locked.is_empty()) {
            (_, false) => Found::Locked,
            (false, true) => Found::Readable,
            (true, true) => Found::Nothing,
        })
    }

    /// Whether the collection that new secrets go to is there and open.
    fn takes_new(&self) -> zbus::Result<bool> {
        let answer = self.0.call_method(
            Some(BUS_NAME),
            BUS_PATH,
            Some(SERVICE_INTERFACE),
            "ReadAlias",
            &("default",),
        )?;
        let path: OwnedObjectPath = answer.body().deserialize()?;
        if path.as_str() == "/" {
            return Ok(false);
        }
        let asked = ("org.freedesktop.Secret.Collection", "Locked");
        let properties = Some("org.freedesktop.DBus.Properties");
        let answer = self.0.call_method(Some(BUS_NAME), path, properties, "Get", &asked)?;
        let locked: zbus::zvariant::OwnedValue = answer.body().deserialize()?;
        Ok(!bool::try_from(locked)?)
    }
}

fn entry(account: &str) -> keyring_core::Result<Entry> {
    Store::new()?.build(SERVICE, account, None)
}

/// Where the bus has gone quiet, zbus says so as an input-output error.
fn reason(error: &zbus::Error) -> &'static str {
    match error {
        zbus::Error::InputOutput(error) if error.kind() == std::io::ErrorKind::TimedOut => "timed_out",
        _ => "no_keyring",
    }
}

fn refused(account: &str, error: &KeyringError) -> Error {
    let reason = match error {
        KeyringError::NoEntry => "not_in_keyring",
        KeyringError::NoStorageAccess(_) => "locked",
        _ => "no_keyring",
    };
    let error = match error {
        // Its words hold the bytes that could not be read.
        KeyringError::BadEncoding(_) | KeyringError::BadDataFormat(..) => unavailable(account),
        _ => unavailable(account).because(error),
    };
    error.with("reason", reason)
}

fn silent(account: &str) -> Error {
    unavailable(account).with("reason", "timed_out")
}

/// Errors: `secret_unavailable` with a reason: `no_keyring`, `locked`, `timed_out`, `not_in_keyring`.
pub fn get(account: &str) -> Result<Zeroizing<Vec<u8>>> {
    let name = account.to_owned();
    let read = move || {
        let found = Desk::open()
            .and_then(|desk| desk.find(&name))
            .map_err(|error| unavailable(&name).with("reason", reason(&error)).because(&error))?;
        match found {
            Found::Nothing => Err(unavailable(&name).with("reason", "not_in_keyring")),
            Found::Locked => Err(unavailable(&name).with("reason", "locked")),
            Found::Readable => entry(&name)
                .and_then(|entry| entry.get_secret())
                .map(Zeroizing::new)
                .map_err(|error| refused(&name, &error)),
        }
    };
    within(KEYRING_RUNTIME, read).unwrap_or_else(|| Err(silent(account)))
}

/// Whether there is a keyring that takes a secret now: it answers, and it is unlocked. Never opens a window.
#[must_use]
pub fn keyring_answers() -> bool {
    within(KEYRING_RUNTIME, || Desk::open().and_then(|desk| desk.takes_new()).unwrap_or(false))
        .unwrap_or(false)
}

/// Puts a secret under `name`, over an earlier one, and reads it back. None: no keyring takes it now, and the
/// caller keeps it elsewhere. Errors: `secret_unavailable`, where the keyring answered and then failed.
pub fn put(name: &str, secret: &str) -> Result<Option<SecretRef>> {
    if !keyring_answers() {
        return Ok(None);
    }
    let (account, text) = (name.to_owned(), Zeroizing::new(secret.to_owned()));
    let write = move || {
        let entry = entry(&account).map_err(|error| refused(&account, &error))?;
        entry.set_secret(text.as_bytes()).map_err(|error| refused(&account, &error))?;
        let back = entry.get_secret().map(Zeroizing::new).map_err(|error| refused(&account, &error))?;
        if *back == text.as_bytes() {
            Ok(())
        } else {
            Err(unavailable(&account).with("reason", "not_in_keyring"))
        }
    };
    within(KEYRING_RUNTIME, write).unwrap_or_else(|| Err(silent(name)))?;
    Ok(Some(SecretRef::Keyring(name.to_owned())))
}

/// Takes a secret out of the keyring; one that is not there is no error.
pub fn remove(name: &str) -> Result<()> {
    let account = name.to_owned();
    let take = move || {
        let found = Desk::open()
            .and_then(|desk| desk.find(&account))
            .map_err(|error| unavailable(&account).with("reason", reason(&error)).because(&error))?;
        match found {
            Found::Nothing => Ok(()),
            Found::Locked => Err(unavailable(&account).with("reason", "locked")),
            Found::Readable => entry(&account)
                .and_then(|entry| entry.delete_credential())
                .map_err(|error| refused(&account, &error)),
        }
    };
    within(KEYRING_RUNTIME, take).unwrap_or_else(|| Err(silent(name)))
}
