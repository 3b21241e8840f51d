//! The words after `ballast-cluster worker`.

use std::collections::BTreeMap;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;

use ballast_compare::wire::Tls;
use ballast_core::{Code, Error, Result};

use crate::access::Access;
use crate::store::{Store, variable};
use crate::worker::Options;

const NAMES: [&str; 9] = [
    "--listen ADDRESS",
    "--store STORE",
    "--token-env NAME",
    "--cert FILE",
    "--key FILE",
    "--ca FILE",
    "--work FOLDER",
    "--pool-mib NUMBER",
    "--threads NUMBER",
];

fn invalid(what: &str) -> Error {
    Error::new(Code::InvalidCall).with("what", what)
}

fn parse(arguments: impl Iterator<Item = String>) -> Result<BTreeMap<&'static str, String>> {
    let mut found = BTreeMap::new();
    let mut arguments = arguments.peekable();
    while let Some(argument) = arguments.next() {
        let (name, value) = match argument.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (argument, None),
        };
        let known = NAMES.iter().filter_map(|text| text.split(' ').next()).find(|known| *known == name);
        let Some(known) = known else { return Err(invalid(&name).allowed(NAMES)) };
        let Some(value) = value.or_else(|| arguments.next()) else { return Err(invalid(known)) };
        if found.insert(known, value).is_some() {
            return Err(invalid(known).with("reason", "twice"));
        }
    }
    Ok(found)
}

fn number(found: &BTreeMap<&str, String>, name: &str, otherwise: usize) -> Result<usize> {
    let Some(text) = found.get(name) else { return Ok(otherwise) };
    match text.parse() {
        Ok(number) if (1..=1 << 20).contains(&number) => Ok(number),
        _ => Err(invalid(name).with("found", text)),
    }
}

fn tls(found: &BTreeMap<&str, String>) -> Result<Option<Tls>> {
    let [certificate, key, authority] = ["--cert", "--key", "--ca"].map(|name| found.get(name));
    match (certificate, key, authority) {
        (None, None, None) => Ok(None),
        (Some(certificate), Some(key), Some(authority)) => {
            let [certificate, key, authority] = [certificate, key, authority].map(PathBuf::from);
            Ok(Some(Tls { certificate, key, authority }))
        }
        _ => Err(invalid("--cert, --key, --ca").with("reason", "together")),
    }
}

/// What a worker is started with. Nothing else of the machine is looked at, but the token in its variable.
///
/// Errors: `invalid_call`, `secret_unavailable`, `io`.
pub fn options(arguments: impl Iterator<Item = String>) -> Result<Options> {
    let found = parse(arguments)?;
    let missing = |name: &'static str| invalid(name).allowed(NAMES);
    let listen = found.get("--listen").ok_or_else(|| missing("--listen"))?;
    let store = found.get("--store").ok_or_else(|| missing("--store"))?;
    let store = Store::open(store, "--store", &variable)?;
    let token = match found.get("--token-env") {
        Some(name) => Some(
            std::env::var(name)
                .map_err(|_| Error::new(Code::SecretUnavailable).with("what", format!("${name}")))?,
        ),
        None => None,
    };
    let access = Access::new(token.as_deref(), tls(&found)?.as_ref())?;
    let addresses: Vec<SocketAddr> = listen
        .to_socket_addrs()
        .map_err(|error| {
            let refused = invalid("--listen").with("found", listen).with("reason", &error);
            refused.because(&error).allowed(["127.0.0.1:50051"])
        })?
        .collect();
    for address in &addresses {
        access.may_listen(address.ip())?;
    }
    let Some(address) = addresses.first() else { return Err(invalid("--listen").with("found", listen)) };
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let work = found.get("--work").map_or_else(std::env::temp_dir, PathBuf::from);
    Ok(Options {
        pool_bytes: number(&found, "--pool-mib", 1024)? << 20,
        threads: number(&found, "--threads", threads)?,
        work,
        ..Options::new(*address, store, access)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(arguments: &[&str]) -> Result<Options> {
        options(arguments.iter().map(|&argument| argument.to_owned()))
    }

    #[test]
    fn a_worker_is_told_where_to_listen_and_what_to_read() {
        let options = of(&["--listen=127.0.0.1:0", "--store", "/tmp", "--pool-mib", "64"]).unwrap();
        assert_eq!((options.listen.port(), options.pool_bytes), (0, 64 << 20));
        for wrong in [
            &["--listen", "127.0.0.1:0"][..],
            &["--store", "/tmp"],
            &["--listen", "127.0.0.1:0", "--store", "tmp"],
            &["--listen", "127.0.0.1", "--store", "/tmp"],
            &["--listen", "127.0.0.1:0", "--store", "/tmp", "--pool-mib", "0"],
            &["--listen", "127.0.0.1:0", "--store", "/tmp", "--cert", "x"],
            &["--listen", "127.0.0.1:0", "--store", "/tmp", "--tokken", "x"],
            &["--listen", "127.0.0.1:0", "--store", "/tmp", "--store", "/tmp"],
            &["--listen", "0.0.0.0:0", "--store", "/tmp"],
        ] {
            assert_eq!(of(wrong).unwrap_err().code, Code::InvalidCall, "{wrong:?}");
        }
        let error = of(&["--listen", "127.0.0.1:0", "--store", "/tmp", "--token-env", "BALLAST_NO_SUCH"]);
        assert_eq!(error.unwrap_err().code, Code::SecretUnavailable);
    }
}
