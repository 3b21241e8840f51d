use proptest::prelude::*;

use super::*;

fn host(name: &str, addresses: &[&str]) -> HostFacts {
    let addresses = addresses.iter().map(|address| address.parse().unwrap()).collect();
    HostFacts { host: name.into(), addresses, ..HostFacts::default() }
}

fn side(hosts: &[HostFacts], hints: &[(&str, &str)]) -> SideFacts {
    let hints = hints.iter().map(|(what, value)| ((*what).to_owned(), (*value).to_owned())).collect();
    SideFacts { hints, people: BTreeSet::new(), hosts: hosts.to_vec() }
}

fn found(one: &SideFacts, other: &SideFacts) -> Vec<(String, Certainty, String)> {
    shared_fate(one, other, &BTreeMap::new())
        .into_iter()
        .map(|item| (item.id, item.certainty, item.reason))
        .collect()
}

fn only(id: &str, certainty: Certainty, reason: &str) -> Vec<(String, Certainty, String)> {
    vec![(id.to_owned(), certainty, reason.to_owned())]
}

#[test]
fn what_both_sides_say_is_declared() {
    let one = side(&[], &[("cloud", "AWS"), ("card", "visa-1"), ("login", "ops@harbor")]);
    let other = side(&[], &[("cloud", " aws "), ("card", "visa-2"), ("registrar", "gandi")]);
    assert_eq!(found(&one, &other), only("cloud:aws", Certainty::Declared, "declared"));
}

#[test]
fn what_is_seen_is_likely_with_its_reason() {
    let plain = |name: &str| host(name, &["192.0.2.1"]);
    for (one, other, id, reason) in [
        (host("a.example", &["3.20.1.1"]), host("b.example", &["18.193.1.1"]), "cloud:aws", "same_operator"),
        (host("a.example", &["5.6.7.8"]), host("b.example", &["5.6.7.8"]), "address:5.6.7.8", "same_address"),
        (
            host("a.example", &["5.6.7.8"]),
            host("b.example", &["5.6.7.200"]),
            "network:5.6.7.0/24",
            "same_network",
        ),
        (
            host("a.example", &["2a01:4f8:1:2::1"]),
            host("b.example", &["2a01:4f8:1:9::1"]),
            "network:2a01:4f8:1::/48",
            "same_network",
        ),
        (plain("a.example"), plain("A.example"), "host:a.example", "same_host"),
        (
            HostFacts { name_servers: vec!["ns-1.awsdns-2.com".into()], ..plain("a.example") },
            HostFacts { name_servers: vec!["ns-9.awsdns-8.org".into()], ..plain("b.example") },
            "dns:aws",
            "same_servers",
        ),
        (
            HostFacts { mail_servers: vec!["1 aspmx.l.google.com".into()], ..plain("a.example") },
            HostFacts { mail_servers: vec!["5 alt1.aspmx.l.google.com".into()], ..plain("b.example") },
            "mail:google.com",
            "same_servers",
        ),
        (
            HostFacts { issuer: Some("Let's Encrypt".into()), ..plain("a.example") },
            HostFacts { issuer: Some("let's encrypt".into()), ..plain("b.example") },
            "certificate_authority:let's encrypt",
            "same_issuer",
        ),
        (
            HostFacts { registrar: Some("Gandi SAS".into()), ..plain("a.example") },
            HostFacts { registrar: Some("Gandi SAS".into()), ..plain("b.example") },
            "registrar:gandi sas",
            "same_registrar",
        ),
        (
            HostFacts { aliases: vec!["x.eu-west-1.amazonaws.com".into()], ..plain("a.example") },
            host("b.example", &["3.20.1.1"]),
            "cloud:aws",
            "same_operator",
        ),
    ] {
        let list = found(&side(&[one], &[]), &side(&[other], &[]));
        assert_eq!(list, only(id, Certainty::Likely, reason));
    }
}

#[test]
fn strangers_share_nothing_and_private_addresses_say_nothing() {
    let one = HostFacts {
        name_servers: vec!["ns1.a.example".into()],
        issuer: Some("X".into()),
        ..host("a.example", &["5.6.7.8"])
    };
    let other = HostFacts {
        name_servers: vec!["ns1.b.test".into()],
        issuer: Some("Y".into()),
        ..host("b.test", &["5.6.8.8"])
    };
    assert_eq!(found(&side(&[one], &[]), &side(&[other], &[])), []);
    let local = |name: &str| side(&[host(name, &["127.0.0.1"])], &[]);
    assert_eq!(found(&local("a.test"), &local("b.test")), []);
}

#[test]
fn behind_a_content_network_nobody_can_tell() {
    let hidden = side(&[host("a.example", &["104.17.1.1"])], &[]);
    let open = side(&[host("b.example", &["3.20.1.1"])], &[]);
    assert_eq!(found(&hidden, &open), only("cloud:", Certainty::CannotTell, "behind_content_network"));
    assert_eq!(found(&open, &hidden), only("cloud:", Certainty::CannotTell, "behind_content_network"));
    let ids: Vec<String> = found(&hidden, &hidden).into_iter().map(|(id, ..)| id).collect();
    // Both on the same one is something that they share; its addresses are everybody's.
    assert_eq!(ids, ["cloud:", "content_network:cloudflare", "host:a.example"]);
    let unresolved = side(&[host("c.example", &[])], &[]);
    assert_eq!(found(&unresolved, &open), only("cloud:", Certainty::CannotTell, "not_resolved"));
    let told = |cloud: &str| side(&[host("a.example", &["104.17.1.1"])], &[("cloud", cloud)]);
    let other = side(&[host("b.example", &["192.0.2.1"])], &[("cloud", "gcp")]);
    assert_eq!(found(&told("aws"), &other), []);
}

#[test]
fn what_one_says_and_the_other_shows() {
    let says = side(&[], &[("cloud", "AWS"), ("dns", "cloudflare")]);
    let shows =
        HostFacts { name_servers: vec!["ana.ns.cloudflare.com".into()], ..host("b.example", &["3.20.1.1"]) };
    let expected =
        [("cloud:aws", "AWS", "3.20.1.1"), ("dns:cloudflare", "cloudflare", "ana.ns.cloudflare.com")];
    let list = shared_fate(&says, &side(std::slice::from_ref(&shows), &[]), &BTreeMap::new());
    for (item, (id, one, other)) in list.iter().zip(expected) {
        assert_eq!((item.id.as_str(), item.reason.as_str()), (id, "declared_and_seen"));
        assert_eq!((item.primary.as_str(), item.backup.as_str()), (one, other));
    }
    let turned = shared_fate(&side(&[shows], &[]), &says, &BTreeMap::new());
    assert_eq!((list.len(), turned.len(), turned[0].backup.as_str()), (2, 2, "AWS"));
}

#[test]
fn one_person_for_both() {
    let with = |people: &[&str]| SideFacts {
        people: people.iter().map(|name| (*name).to_owned()).collect(),
        ..SideFacts::default()
    };
    assert_eq!(
        found(&with(&["Ana"]), &with(&["Ana"])),
        only("person:Ana", Certainty::Declared, "only_person")
    );
    for (one, other) in
        [(&["Ana"][..], &["Ana", "Ben"][..]), (&["Ana"], &["Ben"]), (&["Ana"], &[]), (&[], &[])]
    {
        assert_eq!(found(&with(one), &with(other)), []);
    }
}

#[test]
fn a_person_has_the_last_word() {
    let one = side(&[host("a.example", &["3.20.1.1"])], &[]);
    let other = side(&[host("b.example", &["18.193.1.1"])], &[]);
    let certainty = |said: Option<bool>| {
        let answers = said.map(|said| ("cloud:aws".to_owned(), said)).into_iter().collect();
        let item = shared_fate(&one, &other, &answers).remove(0);
        (item.certainty, item.finding("payments").map(|finding| finding.severity))
    };
    assert_eq!(certainty(None), (Certainty::Likely, Some(Severity::Warning)));
    assert_eq!(certainty(Some(true)), (Certainty::Confirmed, Some(Severity::Warning)));
    assert_eq!(certainty(Some(false)), (Certainty::Denied, None));
}

fn facts() -> impl Strategy<Value = SideFacts> {
    let address = prop::sample::select(vec![
        "3.20.1.1",
        "18.193.1.1",
        "104.17.1.1",
        "5.6.7.8",
        "5.6.7.9",
        "2a01:4f8::1",
        "127.0.0.1",
    ]);
    let name = prop_oneof![".{0,10}", "[a-c]\\.(example|cloudfront\\.net|co\\.uk)"];
    let host = (
        name.clone(),
        prop::collection::vec(address.prop_map(|address| address.parse().unwrap()), 0..3),
        prop::collection::vec(name.clone(), 0..3),
        prop::option::of(name.clone()),
    );
    let host = host.prop_map(|(host, addresses, servers, issuer)| HostFacts {
        host,
        addresses,
        aliases: servers.clone(),
        name_servers: servers.clone(),
        mail_servers: servers,
        registrar: issuer.clone(),
        issuer,
    });
    let hints = prop::collection::btree_map(
        prop::sample::select(vec!["cloud", "dns", "card"]).prop_map(str::to_owned),
        name.clone(),
        0..3,
    );
    (hints, prop::collection::btree_set(name, 0..2), prop::collection::vec(host, 0..3))
        .prop_map(|(hints, people, hosts)| SideFacts { hints, people, hosts })
}

proptest! {
    #[test]
    fn the_sides_may_be_swapped(one in facts(), other in facts()) {
        let ids = |list: Vec<SharedFate>| list.into_iter().map(|item| (item.id, item.certainty)).collect::<BTreeSet<_>>();
        let none = BTreeMap::new();
        prop_assert_eq!(ids(shared_fate(&one, &other, &none)), ids(shared_fate(&other, &one, &none)));
    }
}
