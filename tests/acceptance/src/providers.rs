//! Servers that play providers, good ones and hostile ones.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// Two providers and the head of their pair, to which more keys can be added.
pub const TWO_PROVIDERS: &str = r#"[[component]]
id = "pay-a"
kind = "provider"

[[component]]
id = "pay-b"
kind = "provider"

[[provider_pair]]
id = "payments"
primary = "pay-a"
backup = "pay-b""#;

/// What a server says to one request: the bytes of the whole answer, from the request's first line.
type Answer = Box<dyn Fn(&str, &mut TcpStream) + Send>;

/// A server on this computer that can be changed, silenced and counted.
pub struct Provider {
    pub port: u16,
    answer: Arc<Mutex<Answer>>,
    gone: Arc<AtomicBool>,
    asked: Arc<AtomicUsize>,
}

/// A plain answer with a body.
pub fn json(stream: &mut TcpStream, body: &str) {
    let length = body.len();
    let text = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    let _ = stream.write_all(text.as_bytes());
}

impl Provider {
    pub fn start(answer: impl Fn(&str, &mut TcpStream) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let answer: Arc<Mutex<Answer>> = Arc::new(Mutex::new(Box::new(answer)));
        let (gone, asked) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let (say, is_gone, count) = (Arc::clone(&answer), Arc::clone(&gone), Arc::clone(&asked));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                if is_gone.load(Ordering::SeqCst) {
                    // Who is gone closes without a word.
                    continue;
                }
                let (say, count) = (Arc::clone(&say), Arc::clone(&count));
                thread::spawn(move || {
                    let mut head = BufReader::new(stream.try_clone().unwrap()).lines();
                    let Some(Ok(first)) = head.next() else { return };
                    while head.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
                    count.fetch_add(1, Ordering::SeqCst);
                    say.lock().unwrap()(&first, &mut stream);
                });
            }
        });
        Self { port, answer, gone, asked }
    }

    /// One that says the same JSON to everybody.
    pub fn saying(body: &str) -> Self {
        let body = body.to_owned();
        Self::start(move |_, stream| json(stream, &body))
    }

    /// From now on it answers otherwise.
    pub fn says(&self, body: &str) {
        let body = body.to_owned();
        *self.answer.lock().unwrap() = Box::new(move |_, stream| json(stream, &body));
    }

    /// From now on connections end without an answer; or no more so.
    pub fn goes(&self, gone: bool) {
        self.gone.store(gone, Ordering::SeqCst);
    }

    /// Requests so far.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}/{path}", self.port)
    }
}
