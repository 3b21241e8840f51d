//! Name servers, each asked by itself: what they say, and what they do instead.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, UdpSocket};
use std::time::Duration;

use ballast_outside::probe::dns::{Ask, RecordKind, Said, Seen, probe};
use ballast_outside::probe::{Failure, Limits, Probed, Wrong};
use hickory_resolver::proto::op::{Message, ResponseCode};
use hickory_resolver::proto::rr::rdata::{A, AAAA, CNAME, MX, NS, TXT};
use hickory_resolver::proto::rr::{Name, RData, Record};

fn name(text: &str) -> Name {
    Name::from_ascii(text).unwrap()
}

fn records(data: Vec<RData>) -> impl Fn(&mut Message) + Send + Sync + 'static {
    move |message| {
        let asked = message.queries[0].name().clone();
        message.add_answers(data.iter().map(|data| Record::from_rdata(asked.clone(), 60, data.clone())));
    }
}

fn code(code: ResponseCode) -> impl Fn(&mut Message) + Send + Sync + 'static {
    move |message| message.metadata.response_code = code
}

/// Answers over UDP what `change` makes of the question.
fn server(change: impl Fn(&mut Message) + Send + Sync + 'static) -> SocketAddr {
    raw(move |question| {
        let mut message = Message::from_vec(question).unwrap().into_response();
        change(&mut message);
        Some(message.to_vec().unwrap())
    })
}

fn raw(answer: impl Fn(&[u8]) -> Option<Vec<u8>> + Send + Sync + 'static) -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok((count, from)) = socket.recv_from(&mut bytes) {
            if let Some(answer) = answer(&bytes[..count]) {
                let _ = socket.send_to(&answer, from);
            }
        }
    });
    address
}

/// Cuts its answer over UDP, and has the whole one over TCP.
fn over_tcp(change: impl Fn(&mut Message) + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let socket = UdpSocket::bind(address).unwrap();
    std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok((count, from)) = socket.recv_from(&mut bytes) {
            let mut message = Message::from_vec(&bytes[..count]).unwrap().into_response();
            message.metadata.truncation = true;
            let _ = socket.send_to(&message.to_vec().unwrap(), from);
        }
    });
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let mut length = [0; 2];
            stream.read_exact(&mut length).unwrap();
            let mut bytes = vec![0; usize::from(u16::from_be_bytes(length))];
            stream.read_exact(&mut bytes).unwrap();
            let mut message = Message::from_vec(&bytes).unwrap().into_response();
            change(&mut message);
            let bytes = message.to_vec().unwrap();
            stream.write_all(&u16::try_from(bytes.len()).unwrap().to_be_bytes()).unwrap();
            stream.write_all(&bytes).unwrap();
        }
    });
    address
}

fn limits() -> Limits {
    Limits { whole: Duration::from_mins(1), ..Limits::default() }
}

async fn ask(kind: RecordKind, servers: Vec<SocketAddr>, limits: &Limits) -> Probed<Seen> {
    probe(&Ask { name: "shop.example".into(), kind, servers }, limits).await
}

async fn said(server: SocketAddr) -> Said {
    let probed = ask(RecordKind::A, vec![server], &limits()).await;
    assert_eq!(probed.failure, None);
    probed.seen.answers.into_iter().next().unwrap().said
}

fn told(records: &[&str]) -> Said {
    Said::Records { records: records.iter().map(ToString::to_string).collect() }
}

#[tokio::test]
async fn every_kind_of_record() {
    let text = |parts: &[&str]| RData::TXT(TXT::new(parts.iter().map(ToString::to_string).collect()));
    for (kind, data, wanted) in [
        (
            RecordKind::A,
            vec![RData::A(A::new(192, 0, 2, 2)), RData::A(A::new(192, 0, 2, 1))],
            &["192.0.2.1", "192.0.2.2"][..],
        ),
        (RecordKind::Aaaa, vec![RData::AAAA(AAAA::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1))], &["2001:db8::1"]),
        (RecordKind::Cname, vec![RData::CNAME(CNAME(name("Edge.Cloud.example.")))], &["edge.cloud.example"]),
        (
            RecordKind::Mx,
            vec![RData::MX(MX::new(20, name("b.example."))), RData::MX(MX::new(10, name("a.example.")))],
            &["10 a.example", "20 b.example"],
        ),
        (RecordKind::Mx, vec![RData::MX(MX::new(0, Name::root()))], &["0 ."]),
        (RecordKind::Ns, vec![RData::NS(NS(name("ns1.example.")))], &["ns1.example"]),
        (RecordKind::Txt, vec![text(&["v=spf1 ", "-all"]), text(&["a\u{1b}b"])], &["ab", "v=spf1 -all"]),
    ] {
        let probed = ask(kind, vec![server(records(data))], &limits()).await;
        assert_eq!(probed.failure, None);
        assert_eq!(probed.seen.answers[0].said, told(wanted), "{kind:?}");
    }
}

#[tokio::test]
async fn no_such_name_is_not_a_failing_server_is_not_silence() {
    assert_eq!(said(server(code(ResponseCode::NXDomain))).await, Said::NoSuchName);
    assert_eq!(said(server(code(ResponseCode::NoError))).await, Said::NoRecords);
    assert_eq!(said(server(code(ResponseCode::ServFail))).await, Said::ServerFailed);
    assert_eq!(said(server(code(ResponseCode::Refused))).await, Said::Refused);
    assert_eq!(said(server(code(ResponseCode::NotImp))).await, Said::OtherCode { code: 4 });
    let silent = raw(|_| None);
    let short = Limits { whole: Duration::from_millis(200), ..limits() };
    let probed = ask(RecordKind::A, vec![silent], &short).await;
    assert_eq!(
        (probed.failure, &probed.seen.answers[0].said),
        (None, &Said::TimedOut { limit_milliseconds: 200 })
    );
}

#[tokio::test]
async fn two_servers_are_asked_and_each_speaks_for_itself() {
    let at = |last| server(records(vec![RData::A(A::new(192, 0, 2, last))]));
    let seen = ask(RecordKind::A, vec![at(1), at(1)], &limits()).await.seen;
    assert_eq!(seen.agree(), Some(true));
    let seen = ask(RecordKind::A, vec![at(1), at(2)], &limits()).await.seen;
    assert_eq!(
        (&seen.answers[0].said, &seen.answers[1].said),
        (&told(&["192.0.2.1"]), &told(&["192.0.2.2"]))
    );
    assert_eq!(seen.agree(), Some(false));
    let seen = ask(RecordKind::A, vec![at(1), server(code(ResponseCode::NXDomain))], &limits()).await.seen;
    assert_eq!(seen.agree(), Some(false));
    // A server that could not find out says nothing against the other.
    let seen = ask(RecordKind::A, vec![at(1), server(code(ResponseCode::ServFail))], &limits()).await.seen;
    assert_eq!(seen.agree(), None);
    // One that is silent does not take the answer of the other.
    let short = Limits { whole: Duration::from_millis(500), ..limits() };
    let seen = ask(RecordKind::A, vec![raw(|_| None), at(3)], &short).await.seen;
    assert_eq!(seen.answers[1].said, told(&["192.0.2.3"]));
    assert!(matches!(seen.answers[0].said, Said::TimedOut { .. }));
}

#[tokio::test]
async fn aliases_are_kept_beside_the_answer() {
    let alias = server(|message| {
        let cloud = name("shop.cloud.example.");
        let asked = message.queries[0].name().clone();
        message.add_answer(Record::from_rdata(asked, 60, RData::CNAME(CNAME(cloud.clone()))));
        message.add_answer(Record::from_rdata(cloud, 60, RData::A(A::new(192, 0, 2, 7))));
    });
    let answer = ask(RecordKind::A, vec![alias], &limits()).await.seen.answers.remove(0);
    assert_eq!((answer.aliases, answer.said), (vec!["shop.cloud.example".to_owned()], told(&["192.0.2.7"])));
}

#[tokio::test]
async fn servers_that_do_not_mean_well() {
    let short = Limits { whole: Duration::from_millis(500), ..limits() };
    // An alias of itself.
    let looping = server(|message| {
        let asked = message.queries[0].name().clone();
        message.add_answer(Record::from_rdata(asked.clone(), 60, RData::CNAME(CNAME(asked))));
    });
    // Not an answer; the answer to another question.
    let noise = raw(|_| Some(vec![0xff; 100]));
    let foreign = raw(|question| {
        let mut message = Message::from_vec(question).unwrap().into_response();
        message.metadata.id = message.metadata.id.wrapping_add(1);
        message.add_answer(Record::from_rdata(name("shop.example."), 60, RData::A(A::new(192, 0, 2, 9))));
        Some(message.to_vec().unwrap())
    });
    for server in [looping, noise, foreign] {
        let probed = ask(RecordKind::A, vec![server], &short).await;
        let said = &probed.seen.answers[0].said;
        assert!(!matches!(said, Said::Records { .. } | Said::NoSuchName), "{said:?}");
    }
    // It says that its answer is longer, and then nobody takes the call.
    let cut = server(|message| message.metadata.truncation = true);
    assert_eq!(said(cut).await, Said::NotReached);
}

#[tokio::test]
async fn a_cut_answer_is_asked_for_again_over_tcp_and_only_so_much_of_it_is_kept() {
    assert_eq!(said(over_tcp(records(vec![RData::A(A::new(192, 0, 2, 8))]))).await, told(&["192.0.2.8"]));
    let many = over_tcp(records((0..=255).map(|last| RData::A(A::new(192, 0, 2, last))).collect()));
    let Said::Records { records } = said(many).await else { panic!() };
    assert_eq!(records.len(), 100);
}

#[tokio::test]
async fn names_that_are_none() {
    let server = server(code(ResponseCode::NXDomain));
    for name in ["", ".", "a..b", &"a".repeat(64), &"a.".repeat(200)] {
        let ask = Ask { name: name.to_owned(), kind: RecordKind::A, servers: vec![server] };
        assert_eq!(
            probe(&ask, &limits()).await.failure,
            Some(Failure::Invalid { what: Wrong::Name }),
            "{name}"
        );
    }
}
