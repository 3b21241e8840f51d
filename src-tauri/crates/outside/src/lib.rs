//! What leaves the program: secrets and tables that are fetched, alerts that are delivered, and probes.
//!
//! Every call blocks but those of [`probe`], and every call has a limit that holds over all of it: name, connection, encryption,
//! conversation. Sizes are capped, and whatever the other side does comes back as an error with a closed
//! code. Nothing here retries: [`is_transient`] says whether that is worth it, and the caller has the time.

pub mod address;
pub mod call;
mod child;
pub mod command;
pub mod fetch;
mod hanging;
mod keyring;
pub mod mail;
pub mod notification;
pub mod probe;
pub mod secrets;
pub mod webhook;
mod wire;

use ballast_core::{Code, Error};

/// Whether the same call may well work later: nobody there, no answer in time, a busy server, a keyring
/// that is locked. A wrong certificate, login or address stays wrong until a person mends it.
#[must_use]
pub fn is_transient(error: &Error) -> bool {
    let is =
        |name: &str, words: &[&str]| error.params.get(name).is_some_and(|it| words.contains(&it.as_str()));
    match error.code {
        Code::Unreachable | Code::NoAnswer => true,
        Code::Refused => {
            let status = error.params.get("status").and_then(|status| status.parse().ok()).unwrap_or(0_u16);
            // In mail 4xx is "later" and 5xx is "never"; on the web it is the other way round.
            match error.params.get("protocol").map(String::as_str) {
                Some("smtp") => (400..500).contains(&status),
                _ => (500..600).contains(&status) || matches!(status, 408 | 425 | 429),
            }
        }
        Code::SecretUnavailable => is("reason", &["locked", "no_keyring", "timed_out"]),
        Code::CommandFailed => !is("reason", &["not_started"]),
        Code::NoDesktop => is("reason", &["timed_out"]),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_worth_a_retry() {
        let refused =
            |protocol, status| Error::new(Code::Refused).with("protocol", protocol).with("status", status);
        assert!(is_transient(&Error::new(Code::NoAnswer)));
        assert!(is_transient(&refused("http", 500)) && is_transient(&refused("http", 429)));
        assert!(!is_transient(&refused("http", 404)) && !is_transient(&refused("http", 302)));
        assert!(is_transient(&refused("smtp", 451)) && !is_transient(&refused("smtp", 550)));
        assert!(!is_transient(&Error::new(Code::CertificateRefused)));
        assert!(!is_transient(&Error::new(Code::LoginRefused).with("status", 535)));
        assert!(is_transient(&Error::new(Code::SecretUnavailable).with("reason", "locked")));
        assert!(!is_transient(&Error::new(Code::SecretUnavailable).with("reason", "not_in_keyring")));
    }
}
