//! A bucket on this machine, as far as the protocol of Amazon's is spoken here: whole objects and parts of them
//! are put, read, listed and deleted. It knows who asks by name, and does not check what is signed.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Result, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use url::Url;

pub const KEY: &str = "somebody";

/// What is in it, and what was sent of what is not whole yet.
#[derive(Debug, Default)]
pub struct Content {
    pub objects: BTreeMap<String, Vec<u8>>,
    parts: HashMap<String, BTreeMap<u32, Vec<u8>>>,
    /// Objects of several parts that were made.
    pub assembled: usize,
    pub reads: usize,
    /// When everything in it was written.
    pub modified: Option<&'static str>,
}

type Shared = Arc<Mutex<Content>>;

pub struct Bucket {
    pub content: Shared,
    pub endpoint: String,
}

impl Bucket {
    /// Answers until the process ends.
    pub fn start() -> Self {
        let content = Shared::default();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let shared = Arc::clone(&content);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (shared, stream) = (Arc::clone(&shared), stream.unwrap());
                std::thread::spawn(move || serve(&shared, stream));
            }
        });
        Self { content, endpoint }
    }

    pub fn names(&self) -> Vec<String> {
        self.content.lock().unwrap().objects.keys().cloned().collect()
    }

    /// What programs must know to use it.
    pub fn variables(&self, key: &str) -> [(&'static str, String); 4] {
        [
            ("AWS_ENDPOINT_URL", self.endpoint.clone()),
            ("AWS_ACCESS_KEY_ID", key.to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "something".to_owned()),
            ("NO_PROXY", "127.0.0.1".to_owned()),
        ]
    }
}

struct Call {
    method: String,
    path: String,
    query: HashMap<String, String>,
    headers: HashMap<String, String>,
    body: Vec<u8>,
}

struct Reply {
    status: u16,
    headers: String,
    /// Of the body, also where that is left out.
    length: usize,
    body: Vec<u8>,
}

fn reply(status: u16, body: impl Into<Vec<u8>>) -> Reply {
    let body = body.into();
    Reply { status, headers: String::new(), length: body.len(), body }
}

/// None: the other end has gone.
fn hear(stream: &mut BufReader<TcpStream>) -> Result<Option<Call>> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split(' ');
    let (method, target) = (words.next().unwrap().to_owned(), words.next().unwrap());
    let url = Url::parse("http://bucket").unwrap().join(target).unwrap();
    let mut headers = HashMap::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let length = headers.get("content-length").map_or(0, |text| text.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    let query = url.query_pairs().into_owned().collect();
    Ok(Some(Call { method, path: url.path().to_owned(), query, headers, body }))
}

fn serve(content: &Shared, stream: TcpStream) -> Result<()> {
    let mut output = stream.try_clone()?;
    let mut stream = BufReader::new(stream);
    while let Some(call) = hear(&mut stream)? {
        let Reply { status, headers, length, body } = answer(&mut content.lock().unwrap(), call);
        let modified = "Sat, 21 Nov 2026 09:00:00 GMT";
        let head = format!(
            "HTTP/1.1 {status} It\r\nETag: \"tag\"\r\nLast-Modified: {modified}\r\n{headers}Content-Length: {length}\r\n\r\n"
        );
        output.write_all(&[head.into_bytes(), body].concat())?;
    }
    Ok(())
}

fn answer(content: &mut Content, call: Call) -> Reply {
    let Call { method, path, query, headers, body } = call;
    if !headers.get("authorization").is_some_and(|text| text.contains(&format!("Credential={KEY}/"))) {
        return reply(403, "<Error><Code>InvalidAccessKeyId</Code></Error>");
    }
    let Some(name) = path.strip_prefix("/runs").map(|name| name.trim_start_matches('/')) else {
        return reply(404, "<Error><Code>NoSuchBucket</Code></Error>");
    };
    match (method.as_str(), query.get("uploadId")) {
        ("PUT", None) => content.put(name, body),
        ("PUT", Some(upload)) => {
            let part = query["partNumber"].parse().unwrap();
            content.parts.entry(upload.clone()).or_default().insert(part, body);
            reply(200, "")
        }
        ("POST", Some(upload)) => content.assemble(name, upload),
        ("POST", None) if query.contains_key("delete") => content.delete(&body),
        ("POST", None) => {
            let upload = format!("upload-{name}");
            content.parts.insert(upload.clone(), BTreeMap::new());
            let result = "InitiateMultipartUploadResult";
            reply(200, format!("<{result}><UploadId>{upload}</UploadId></{result}>"))
        }
        ("GET", None) if name.is_empty() => content.list(&query),
        ("GET" | "HEAD", None) => content.read(name, headers.get("range"), method == "HEAD"),
        ("DELETE", Some(upload)) => {
            content.parts.remove(upload);
            reply(204, "")
        }
        _ => reply(501, ""),
    }
}

impl Content {
    fn put(&mut self, name: &str, bytes: Vec<u8>) -> Reply {
        self.objects.insert(name.to_owned(), bytes);
        reply(200, "")
    }

    fn assemble(&mut self, name: &str, upload: &str) -> Reply {
        let parts = self.parts.remove(upload).unwrap();
        self.assembled += 1;
        self.put(name, parts.into_values().flatten().collect());
        let result = "CompleteMultipartUploadResult";
        reply(200, format!("<{result}><ETag>\"tag\"</ETag></{result}>"))
    }

    fn delete(&mut self, body: &[u8]) -> Reply {
        let text = std::str::from_utf8(body).unwrap();
        let mut done = String::new();
        for (name, _) in text.split("<Key>").skip(1).filter_map(|text| text.split_once("</Key>")) {
            self.objects.remove(name);
            write!(done, "<Deleted><Key>{name}</Key></Deleted>").unwrap();
        }
        reply(200, format!("<DeleteResult>{done}</DeleteResult>"))
    }

    fn list(&self, query: &HashMap<String, String>) -> Reply {
        let text = |name: &str| query.get(name).map_or("", String::as_str);
        let (prefix, after) = (text("prefix"), text("start-after"));
        let modified = self.modified.unwrap_or("2026-11-21T09:00:00.000Z");
        let mut found = String::new();
        for (name, bytes) in &self.objects {
            if name.starts_with(prefix) && name.as_str() > after {
                let size = bytes.len();
                write!(
                    found,
                    "<Contents><Key>{name}</Key><Size>{size}</Size><LastModified>{modified}</LastModified></Contents>"
                )
                .unwrap();
            }
        }
        reply(200, format!("<ListBucketResult>{found}</ListBucketResult>"))
    }

    fn read(&mut self, name: &str, range: Option<&String>, is_head: bool) -> Reply {
        self.reads += 1;
        let Some(bytes) = self.objects.get(name) else {
            return reply(404, "<Error><Code>NoSuchKey</Code></Error>");
        };
        let (from, to) = match range.and_then(|range| range.strip_prefix("bytes=")?.split_once('-')) {
            None => (0, bytes.len()),
            Some(("", last)) => (bytes.len().saturating_sub(last.parse().unwrap()), bytes.len()),
            Some((from, "")) => (from.parse().unwrap(), bytes.len()),
            Some((from, to)) => (from.parse().unwrap(), (to.parse::<usize>().unwrap() + 1).min(bytes.len())),
        };
        let headers = match range {
            Some(_) => format!("Content-Range: bytes {from}-{}/{}\r\n", to.saturating_sub(1), bytes.len()),
            None => String::new(),
        };
        let status = if range.is_some() { 206 } else { 200 };
        let body = if is_head { Vec::new() } else { bytes[from..to].to_vec() };
        Reply { status, headers, length: to - from, body }
    }
}
