//! The words of the live shadow comparison.

use ballast_core::Span;

use super::{amount, pair, ratio};

pub(super) const ABOUT: &str = "\
Ask two live systems the same, one request at a time, and compare status, headers and bodies.

FILE has one request a line, as a path or as a JSON object with method, path, headers, body and name:

  GET /v1/payouts?month=2026-10
  {\"path\": \"/v1/me\", \"headers\": {\"authorization\": {\"env\": \"TOKEN\"}}}

Empty lines and lines that begin with # count for nothing. All paths are added to OLD_URL and NEW_URL; no \
request goes to another host, no redirect is followed (it is compared as it is), no cookie is kept, nothing is \
sent twice. Their order is drawn, but for files with requests that act.

JSON is compared by path, its numbers as exact decimals as they are written, other text by line, the rest \
by byte. A missing field, null, and an empty text are different. A field that only reads alike on the other \
side (customer_id, customer-id) is a rename, which does not pass until it is given with --rename.

PATH is $.meta.requestId, $.items[*].price, $.*.id, $..updatedAt or $['odd name'], and means everything \
below it too; or status, body, header:NAME.

Exit codes: 0 the same, 1 they differ, 2 a wrong call or file, 3 could not tell: a side did not answer more \
than a tenth of the requests (or ten in a row), every answer was a refusal, or it was stopped or ran out of \
time; whatever differed until then.";

#[derive(Debug, clap::Args)]
pub(crate) struct ResponsesArguments {
    #[arg(help = "Where the old system answers: https://host, with a path where all requests begin with it")]
    pub old_url: String,
    /// Where the new one does
    pub new_url: String,
    /// What is asked: one request a line
    #[arg(long, value_name = "FILE")]
    pub requests: String,
    /// Not compared; several times
    #[arg(long, value_name = "PATH")]
    pub ignore: Vec<String>,
    /// Numbers may differ by this much, everywhere or at a path; numbers in quotes only at a path
    #[arg(long, value_name = "[PATH=]AMOUNT", value_parser = at_path)]
    pub tolerance: Vec<(Option<String>, String)>,
    /// Numbers may differ by this share of the larger one, everywhere or at a path
    #[arg(long, value_name = "[PATH=]PERCENT", value_parser = share_at_path)]
    pub relative: Vec<(Option<String>, String)>,
    /// A field with another name on the new side: '$.customer=client'
    #[arg(long, value_name = "PATH=NAME", value_parser = pair)]
    pub rename: Vec<(String, String)>,
    /// Elements of a list belong together by a field instead of by their place: '$.items=id'
    #[arg(long, value_name = "PATH=NAME", value_parser = pair)]
    pub array_key: Vec<(String, String)>,
    /// Also compare this header of the answers; content-type and location always are
    #[arg(long, value_name = "NAME")]
    pub compare_header: Vec<String>,
    /// Sent to both sides; no secrets
    #[arg(long, value_name = "NAME: VALUE", value_parser = header)]
    pub header: Vec<(String, String)>,
    /// A header whose text stands in an environment variable
    #[arg(long, value_name = "NAME=VARIABLE", value_parser = pair)]
    pub header_env: Vec<(String, String)>,
    /// Requests per second that each side is sent at most; else 5
    #[arg(long)]
    pub rate: Option<f64>,
    /// How long one answer may take, such as 10s; else 30s
    #[arg(long, value_name = "SPAN")]
    pub timeout: Option<Span>,
    /// How long all of them may take, such as 30m; else 12h
    #[arg(long, value_name = "SPAN")]
    pub max_runtime: Option<Span>,
    /// Draws the order of the requests, and which side is asked first; printed, and else random
    #[arg(long)]
    pub seed: Option<String>,
    /// First ask the old system everything twice, this many times: what differs there as often differs by
    /// itself and does not count
    #[arg(long, value_name = "TIMES")]
    pub baseline: Option<u32>,
    /// Also send POST, PUT, PATCH and DELETE, to both systems: they act on live data
    #[arg(long)]
    pub allow_writes: bool,
}

/// `AMOUNT` or `PATH=AMOUNT`.
fn at_path(text: &str) -> Result<(Option<String>, String), String> {
    let (path, number) = text.rsplit_once('=').map_or((None, text), |(path, number)| (Some(path), number));
    Ok((path.map(str::to_owned), amount(number)?))
}

fn share_at_path(text: &str) -> Result<(Option<String>, String), String> {
    let (path, number) = text.rsplit_once('=').map_or((None, text), |(path, number)| (Some(path), number));
    Ok((path.map(str::to_owned), ratio(number)?))
}

/// `NAME: VALUE`.
fn header(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once(':').ok_or_else(|| "NAME: VALUE".to_owned())?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}
