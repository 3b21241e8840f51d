//! People: as they are named, and how they prove who they are.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use ballast_core::evidence::RecordKind;
use ballast_core::limits::{PASSPHRASE_CHARACTERS_MAX, PASSPHRASE_CHARACTERS_MIN};
use ballast_core::{Code, Error, Result};
pub(crate) use ballast_spotcheck::assign::folded;
use ballast_store::{Draft, View};
use serde_json::json;

use crate::config::Person;
use crate::contract::Proved;
use crate::engine::Engine;

/// Names that differ in case or blanks alone, or in how a letter is composed, are one person's.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}

/// Everything that somebody is called, the given name first.
pub(crate) fn names_of(people: &[Person], name: &str) -> Vec<String> {
    let known = people.iter().find(|person| person.names().any(|one| is_same(one, name)));
    let more = known.into_iter().flat_map(Person::names).filter(|one| !is_same(one, name));
    std::iter::once(name).chain(more).map(str::to_owned).collect()
}

/// Two names are one person's: the same name, or names of one who is set up.
pub(crate) fn are_one(people: &[Person], one: &str, other: &str) -> bool {
    names_of(people, one).iter().any(|name| is_same(name, other))
}

/// Somebody who acts, and how it is known who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    pub name: String,
    pub proved: Proved,
}

/// Why somebody may not do this.
pub(crate) fn not_allowed(reason: &str, person: &str) -> Error {
    Error::new(Code::NotAllowed).with("reason", reason).with("person", person)
}

/// The user who runs the program, for a record: as the session says, else as the system does, else the number.
pub(crate) fn user() -> String {
    let named = ["USER", "LOGNAME"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    named
        .or_else(|| os_user().into_iter().next())
        .unwrap_or_else(|| rustix::process::getuid().as_raw().to_string())
}

/// The login of the user who runs the program, and the full name where the system has one. Asked of the system
/// alone: anybody can set a variable.
pub(crate) fn os_user() -> Vec<String> {
    let uid = rustix::process::getuid().as_raw().to_string();
    let list = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let entry = list.lines().map(|line| line.split(':').collect::<Vec<_>>());
    let Some(fields) = entry.into_iter().find(|fields| fields.get(2) == Some(&uid.as_str())) else {
        return Vec::new();
    };
    let full = fields.get(4).and_then(|full| full.split(',').next());
    fields
        .first()
        .copied()
        .into_iter()
        .chain(full)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Who says to be this person. Who has a passphrase proves it with it, and nobody else is believed.
pub(crate) fn identify(engine: &Engine, name: &str, passphrase: Option<&str>) -> Result<Identity> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::new(Code::InvalidCall).with("what", "--as").with("found", "").allowed(["a name"]));
    }
    let people = engine.config()?.people;
    let names = names_of(&people, name);
    let hash = engine.store.read(|view| passphrase_in(view, &names))?;
    let proved = match (hash, passphrase) {
        (Some(hash), Some(passphrase)) if fits(&hash, passphrase) => Proved::Passphrase,
        (Some(_), Some(_)) => return Err(not_allowed("passphrase_wrong", name)),
        (Some(_), None) => return Err(not_allowed("passphrase_needed", name)),
        (None, _) if os_user().iter().any(|user| names.iter().any(|name| is_same(user, name))) => {
            Proved::OsUser
        }
        (None, _) => Proved::Asserted,
    };
    Ok(Identity { name: name.to_owned(), proved })
}

/// Under whichever of the names of a person it was chosen.
fn passphrase_in(view: &View<'_>, names: &[String]) -> Result<Option<String>> {
    for name in names {
        if let Some(hash) = view.passphrase(&folded(name))? {
            return Ok(Some(hash));
        }
    }
    Ok(None)
}

fn fits(hash: &str, passphrase: &str) -> bool {
    let parsed = PasswordHash::new(hash);
    parsed.is_ok_and(|hash| Argon2::default().verify_password(passphrase.as_bytes(), &hash).is_ok())
}

/// Whether a person has chosen a passphrase.
pub(crate) fn has_passphrase(engine: &Engine, name: &str) -> Result<bool> {
    let names = names_of(&engine.config()?.people, name);
    Ok(engine.store.read(|view| passphrase_in(view, &names))?.is_some())
}

/// Chooses a passphrase (Argon2id, kept as a PHC string); the one that holds must be known to change it.
pub(crate) fn choose_passphrase(engine: &Engine, name: &str, held: Option<&str>, chosen: &str) -> Result<()> {
    let length = chosen.chars().count();
    if !(PASSPHRASE_CHARACTERS_MIN..=PASSPHRASE_CHARACTERS_MAX).contains(&length) {
        let allowed = format!("{PASSPHRASE_CHARACTERS_MIN} to {PASSPHRASE_CHARACTERS_MAX} characters");
        // What was typed is not repeated.
        return Err(Error::new(Code::InvalidCall)
            .with("what", "passphrase")
            .with("found", format!("{length} characters"))
            .allowed([allowed]));
    }
    let identity = identify(engine, name, held)?;
    let hash = Argon2::default().hash_password(chosen.as_bytes());
    let hash = hash.map_err(|error| Error::new(Code::Internal).because(&error))?.to_string();
    let (at, clock) = (engine.now(), engine.clock.kind());
    let names = names_of(&engine.config()?.people, name);
    engine.store.write(move |change| {
        for name in &names {
            change.put_passphrase(&folded(name), &hash)?;
        }
        change
            .append(Draft {
                at,
                clock,
                kind: RecordKind::PassphraseSet,
                control: None,
                run: None,
                verdict: None,
                artefacts: Vec::new(),
                body: json!({ "person": identity.name, "proved": identity.proved, "user": os_user().first() }),
            })
            .map(drop)
    })
}
