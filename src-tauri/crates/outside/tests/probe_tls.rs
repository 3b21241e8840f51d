//! Encrypted connections, and certificates that nobody should trust.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

mod shared;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ballast_outside::probe::certificate::{Chain, Flaw};
use ballast_outside::probe::tls::{Ask, Seen, Version, probe};
use ballast_outside::probe::{
    Failure, Limits, Local, NotConnected, Phase, Probed, RedirectRefused, Surroundings, SystemNames, Target,
    Trust, Wrong, http, tcp,
};
use ballast_outside::secrets::Secret;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    date_time_ymd,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use shared::{closed_port, keep_silent, serve};

struct Authority {
    der: Vec<u8>,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new(organization: &str) -> Self {
        let mut parameters = CertificateParams::new(Vec::new()).unwrap();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        parameters.distinguished_name.push(DnType::OrganizationName, organization);
        let key = KeyPair::generate().unwrap();
        let der = parameters.self_signed(&key).unwrap().der().to_vec();
        Self { der, issuer: Issuer::new(parameters, key) }
    }

    fn signs(&self, parameters: CertificateParams) -> Identity {
        let key = KeyPair::generate().unwrap();
        let certificate = parameters.signed_by(&key, &self.issuer).unwrap();
        Identity { chain: vec![certificate.der().clone()], key: key.serialize_der() }
    }
}

struct Identity {
    chain: Vec<CertificateDer<'static>>,
    key: Vec<u8>,
}

fn parameters(names: &[&str]) -> CertificateParams {
    CertificateParams::new(names.iter().map(ToString::to_string).collect::<Vec<_>>()).unwrap()
}

/// A server that agrees on an encryption with this identity, and then does as it is told.
fn encrypted(
    identity: Identity,
    then: impl Fn(StreamOwned<ServerConnection, TcpStream>) + Send + Sync + 'static,
) -> u16 {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = PrivateKeyDer::try_from(identity.key).unwrap();
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(identity.chain, key)
        .unwrap();
    let config = Arc::new(config);
    serve(move |_, stream| {
        then(StreamOwned::new(ServerConnection::new(config.clone()).unwrap(), stream));
    })
}

/// Takes what comes until the other side goes.
fn listens(mut stream: StreamOwned<ServerConnection, TcpStream>) {
    let mut piece = [0; 4096];
    while matches!(stream.read(&mut piece), Ok(1..)) {}
}

fn limits() -> Limits {
    let long = Duration::from_mins(1);
    Limits { resolve: long, connect: long, tls: long, whole: long, ..Limits::default() }
}

fn surroundings(authority: &Authority) -> Surroundings {
    Surroundings { names: Arc::new(SystemNames::default()), trust: Trust::only([authority.der.clone()]) }
}

fn ask(port: u16) -> Ask {
    let target = Target::parse(&format!("127.0.0.1:{port}")).unwrap();
    Ask { target, name: Some("good.example".into()), local: Local::Written }
}

async fn run(authority: &Authority, identity: Identity) -> Probed<Seen> {
    probe(&surroundings(authority), &ask(encrypted(identity, listens)), &limits()).await
}

fn flaws(probed: &Probed<Seen>) -> Vec<Flaw> {
    let chain: &Chain = probed.seen.chain.as_ref().unwrap();
    let failure = (!chain.flaws.is_empty()).then(|| Failure::Certificate { flaws: chain.flaws.clone() });
    assert_eq!(probed.failure, failure);
    assert_eq!(probed.seen.version.is_some(), chain.flaws.is_empty());
    chain.flaws.clone()
}

#[tokio::test]
async fn a_good_certificate_and_what_it_says() {
    let authority = Authority::new("Careful Authority\u{7}");
    let mut wanted = parameters(&["good.example", "*.good.example", "127.0.0.1", "::1"]);
    (wanted.not_before, wanted.not_after) = (date_time_ymd(2020, 1, 2), date_time_ymd(2120, 3, 4));
    let probed = run(&authority, authority.signs(wanted)).await;
    assert_eq!((flaws(&probed), probed.seen.version), (vec![], Some(Version::Tls13)));
    let chain = probed.seen.chain.unwrap();
    assert_eq!(chain.not_after(), Some("2120-03-04T00:00:00Z".parse().unwrap()));
    let [own] = &chain.certificates[..] else { panic!("{chain:?}") };
    assert_eq!(own.names, ["good.example", "*.good.example", "127.0.0.1", "::1"]);
    assert_eq!(own.not_before, "2020-01-02T00:00:00Z".parse().unwrap());
    assert_eq!(own.issuer_organization.as_deref(), Some("Careful Authority"));
    assert!(!own.is_self_issued && own.sha256.len() == 64);
    assert!(probed.times.tls_microseconds.is_some());
}

#[tokio::test]
async fn every_flaw_is_named_and_the_certificate_is_kept() {
    let authority = Authority::new("Known");
    let unknown = Authority::new("Unknown");
    let at = |from, to| {
        let mut parameters = parameters(&["good.example"]);
        (parameters.not_before, parameters.not_after) = (date_time_ymd(from, 1, 1), date_time_ymd(to, 1, 1));
        parameters
    };
    assert_eq!(flaws(&run(&authority, authority.signs(at(2019, 2020))).await), [Flaw::Expired]);
    assert_eq!(flaws(&run(&authority, authority.signs(at(2119, 2120))).await), [Flaw::NotYetValid]);
    assert_eq!(
        flaws(&run(&authority, authority.signs(parameters(&["other.example"]))).await),
        [Flaw::WrongName]
    );
    assert_eq!(
        flaws(&run(&authority, unknown.signs(parameters(&["good.example"]))).await),
        [Flaw::UnknownIssuer]
    );
    let mut for_clients = parameters(&["good.example"]);
    for_clients.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    assert_eq!(flaws(&run(&authority, authority.signs(for_clients)).await), [Flaw::WrongPurpose]);
    // Several at once are all named: who mends one should know of the others.
    let mut all = at(2019, 2020);
    all.subject_alt_names = parameters(&["other.example"]).subject_alt_names;
    let probed = run(&authority, unknown.signs(all)).await;
    assert_eq!(flaws(&probed), [Flaw::Expired, Flaw::UnknownIssuer, Flaw::WrongName]);
    let own = &probed.seen.chain.unwrap().certificates[0];
    assert_eq!(
        (own.issuer_organization.as_deref(), &own.names[..]),
        (Some("Unknown"), &["other.example".into()][..])
    );
}

#[tokio::test]
async fn a_certificate_that_signed_itself() {
    let authority = Authority::new("Known");
    let key = KeyPair::generate().unwrap();
    let certificate = parameters(&["good.example"]).self_signed(&key).unwrap();
    let identity = Identity { chain: vec![certificate.der().clone()], key: key.serialize_der() };
    let probed = run(&authority, identity).await;
    assert_eq!(flaws(&probed), [Flaw::UnknownIssuer]);
    assert!(probed.seen.chain.unwrap().certificates[0].is_self_issued);
}

#[tokio::test]
async fn a_chain_expires_with_the_first_of_its_certificates() {
    let authority = Authority::new("Known");
    let mut between = parameters(&[]);
    between.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    between.not_after = date_time_ymd(2100, 1, 1);
    let middle = authority.signs(between.clone());
    let key = KeyPair::from_der_and_sign_algo(
        &middle.key.clone().try_into().unwrap(),
        &rcgen::PKCS_ECDSA_P256_SHA256,
    );
    let mut own = parameters(&["good.example"]);
    own.not_after = date_time_ymd(2110, 1, 1);
    let own_key = KeyPair::generate().unwrap();
    let own = own.signed_by(&own_key, &Issuer::new(between, key.unwrap())).unwrap();
    let chain = vec![own.der().clone(), middle.chain[0].clone()];
    let identity = || Identity { chain: chain.clone(), key: own_key.serialize_der() };
    let probed = run(&authority, identity()).await;
    assert_eq!(flaws(&probed), []);
    let seen = probed.seen.chain.unwrap();
    assert_eq!(
        (seen.certificates.len(), seen.not_after()),
        (2, Some("2100-01-01T00:00:00Z".parse().unwrap()))
    );
    // A server that forgets the one in between.
    let forgetful = Identity { chain: chain[..1].to_vec(), ..identity() };
    assert_eq!(flaws(&run(&authority, forgetful).await), [Flaw::UnknownIssuer]);
}

#[tokio::test]
async fn no_secret_goes_to_a_server_that_is_not_who_it_should_be() {
    let (authority, unknown) = (Authority::new("Known"), Authority::new("Unknown"));
    let heard = Arc::new(AtomicUsize::new(0));
    let count = heard.clone();
    let port = encrypted(unknown.signs(parameters(&["127.0.0.1"])), move |mut stream| {
        let mut piece = [0; 4096];
        if let Ok(read @ 1..) = stream.read(&mut piece) {
            count.fetch_add(read, Ordering::SeqCst);
        }
    });
    let mut ask = http::Ask::get(&format!("https://127.0.0.1:{port}/"));
    ask.headers.push(("authorization".into(), http::Value::Secret(Secret::new("hunter2".into()))));
    let probed = http::probe(&surroundings(&authority), &ask, &limits()).await;
    assert_eq!(probed.failure, Some(Failure::Certificate { flaws: vec![Flaw::UnknownIssuer] }));
    let chain = probed.seen.chain.unwrap();
    assert_eq!(chain.certificates[0].issuer_organization.as_deref(), Some("Unknown"));
    assert_eq!((probed.seen.status, heard.load(Ordering::SeqCst)), (None, 0));
}

#[tokio::test]
async fn an_encrypted_answer_comes_with_its_certificate() {
    let authority = Authority::new("Known");
    let port = encrypted(authority.signs(parameters(&["127.0.0.1"])), |mut stream| {
        let mut piece = [0; 4096];
        let _ = stream.read(&mut piece);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        listens(stream);
    });
    let ask = http::Ask::get(&format!("https://127.0.0.1:{port}/"));
    let probed = http::probe(&surroundings(&authority), &ask, &limits()).await;
    assert_eq!((probed.failure, probed.seen.body.as_slice()), (None, &b"ok"[..]));
    assert_eq!(probed.seen.chain.unwrap().certificates[0].names, ["127.0.0.1"]);
}

#[tokio::test]
async fn a_redirect_does_not_take_the_encryption_away() {
    let authority = Authority::new("Known");
    let heard = Arc::new(AtomicUsize::new(0));
    let count = heard.clone();
    let plain = serve(move |_, _| {
        count.fetch_add(1, Ordering::SeqCst);
    });
    let port = encrypted(authority.signs(parameters(&["127.0.0.1"])), move |mut stream| {
        let mut piece = [0; 4096];
        let _ = stream.read(&mut piece);
        let text =
            format!("HTTP/1.1 302 X\r\nLocation: http://127.0.0.1:{plain}/\r\nContent-Length: 0\r\n\r\n");
        let _ = stream.write_all(text.as_bytes());
        listens(stream);
    });
    let redirects = http::Redirects { at_most: 3, to: http::Servers::Any };
    let ask = http::Ask {
        redirects,
        local: Local::Allowed,
        ..http::Ask::get(&format!("https://127.0.0.1:{port}/"))
    };
    let failure = http::probe(&surroundings(&authority), &ask, &limits()).await.failure;
    let (reason, server) = (RedirectRefused::NotEncrypted, format!("127.0.0.1:{plain}"));
    assert_eq!(failure, Some(Failure::Redirect { reason, server }));
    assert_eq!(heard.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn servers_that_do_not_encrypt() {
    let authority = Authority::new("Known");
    let surroundings = surroundings(&authority);
    let plain = serve(|_, mut stream| {
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        keep_silent(stream);
    });
    assert_eq!(probe(&surroundings, &ask(plain), &limits()).await.failure, Some(Failure::Tls));
    let gone = serve(|_, stream| drop(stream));
    let broken = Some(Failure::BrokenOff { phase: Phase::Tls });
    assert_eq!(probe(&surroundings, &ask(gone), &limits()).await.failure, broken);
    let silent = serve(|_, stream| keep_silent(stream));
    let short = Limits { tls: Duration::from_millis(150), ..limits() };
    let timed_out = Some(Failure::TimedOut { phase: Phase::Tls, limit_milliseconds: 150 });
    assert_eq!(probe(&surroundings, &ask(silent), &short).await.failure, timed_out);
    let nameless = Ask { name: Some("not a name".into()), ..ask(silent) };
    let invalid = Some(Failure::Invalid { what: Wrong::Target });
    assert_eq!(probe(&surroundings, &nameless, &limits()).await.failure, invalid);
}

#[tokio::test]
async fn whether_somebody_listens() {
    let authority = Authority::new("Known");
    let surroundings = surroundings(&authority);
    let ask = |port, local| tcp::Ask {
        target: Target::parse(&format!("localhost:{port}")).unwrap(),
        local,
        hears: false,
    };
    let port = serve(|_, stream| keep_silent(stream));
    let probed = tcp::probe(&surroundings, &ask(port, Local::Written), &limits()).await;
    assert_eq!((probed.failure, probed.seen.address.unwrap().port()), (None, port));
    assert!(probed.times.connect_microseconds.is_some());
    let refused = tcp::probe(&surroundings, &ask(port, Local::Refused), &limits()).await;
    assert!(matches!(refused.failure, Some(Failure::LocalAddress { .. })) && refused.seen.address.is_none());
    let (_kept, closed) = closed_port();
    let failure = tcp::probe(&surroundings, &ask(closed, Local::Written), &limits()).await.failure;
    assert!(
        matches!(failure, Some(Failure::NotConnected { reason: NotConnected::Refused, .. })),
        "{failure:?}"
    );
    let target = Target::parse("nowhere.invalid:1").unwrap();
    let ask = tcp::Ask { target, local: Local::Refused, hears: false };
    let failure = tcp::probe(&surroundings, &ask, &limits()).await.failure;
    assert_eq!(failure, Some(Failure::NotResolved { host: "nowhere.invalid".into() }));
}
