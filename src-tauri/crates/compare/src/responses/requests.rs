//! What both systems are asked: one request a line.

use ballast_core::error::Place;
use ballast_core::limits::{RESPONSE_LINE_BYTES_MAX, RESPONSE_REQUESTS_MAX};
use ballast_core::{Code, Error, Result};

use super::excerpt;
use super::json::Json;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Head,
    Options,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    const ALL: [Self; 7] =
        [Self::Get, Self::Head, Self::Options, Self::Post, Self::Put, Self::Patch, Self::Delete];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// It asks and changes nothing, as RFC 9110 section 9.2.1 has it.
    #[must_use]
    pub fn only_asks(self) -> bool {
        matches!(self, Self::Get | Self::Head | Self::Options)
    }
}

/// What a header holds: the text itself, or where it is taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderText {
    Plain(String),
    /// The name of an environment variable.
    Env(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its line in the file, from 1.
    pub line: u32,
    /// What it is called in the results.
    pub name: String,
    pub method: Method,
    /// Path and query, with its `/` in front.
    pub path: String,
    pub headers: Vec<(String, HeaderText)>,
    pub body: Option<Vec<u8>>,
}

/// Reads a file of requests: a line is a JSON object with `method`, `path`, `headers`, `body`, `name`, or
/// `GET /path`, or `/path`. Empty lines and those that begin with `#` count for nothing.
///
/// Errors: `invalid_file` with the line, the field and a `problem`. Requests that change something are such
/// an error (reason `request_acts`) unless `allow_writes`.
pub fn read(text: &str, allow_writes: bool) -> Result<Vec<Request>> {
    let mut requests = Vec::new();
    for (index, text) in text.lines().enumerate() {
        let line = Line(u32::try_from(index + 1).unwrap_or(u32::MAX));
        let text = if index == 0 { text.trim_start_matches('\u{feff}') } else { text }.trim();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        if text.len() > RESPONSE_LINE_BYTES_MAX {
            return Err(line.refuses("line", "too_large", text.len()));
        }
        if requests.len() == RESPONSE_REQUESTS_MAX {
            return Err(line.refuses("line", "too_many_requests", RESPONSE_REQUESTS_MAX));
        }
        let request = if text.starts_with('{') { line.json(text)? } else { line.plain(text)? };
        if !request.method.only_asks() && !allow_writes {
            let error = line.refuses("method", "request_acts", request.method.as_str());
            return Err(error.with("reason", "request_acts").with("request", &request.name));
        }
        requests.push(request);
    }
    Ok(requests)
}

const SECRET: &str = "a secret comes from the environment";

/// Whether a header may be asked for: the connection's own are the client's business.
///
/// Errors: `invalid_call` with the flag `what`, and the reason.
pub fn check_header(what: &str, name: &str, value: &HeaderText) -> Result<()> {
    match header_problem(name, value) {
        None => Ok(()),
        Some((reason, found)) => {
            let error = Error::new(Code::InvalidCall).with("what", what).with("found", excerpt(found));
            let error = error.with("reason", reason);
            Err(if reason == SECRET { error.allowed(["--header-env NAME=VARIABLE"]) } else { error })
        }
    }
}

/// Why a header cannot be sent, and the text at fault; never a value.
fn header_problem<'a>(name: &'a str, value: &HeaderText) -> Option<(&'static str, &'a str)> {
    const OF_THE_CONNECTION: [&str; 10] = [
        "connection",
        "content-length",
        "expect",
        "host",
        "keep-alive",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "proxy-connection",
    ];
    /// These are secrets by nature.
    const OF_A_PERSON: [&str; 3] = ["authorization", "cookie", "proxy-authorization"];
    let lower = name.to_ascii_lowercase();
    let is_token = !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte));
    if !is_token {
        return Some(("no name of a header", name));
    }
    if OF_THE_CONNECTION.contains(&lower.as_str()) {
        return Some(("this header is set by the client itself", name));
    }
    match value {
        HeaderText::Plain(_) if OF_A_PERSON.contains(&lower.as_str()) => Some((SECRET, name)),
        HeaderText::Plain(text) if !is_header_text(text) => Some(("its text cannot stand in a header", name)),
        HeaderText::Env(variable) if variable.is_empty() || variable.contains(['=', '\0']) => {
            Some(("no name of a variable", name))
        }
        _ => None,
    }
}

/// Whether a text can stand in a header: no line ends and no other control characters.
#[must_use]
pub fn is_header_text(text: &str) -> bool {
    text.bytes().all(|byte| byte == b'\t' || (byte >= 0x20 && byte != 0x7f))
}

/// The number of the line that is read, for errors.
#[derive(Clone, Copy)]
struct Line(u32);

impl Line {
    fn refuses(self, field: &str, problem: &str, found: impl ToString) -> Error {
        let place = Place { line: Some(self.0), field: Some(field.to_owned()), ..Place::default() };
        Error::new(Code::InvalidFile)
            .at(place)
            .with("reason", "request")
            .with("problem", problem)
            .with("found", excerpt(&found.to_string()))
    }

    fn plain(self, text: &str) -> Result<Request> {
        let (method, path) = match text.split_once([' ', '\t']) {
            Some((method, path)) => (self.method(method)?, path.trim()),
            None => (Method::Get, text),
        };
        self.request(None, method, path.to_owned(), Vec::new(), None)
    }

    fn method(self, text: &str) -> Result<Method> {
        let found = Method::ALL.into_iter().find(|method| method.as_str().eq_ignore_ascii_case(text));
        found.ok_or_else(|| {
            self.refuses("method", "not_a_word", text).allowed(Method::ALL.map(Method::as_str))
        })
    }

    fn json(self, text: &str) -> Result<Request> {
        let Ok(Json::Object(members)) = Json::parse(text) else {
            return Err(self.refuses("line", "not_json", ""));
        };
        let (mut method, mut path, mut name, mut headers, mut body) =
            (Method::Get, None, None, Vec::new(), None);
        let mut is_json = false;
        for (key, value) in members {
            match (key.as_str(), value) {
                ("method", Json::Text(text)) => method = self.method(&text)?,
                ("path", Json::Text(text)) => path = Some(text),
                ("name", Json::Text(text)) => name = Some(text),
                ("headers", Json::Object(members)) => headers = self.headers(members)?,
                ("body" | "name", Json::Null) => {}
                ("body", Json::Text(text)) => body = Some(text.into_bytes()),
                ("body", document) => {
                    is_json = true;
                    body = Some(document.written(usize::MAX).into_bytes());
                }
                ("method" | "path" | "name" | "headers", other) => {
                    let wanted = if key == "headers" { "object" } else { "text" };
                    return Err(self.refuses(&key, "wrong_type", other.kind()).with("wanted", wanted));
                }
                _ => {
                    let key = excerpt(&key);
                    let error = self.refuses(&key, "unknown_key", &key).with("key", &key);
                    return Err(error.allowed(["method", "path", "headers", "body", "name"]));
                }
            }
        }
        let path = path.ok_or_else(|| self.refuses("path", "missing", "").with("key", "path"))?;
        let is_typed = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        if is_json && !is_typed {
            headers.push(("content-type".to_owned(), HeaderText::Plain("application/json".to_owned())));
        }
        self.request(name, method, path, headers, body)
    }

    fn headers(self, members: Vec<(String, Json)>) -> Result<Vec<(String, HeaderText)>> {
        const WANTED: &str = "it must be a text, or {\"env\": \"VARIABLE\"}";
        let mut headers = Vec::new();
        for (name, value) in members {
            let text = match value {
                Json::Text(text) => HeaderText::Plain(text),
                Json::Object(members) => match <[_; 1]>::try_from(members) {
                    Ok([(key, Json::Text(variable))]) if key == "env" => HeaderText::Env(variable),
                    _ => return Err(self.refuses("headers", "not_a_header", name).with("why", WANTED)),
                },
                _ => return Err(self.refuses("headers", "not_a_header", name).with("why", WANTED)),
            };
            if let Some((reason, found)) = header_problem(&name, &text) {
                return Err(self.refuses("headers", "not_a_header", found).with("why", reason));
            }
            headers.push((name, text));
        }
        Ok(headers)
    }

    fn request(
        self,
        name: Option<String>,
        method: Method,
        path: String,
        headers: Vec<(String, HeaderText)>,
        body: Option<Vec<u8>>,
    ) -> Result<Request> {
        // Two slashes would name another host, and so would a whole address.
        let is_good = path.starts_with('/')
            && !path.starts_with("//")
            && !path.chars().any(|sign| sign.is_control() || matches!(sign, ' ' | '\\' | '#'));
        if !is_good {
            return Err(self.refuses("path", "not_a_path", path));
        }
        let name = name.filter(|name| !name.trim().is_empty());
        let name = excerpt(&name.unwrap_or_else(|| format!("{} {path}", method.as_str())));
        Ok(Request { line: self.0, name, method, path, headers, body })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn refused(text: &str) -> (Option<u32>, String, String) {
        let error = read(text, false).unwrap_err();
        assert_eq!(error.code, Code::InvalidFile);
        let place = error.place.unwrap();
        (place.line, place.field.unwrap(), error.params["problem"].clone())
    }

    #[test]
    fn a_line_is_a_request() {
        let text = "\u{feff}# the first\n\nGET /v1/x?y=1\n/plain\r\nhead /h\n{\"path\":\"/j\",\"name\":\"prices\",\
                    \"headers\":{\"Accept\":\"text/csv\",\"Authorization\":{\"env\":\"TOKEN\"}}}\n";
        let requests = read(text, false).unwrap();
        let told: Vec<_> = requests.iter().map(|it| (it.line, it.name.as_str(), it.method)).collect();
        assert_eq!(
            told,
            [
                (3, "GET /v1/x?y=1", Method::Get),
                (4, "GET /plain", Method::Get),
                (5, "HEAD /h", Method::Head),
                (6, "prices", Method::Get)
            ]
        );
        assert_eq!(requests[3].headers[1].1, HeaderText::Env("TOKEN".to_owned()));
    }

    #[test]
    fn a_body_is_sent_as_it_is_written() {
        let text = "{\"method\":\"POST\",\"path\":\"/p\",\"body\":{\"price\": 1.10, \"n\":9007199254740993}}\n\
                    {\"method\":\"PUT\",\"path\":\"/p\",\"body\":\"a=1\"}";
        let requests = read(text, true).unwrap();
        assert_eq!(requests[0].body.as_deref(), Some(&b"{\"price\":1.10,\"n\":9007199254740993}"[..]));
        assert_eq!(requests[0].headers[0].0, "content-type");
        assert_eq!((requests[1].body.as_deref(), requests[1].headers.len()), (Some(&b"a=1"[..]), 0));
    }

    #[test]
    fn a_request_that_acts_is_refused_by_name() {
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            let error = read(&format!("/a\n{method} /b"), false).unwrap_err();
            assert_eq!(error.params["reason"], "request_acts");
            assert_eq!(error.params["request"], format!("{method} /b"));
            assert_eq!(error.place.unwrap().line, Some(2));
        }
    }

    #[test]
    fn a_bad_line_is_named() {
        let cases = [
            ("/a\nFLY /b", 2, "method", "not_a_word"),
            ("GET", 1, "path", "not_a_path"),
            ("GET //evil.example/x", 1, "path", "not_a_path"),
            ("GET https://evil.example/x", 1, "path", "not_a_path"),
            ("GET /\\evil.example", 1, "path", "not_a_path"),
            ("GET /a b", 1, "path", "not_a_path"),
            ("{\"path\":1}", 1, "path", "wrong_type"),
            ("{\"method\":\"GET\"}", 1, "path", "missing"),
            ("\n{\"path\":\"/a\",\"url\":\"x\"}", 2, "url", "unknown_key"),
            ("{\"path\":\"/a\"", 1, "line", "not_json"),
            ("{\"path\":\"/a\",\"headers\":{\"Host\":\"x\"}}", 1, "headers", "not_a_header"),
            ("{\"path\":\"/a\",\"headers\":{\"Cookie\":\"x\"}}", 1, "headers", "not_a_header"),
            ("{\"path\":\"/a\",\"headers\":{\"X\":\"a\\nb\"}}", 1, "headers", "not_a_header"),
            ("{\"path\":\"/a\",\"headers\":{\"X\":1}}", 1, "headers", "not_a_header"),
        ];
        for (text, line, field, problem) in cases {
            assert_eq!(refused(text), (Some(line), field.to_owned(), problem.to_owned()), "{text}");
        }
        let long = format!("/{}", "a".repeat(RESPONSE_LINE_BYTES_MAX));
        assert_eq!(refused(&long).2, "too_large");
        assert_eq!(refused(&"/a\n".repeat(RESPONSE_REQUESTS_MAX + 1)).2, "too_many_requests");
    }

    proptest! {
        #[test]
        fn no_path_leads_to_another_host(text in "[/\\\\@:.#? \ta-z]{0,10}") {
            for request in read(&text, true).unwrap_or_default() {
                prop_assert!(request.path.starts_with('/') && !request.path[1..].starts_with(['/', '\\']));
            }
        }
    }
}
