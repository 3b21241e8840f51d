//! A small web server that answers as a test says: one of two systems that are compared.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Instant;

use serde_json::Value;

use crate::files::put;
use crate::{Said, Workshop, of_kind};

/// What a server was sent.
#[derive(Clone, Debug)]
pub struct Heard {
    pub method: String,
    pub path: String,
    pub headers: String,
    pub body: String,
    pub at: Instant,
}

pub enum Answer {
    Json(String),
    /// Status, further headers, body.
    Http(u16, &'static str, String),
    /// More bytes than anybody takes.
    Endless,
    /// Not a word until the other side goes.
    Silence,
    /// Not a word, and the line is closed.
    Hangup,
}

pub fn json_of(value: Value) -> Answer {
    Answer::Json(value.to_string())
}

/// A small web server on this computer.
pub struct Server {
    pub port: u16,
    heard: Arc<Mutex<Vec<Heard>>>,
}

impl Server {
    /// `answer` is given what was heard and its number, from 0.
    pub fn start(answer: impl Fn(&Heard, usize) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::<Mutex<Vec<Heard>>>::default();
        let (book, answer) = (Arc::clone(&heard), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (book, answer) = (Arc::clone(&book), Arc::clone(&answer));
                thread::spawn(move || serve(&stream, &book, &*answer));
            }
        });
        Self { port, heard }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }
}

/// Hears one request and answers it.
pub fn serve(mut stream: &TcpStream, book: &Mutex<Vec<Heard>>, answer: &dyn Fn(&Heard, usize) -> Answer) {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).unwrap_or(0) == 0 {
            return;
        }
    }
    let at = Instant::now();
    let length =
        head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).unwrap();
    let mut words = head.split(' ');
    let (method, path) = (words.next().unwrap().to_owned(), words.next().unwrap().to_owned());
    let body = String::from_utf8(body).unwrap();
    let heard = Heard { method, path, headers: head.to_lowercase(), body, at };
    let number = {
        let mut book = book.lock().unwrap();
        book.push(heard.clone());
        book.len() - 1
    };
    let told = match answer(&heard, number) {
        Answer::Json(body) => whole(200, "Content-Type: application/json\r\n", &body),
        Answer::Http(status, headers, body) => whole(status, headers, &body),
        Answer::Endless => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
            while stream.write_all(&[b'a'; 8192]).is_ok() {}
            return;
        }
        Answer::Hangup => return,
        Answer::Silence => {
            let _ = reader.read(&mut [0]);
            return;
        }
    };
    let _ = stream.write_all(told.as_bytes());
}

fn whole(status: u16, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status} X\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

/// Asks both, quickly, what `requests` says.
pub fn ask(shop: &Workshop, old: &str, new: &str, requests: &str, flags: &[&str]) -> Said {
    put(&shop.at("requests.txt"), requests.as_bytes());
    let mut call = vec!["compare", "responses", old, new, "--requests", "requests.txt"];
    if !flags.contains(&"--rate") {
        call.extend(["--rate", "1000"]);
    }
    call.extend(flags);
    shop.run(call)
}

pub fn compare(old: &Server, new: &Server, requests: &str, flags: &[&str]) -> Said {
    ask(&Workshop::new(), &old.url(), &new.url(), requests, flags)
}

/// Both sides answer everything with one document each.
pub fn documents(old: Value, new: Value, flags: &[&str]) -> Said {
    let (old, new) =
        (Server::start(move |_, _| json_of(old.clone())), Server::start(move |_, _| json_of(new.clone())));
    compare(&old, &new, "GET /a\nGET /b\n", flags)
}

/// The only finding of a kind.
#[track_caller]
pub fn only<'a>(document: &'a Value, kind: &str) -> &'a Value {
    let found = of_kind(document, kind);
    assert_eq!(found.len(), 1, "one {kind} in {document:#}");
    for field in ["subject", "detail", "hint"] {
        let text = found[0][field].as_str().unwrap();
        assert!(!text.is_empty() && !text.contains("finding-") && !text.contains("{$"), "{text}");
    }
    found[0]
}
