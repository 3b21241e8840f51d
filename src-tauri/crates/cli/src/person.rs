//! People and their passphrases.

use std::io::IsTerminal;

use ballast_core::{Code, Error, Result};
use ballast_engine::contract::*;
use ballast_engine::handlers;
use ballast_engine::host::Host;

use crate::arguments::PersonCommand;
use crate::{Outcome, Output, print};

const HELD: &str = "BALLAST_PASSPHRASE";
const NEW: &str = "BALLAST_NEW_PASSPHRASE";

pub(crate) fn person(output: &Output, command: PersonCommand) -> Outcome {
    let host = &output.host;
    let people = match command {
        PersonCommand::List => handlers::person_list(host, Nothing {})?,
        PersonCommand::Passphrase { person } => {
            let passphrase = passphrase_of(host, &person)?;
            let new = chosen(host)?;
            handlers::person_passphrase(host, SetPassphrase { person, passphrase, new })?
        }
    };
    output.answer(&people, |people| print::spotcheck::people(people, &host.messages));
    Ok(0)
}

/// The passphrase of a person who has one: from the environment, else typed.
pub(crate) fn passphrase_of(host: &Host, person: &str) -> Result<Option<String>> {
    if !handlers::person_has_passphrase(host, person)? {
        return Ok(None);
    }
    if let Ok(held) = std::env::var(HELD) {
        return Ok(Some(held));
    }
    if !std::io::stdin().is_terminal() {
        return Ok(None);
    }
    asked(&host.messages.say("passphrase-held", [("person", person)])).map(Some)
}

fn chosen(host: &Host) -> Result<String> {
    if let Ok(new) = std::env::var(NEW) {
        return Ok(new);
    }
    if !std::io::stdin().is_terminal() {
        return Err(Error::new(Code::InvalidCall)
            .with("what", NEW)
            .with("found", "")
            .allowed(["a terminal to type it in, or the variable with the passphrase"]));
    }
    let new = asked(&host.messages.say("passphrase-new", []))?;
    if asked(&host.messages.say("passphrase-again", []))? != new {
        return Err(Error::new(Code::NotAllowed).with("reason", "passphrases_differ"));
    }
    Ok(new)
}

fn asked(prompt: &str) -> Result<String> {
    rpassword::prompt_password(prompt).map_err(|error| Error::io("the terminal", &error))
}
