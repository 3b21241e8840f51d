//! A small web server that answers as a test says: one of two systems that are compared.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Instant;

use serde_json::Value;

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
            while stream.write_all(&[b'a'; 65536]).is_ok() {}
            return;
        }
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
