//! A mail server that many use, as a program beside the test.

use std::io::{BufRead, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;

pub struct Server {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    pub port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// In a `mode` of the script, with a certificate of `make_certificates`, by folder and name.
    pub fn start(mode: &str, certificate: Option<(&Path, &str)>) -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/mail_server.py");
        // The interpreter of the system, for which the package python3-aiosmtpd is made.
        let mut command = Command::new("/usr/bin/python3");
        command.args([script, mode]).stdout(Stdio::piped());
        if let Some((folder, name)) = certificate {
            command.arg(folder.join(format!("{name}.pem"))).arg(folder.join(format!("{name}.key")));
        }
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().expect("the package python3-aiosmtpd is missing: .ci/setup test").unwrap();
        let port = first.strip_prefix("port ").unwrap().parse().unwrap();
        Self { child, lines, port }
    }

    /// The next line that it prints.
    pub fn heard(&mut self) -> Value {
        serde_json::from_str(&self.lines.next().unwrap().unwrap()).unwrap()
    }
}
