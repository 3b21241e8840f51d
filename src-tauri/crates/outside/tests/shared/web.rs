//! Probes of the web against servers on this computer, with names as a test wants them.

use std::io::{BufRead, BufReader, Write};
use std::net::{IpAddr, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ballast_outside::probe::http::{Ask, Redirects, Seen, Servers, probe};
use ballast_outside::probe::{Addresses, Limits, Names, Probed, Surroundings, Trust};

use super::serve;

/// Long enough for a busy machine; a test that waits for one of these has failed.
pub fn limits() -> Limits {
    let long = Duration::from_mins(1);
    let times = Limits { resolve: long, connect: long, tls: long, ..Limits::default() };
    Limits { first_byte: long, body: long, whole: long, head_bytes: 16_384, body_bytes: 65_536, ..times }
}

/// Names as a test wants them: each lookup takes the next answer, the last one stays. And how often it was asked.
pub struct Script {
    answers: Mutex<Vec<Vec<IpAddr>>>,
    pub asked: AtomicUsize,
}

impl Names for Script {
    fn addresses<'a>(&'a self, _host: &'a str) -> Addresses<'a> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let mut answers = self.answers.lock().unwrap();
        let next =
            if answers.len() > 1 { answers.remove(0) } else { answers.first().cloned().unwrap_or_default() };
        Box::pin(async move { (!next.is_empty()).then_some(next) })
    }
}

pub fn names(answers: &[&[&str]]) -> Arc<Script> {
    let answers =
        answers.iter().map(|answer| answer.iter().map(|ip| ip.parse().unwrap()).collect()).collect();
    Arc::new(Script { answers: Mutex::new(answers), asked: AtomicUsize::new(0) })
}

pub fn surroundings(names: Arc<dyn Names>) -> Surroundings {
    Surroundings { names, trust: Trust::only([]) }
}

pub async fn run(ask: &Ask, limits: &Limits) -> Probed<Seen> {
    probe(&surroundings(names(&[])), ask, limits).await
}

pub async fn get(port: u16, limits: &Limits) -> Probed<Seen> {
    run(&Ask::get(&format!("http://127.0.0.1:{port}/")), limits).await
}

/// The head of a request.
pub fn head(stream: &TcpStream) -> String {
    let mut head = String::new();
    let mut reader = BufReader::new(stream);
    while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).unwrap() > 0 {}
    head
}

/// A server that reads the head of each request and says `text`.
pub fn says(text: impl Into<Vec<u8>>) -> u16 {
    let text = text.into();
    serve(move |_, mut stream| {
        head(&stream);
        let _ = stream.write_all(&text);
    })
}

pub fn redirecting(to: impl Fn(usize) -> String + Send + Sync + 'static, status: u16) -> u16 {
    serve(move |number, mut stream| {
        head(&stream);
        let text = format!("HTTP/1.1 {status} X\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n", to(number));
        let _ = stream.write_all(text.as_bytes());
    })
}

pub fn following(port: u16, to_other_servers: bool) -> Ask {
    let to = if to_other_servers { Servers::Any } else { Servers::Same };
    let redirects = Redirects { at_most: 3, to };
    Ask { redirects, ..Ask::get(&format!("http://127.0.0.1:{port}/")) }
}
