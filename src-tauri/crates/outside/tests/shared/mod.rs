//! What the tests share: certificates of an authority of their own, small servers, and a second start of a
//! test in another environment.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

pub mod mail_server;
pub mod web;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

const INNER: &str = "BALLAST_TEST_FOLDER";

/// Starts the test `name` again as a program of its own, below `wrapper`, in an environment that `change`
/// makes. None: that was done, and it passed. Some: this is the inner one, and its folder.
pub fn apart(name: &str, wrapper: &[&str], change: impl FnOnce(&mut Command, &Path)) -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os(INNER) {
        return Some(folder.into());
    }
    let folder = tempfile::tempdir().unwrap();
    let this = std::env::current_exe().unwrap();
    let mut words: Vec<&str> = wrapper.to_vec();
    words.push(this.to_str().unwrap());
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).args(["--exact", name, "--nocapture"]).env(INNER, folder.path());
    change(&mut command, folder.path());
    let output = command.output().unwrap();
    let said =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).join("\n");
    assert!(output.status.success() && said.contains("1 passed"), "{name} in its own program:\n{said}");
    None
}

/// As [`apart`], where only the authority of [`make_certificates`] is trusted.
pub fn with_certificates(name: &str) -> Option<PathBuf> {
    apart(name, &[], |command, folder| {
        make_certificates(folder);
        command.env("SSL_CERT_FILE", folder.join("authority.pem")).env_remove("SSL_CERT_DIR");
    })
}

/// `authority.pem`; `good.*` of that authority for this computer, `other.*` for another name, and
/// `unknown.*` for this computer by an authority that nobody knows.
pub fn make_certificates(folder: &Path) {
    let authority = || {
        let mut parameters = CertificateParams::new(Vec::new()).unwrap();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let pem = parameters.self_signed(&key).unwrap().pem();
        (Issuer::new(parameters, key), pem)
    };
    let (known, pem) = authority();
    let (unknown, _) = authority();
    std::fs::write(folder.join("authority.pem"), pem).unwrap();
    let here = ["localhost", "127.0.0.1"];
    for (name, issuer, hosts) in [
        ("good", &known, &here[..]),
        ("other", &known, &["example.com"][..]),
        ("unknown", &unknown, &here[..]),
    ] {
        let hosts: Vec<String> = hosts.iter().map(ToString::to_string).collect();
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(hosts).unwrap().signed_by(&key, issuer).unwrap();
        std::fs::write(folder.join(format!("{name}.pem")), certificate.pem()).unwrap();
        std::fs::write(folder.join(format!("{name}.key")), key.serialize_pem()).unwrap();
    }
}

/// A server that hands each connection and its number, from 0, to `answer`. Gives its port.
pub fn serve(answer: impl Fn(usize, TcpStream) + Send + Sync + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let answer = Arc::new(answer);
    std::thread::spawn(move || {
        for (number, stream) in listener.incoming().map_while(Result::ok).enumerate() {
            let answer = answer.clone();
            std::thread::spawn(move || answer(number, stream));
        }
    });
    port
}

/// A port on which nobody listens, kept from others as long as the socket lives.
pub fn closed_port() -> (tokio::net::TcpSocket, u16) {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let port = socket.local_addr().unwrap().port();
    (socket, port)
}

/// Says one byte after the other, until nobody listens any more.
pub fn drip(mut stream: TcpStream, text: &str) {
    for byte in text.bytes().cycle() {
        if stream.write_all(&[byte]).is_err() {
            return;
        }
        // This is the fault itself, not a wait for something.
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
}

/// Waits without a word until the other side goes.
pub fn keep_silent(mut stream: TcpStream) {
    let mut piece = [0; 4096];
    while matches!(stream.read(&mut piece), Ok(1..)) {}
}

/// The server's side of an encrypted line.
pub fn encrypted(
    folder: &Path,
    name: &str,
    stream: TcpStream,
) -> rustls::StreamOwned<rustls::ServerConnection, TcpStream> {
    let chain = CertificateDer::pem_file_iter(folder.join(format!("{name}.pem")))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let key = PrivateKeyDer::from_pem_file(folder.join(format!("{name}.key"))).unwrap();
    let config =
        rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
    rustls::StreamOwned::new(rustls::ServerConnection::new(Arc::new(config)).unwrap(), stream)
}
