//! A table that a web address gives, as a file.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use ballast_core::{Code, Error, Result, Span};
use reqwest::redirect::{Action, Attempt};

use crate::webhook::{Names, client, invalid, parse, shown, stays};
use crate::wire::within;

/// Gets `url` and writes what it gives to `path`; what was there is replaced. Redirects are followed while they
/// stay with the server. Gives the server and the path, which may be shown; what follows the `?` may be a
/// secret.
///
/// Errors: `unreachable` (with the reason `broken_off` where the answer ended early), `no_answer`,
/// `certificate_refused`, `refused` with `status`, or with the reason `too_large` beyond `bytes_max`,
/// `invalid_call`; `io` and `disk_full` for the file. All others name the `server`; none has the address.
pub fn to_file(url: &str, path: &Path, bytes_max: u64, limit: Span) -> Result<String> {
    let url = parse(url)?;
    let server = shown(&url);
    let place = format!("{}://{server}{}", url.scheme(), url.path());
    if !url.username().is_empty() || url.password().is_some() {
        return Err(invalid("url", "has_a_password"));
    }
    within(limit, &server, || async {
        let refused = |reason: &str| {
            let error = Error::new(Code::Refused).with("server", &server).with("protocol", "http");
            error.with("reason", reason)
        };
        let names = Arc::new(Names::default());
        let client = client(&url, names.clone(), redirect)?;
        let mut response = client.get(url).send().await.map_err(|error| names.meaning(&server, error))?;
        let status = response.status();
        if !status.is_success() {
            let reason = if status.is_redirection() { "redirect" } else { "status" };
            return Err(refused(reason).with("status", status.as_u16()));
        }
        let io = |error| Error::io(path, &error);
        let mut file = File::create(path).map_err(io)?;
        let mut bytes = 0_u64;
        while let Some(piece) = response.chunk().await.map_err(|error| names.meaning(&server, error))? {
            bytes += piece.len() as u64;
            if bytes > bytes_max {
                return Err(refused("too_large").with("limit_bytes", bytes_max));
            }
            file.write_all(&piece).map_err(io)?;
        }
        file.flush().map_err(io)
    })?;
    Ok(place)
}

/// A GET stays one whichever redirect it was.
fn redirect(attempt: Attempt<'_>) -> Action {
    if stays(&attempt) { attempt.follow() } else { attempt.stop() }
}
