//! Where a probe of the web lets itself be led: names, redirects, and what others get to see.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

mod shared;

use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};

use ballast_outside::address::LocalKind;
use ballast_outside::probe::http::{Ask, Redirects, Servers, Value, probe};
use ballast_outside::probe::{Failure, Local, RedirectRefused};
use ballast_outside::secrets::Secret;
use shared::serve;
use shared::web::{following, get, head, limits, names, redirecting, run, says, surroundings};

#[tokio::test]
async fn redirects_are_few_and_stay_with_their_server() {
    // Not followed: it is the answer.
    let looping = redirecting(|number| format!("/{number}"), 302);
    let probed = get(looping, &limits()).await;
    assert_eq!((probed.failure, probed.seen.status), (None, Some(302)));
    // A loop ends.
    let probed = run(&following(looping, false), &limits()).await;
    let server = format!("127.0.0.1:{looping}");
    let too_many = Failure::Redirect { reason: RedirectRefused::TooMany, server: server.clone() };
    assert_eq!((probed.failure, probed.seen.hops), (Some(too_many), vec![server; 3]));
    // Another server is not even connected to.
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let elsewhere = serve(move |_, _| {
        count.fetch_add(1, Ordering::SeqCst);
    });
    let away = redirecting(move |_| format!("http://127.0.0.1:{elsewhere}/"), 302);
    let probed = run(&following(away, false), &limits()).await;
    let reason = RedirectRefused::OtherServer;
    assert_eq!(probed.failure, Some(Failure::Redirect { reason, server: format!("127.0.0.1:{elsewhere}") }));
    // Where others are allowed, local ones still are not: only the written one may be.
    let probed = run(&following(away, true), &limits()).await;
    let (address, local) = ("127.0.0.1".parse().unwrap(), LocalKind::Loopback);
    assert_eq!(probed.failure, Some(Failure::LocalAddress { host: "127.0.0.1".into(), address, local }));
    assert_eq!(asked.load(Ordering::SeqCst), 0);
    // Of the hosts that are named, and no other.
    let named = |hosts: &[&str]| {
        let to = Servers::Hosts(hosts.iter().map(|host| (*host).to_owned()).collect());
        Ask { redirects: Redirects { at_most: 3, to }, local: Local::Allowed, ..following(away, false) }
    };
    let probed = run(&named(&["other.example"]), &limits()).await;
    assert_eq!(probed.failure, Some(Failure::Redirect { reason, server: format!("127.0.0.1:{elsewhere}") }));
    assert_eq!(asked.load(Ordering::SeqCst), 0);
    run(&named(&["127.0.0.1"]), &limits()).await;
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    for location in ["file:///etc/passwd", "http://me:pw@127.0.0.1/", "http://", "gopher://x/"] {
        let port = redirecting(move |_| location.to_owned(), 302);
        let failure = run(&following(port, true), &limits()).await.failure;
        let server = format!("127.0.0.1:{port}");
        let reason = RedirectRefused::NotAnAddress;
        assert_eq!(failure, Some(Failure::Redirect { reason, server }), "{location}");
    }
}

#[tokio::test]
async fn a_redirect_into_the_metadata_of_a_cloud_is_refused() {
    for (place, local) in [
        ("169.254.169.254", LocalKind::Metadata),
        ("10.0.0.1", LocalKind::Private),
        ("[::1]", LocalKind::Loopback),
        ("[::ffff:127.0.0.1]", LocalKind::Embedded),
        ("2130706433", LocalKind::Loopback),
        ("0x7f.1", LocalKind::Loopback),
    ] {
        let port = redirecting(move |_| format!("http://{place}/latest/meta-data"), 307);
        let failure = run(&following(port, true), &limits()).await.failure;
        assert!(
            matches!(failure, Some(Failure::LocalAddress { local: found, .. }) if found == local),
            "{failure:?}"
        );
    }
}

#[tokio::test]
async fn another_server_gets_no_header_and_no_body() {
    let (tell, hear) = channel();
    let tell = Mutex::new(tell);
    let elsewhere = serve(move |_, mut stream| {
        tell.lock().unwrap().send(head(&stream)).unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").unwrap();
    });
    for (status, method) in [(303, "POST"), (302, "POST"), (302, "GET"), (307, "GET")] {
        let port = redirecting(move |_| format!("http://127.0.0.1:{elsewhere}/"), status);
        let ask = Ask {
            method: method.into(),
            headers: vec![("Authorization".into(), Value::Secret(Secret::new("Bearer hunter2".into())))],
            body: (method == "POST").then(|| Value::Plain("body".into())),
            local: Local::Allowed,
            ..following(port, true)
        };
        let probed = run(&ask, &limits()).await;
        assert_eq!((probed.failure, probed.seen.status), (None, Some(200)), "{status}");
        let heard = hear.recv().unwrap();
        assert!(heard.starts_with("GET / ") && !heard.contains("hunter2"), "{heard}");
        assert!(!heard.to_lowercase().contains("content-length"), "{heard}");
    }
    let port = redirecting(move |_| format!("http://127.0.0.1:{elsewhere}/"), 307);
    let body = Some(Value::Plain("body".into()));
    let ask = Ask { method: "POST".into(), body, local: Local::Allowed, ..following(port, true) };
    let failure = run(&ask, &limits()).await.failure;
    let reason = RedirectRefused::CarriesBody;
    assert_eq!(failure, Some(Failure::Redirect { reason, server: format!("127.0.0.1:{elsewhere}") }));
}

#[tokio::test]
async fn the_same_server_keeps_the_request() {
    let port = serve(|number, mut stream| {
        let head = head(&stream);
        assert!(head.starts_with("PUT ") && head.contains("x-key: 7"), "{head}");
        let answer = match number {
            0 => "HTTP/1.1 308 X\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n",
            _ => "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        };
        stream.write_all(answer.as_bytes()).unwrap();
    });
    let headers = vec![("x-key".into(), Value::Plain("7".into()))];
    let body = Some(Value::Plain("body".into()));
    let ask = Ask { method: "PUT".into(), headers, body, ..following(port, false) };
    let probed = run(&ask, &limits()).await;
    assert_eq!((probed.failure, probed.seen.body.as_slice()), (None, &b"ok"[..]));
    assert_eq!(probed.seen.hops, [format!("127.0.0.1:{port}")]);
}

#[tokio::test]
async fn a_name_that_leads_to_this_computer_is_not_called() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let port = serve(move |_, _| {
        count.fetch_add(1, Ordering::SeqCst);
    });
    let ask = Ask::get(&format!("http://rebind.example:{port}/"));
    assert_eq!(ask.local, Local::Refused);
    for (answer, local) in [
        (&["127.0.0.1"][..], LocalKind::Loopback),
        // Among public ones it is an attack all the same; none of them is connected to.
        (&["93.184.215.14", "127.0.0.1"], LocalKind::Loopback),
        (&["::ffff:127.0.0.1"], LocalKind::Embedded),
        (&["169.254.169.254"], LocalKind::Metadata),
        (&["64:ff9b::7f00:1"], LocalKind::Loopback),
    ] {
        let failure = probe(&surroundings(names(&[answer])), &ask, &limits()).await.failure;
        let refused = matches!(&failure, Some(Failure::LocalAddress { host, local: found, .. })
            if host == "rebind.example" && *found == local);
        assert!(refused, "{failure:?}");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_name_is_looked_up_once_and_its_answer_is_what_is_connected_to() {
    let port = says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    // A second lookup would lead to another network.
    let changing = names(&[&["127.0.0.1"], &["10.255.255.1"]]);
    let ask = Ask { local: Local::Allowed, ..Ask::get(&format!("http://changing.example:{port}/")) };
    let probed = probe(&surroundings(changing.clone()), &ask, &limits()).await;
    assert_eq!((probed.failure, probed.seen.status), (None, Some(200)));
    assert_eq!(probed.seen.address, Some(([127, 0, 0, 1], port).into()));
    assert_eq!(changing.asked.load(Ordering::SeqCst), 1);
    // An address that does not answer is left for the next one.
    let several = names(&[&["127.0.0.2", "127.0.0.1"]]);
    let probed = probe(&surroundings(several), &ask, &limits()).await;
    assert_eq!((probed.failure, probed.seen.status), (None, Some(200)));
    let nobody = probe(&surroundings(names(&[])), &ask, &limits()).await.failure;
    assert_eq!(nobody, Some(Failure::NotResolved { host: "changing.example".into() }));
}

#[tokio::test]
async fn a_redirect_is_looked_up_anew_and_checked_anew() {
    let port = redirecting(|_| "/again".to_owned(), 302);
    let turning = names(&[&["127.0.0.1"], &["10.0.0.1"]]);
    let redirects = Redirects { at_most: 3, to: Servers::Any };
    // Only what is written may be local; here that is a name, and the other server another name.
    let ask = Ask { redirects, local: Local::Written, ..Ask::get(&format!("http://a.example:{port}/")) };
    let away = redirecting(move |_| format!("http://b.example:{port}/"), 302);
    let ask = Ask { url: format!("http://a.example:{away}/"), ..ask };
    let failure = probe(&surroundings(turning), &ask, &limits()).await.failure;
    let (address, local) = ("10.0.0.1".parse().unwrap(), LocalKind::Private);
    assert_eq!(failure, Some(Failure::LocalAddress { host: "b.example".into(), address, local }));
}
