use ballast_core::Severity;
use jiff::SignedDuration;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::probe::observed::{
    Certificate, ChainFault, CommandSeen, DnsAnswer, DnsCode, DnsSeen, HeartbeatSeen, HttpSeen, NotObserved,
    Phases, Refusal, RoundTrip, SmtpLogin, SmtpSeen, TcpSeen,
};

fn now() -> Timestamp {
    "2026-11-20T08:00:00Z".parse().unwrap()
}

fn probe(entry: Value) -> Probe {
    Probe::read(&entry, "p").unwrap()
}

fn seen(seen: Seen) -> Observed {
    let phases = Phases { total: 100, ..Phases::default() };
    Observed { phases, ..Observed::of(now(), Outcome::Seen(seen)) }
}

fn answer(status: u16, body: &str) -> HttpSeen {
    HttpSeen { status, body: body.as_bytes().to_vec(), ..HttpSeen::default() }
}

fn http(status: u16, body: &str) -> Observed {
    seen(Seen::Http(answer(status, body)))
}

/// Verdict and the reasons of the findings, in their order.
fn says(probe: &Probe, observed: &Observed) -> (Verdict, Vec<String>) {
    let judged = judge(probe, observed, None, now());
    let reasons = judged.findings.iter().map(|finding| finding.params["reason"].clone()).collect();
    (judged.verdict, reasons)
}

fn expect_says(probe: &Probe, observed: &Observed, verdict: Verdict, reasons: &[&str]) {
    let found = says(probe, observed);
    assert_eq!(
        (found.0, found.1.iter().map(String::as_str).collect::<Vec<_>>()),
        (verdict, reasons.to_vec()),
        "{observed:?}"
    );
}

fn days(days: i64) -> Timestamp {
    now() + SignedDuration::from_hours(days * 24)
}

fn certificate() -> Certificate {
    Certificate {
        subject: "pay.example".into(),
        names: vec!["pay.example".into()],
        issuer: "R11".into(),
        issuer_organization: Some("Let's Encrypt".into()),
        not_before: days(-30),
        not_after: days(60),
        chain_not_after: Some(days(400)),
        sha256: "0".repeat(64),
        name_matches: true,
        chain_fault: None,
    }
}

#[test]
fn a_provider_that_renames_a_field_overnight_reads_contract_changed() {
    let probe =
        probe(json!({ "on": "backup", "name": "Payments B", "http": "https://pay-b.example/v1/customer",
        "contract": true }));
    let mut contract = Contract::default();
    for day in 0..20 {
        let judged = judge(
            &probe,
            &http(200, &format!("{{\"customer_id\":\"c{day}\",\"n\":{day}}}")),
            Some(&contract),
            now(),
        );
        assert_eq!(judged.verdict, Verdict::Passed);
        contract.learn(&judged.sample.unwrap()).unwrap();
    }
    let judged =
        judge(&probe, &http(200, "{\"customer-id\":\"c9\",\"n\":1,\"new\":{}}"), Some(&contract), now());
    assert_eq!(judged.verdict, Verdict::Failed);
    assert!(judged.is_definite, "one look is enough");
    assert_eq!(judged.sample, None, "what broke the contract is not learned");
    let [finding] = &judged.findings[..] else { panic!("{:?}", judged.findings) };
    assert_eq!(finding.kind, FindingKind::ContractChanged);
    assert_eq!(finding.subject, "Payments B");
    for (name, value) in [
        ("reason", "renamed"),
        ("old", "customer_id"),
        ("new", "customer-id"),
        ("side", "backup"),
        ("samples", "20"),
    ] {
        assert_eq!(finding.params[name], value);
    }
    // An error page has another shape; that is an outage and no news about the contract.
    let judged = judge(&probe, &http(503, "<html>"), Some(&contract), now());
    assert_eq!((judged.findings[0].kind, judged.findings.len()), (FindingKind::ProbeFailed, 1));
    let judged = judge(&probe, &http(200, "<html>"), Some(&contract), now());
    assert_eq!(
        (judged.findings[0].kind, judged.findings[0].params["reason"].as_str()),
        (FindingKind::ContractChanged, "not_json")
    );
    let judged = judge(&probe, &http(200, "{\"customer_id\":null,\"n\":1}"), Some(&contract), now());
    assert_eq!(
        (judged.verdict, judged.findings[0].params["reason"].as_str()),
        (Verdict::Anomaly, "became_null")
    );
}

#[test]
fn answers_of_http() {
    let plain = probe(json!({ "http": "http://a.example/" }));
    expect_says(&plain, &http(200, ""), Verdict::Passed, &[]);
    expect_says(&plain, &http(302, ""), Verdict::Passed, &[]);
    expect_says(&plain, &http(404, ""), Verdict::Failed, &["status"]);
    let away = HttpSeen { redirect_refused: Some("evil.example".into()), ..answer(302, "") };
    expect_says(&plain, &seen(Seen::Http(away)), Verdict::Failed, &["redirect_refused"]);

    let strict = probe(
        json!({ "http": "http://a.example/", "expect": { "status": [200, "3xx"], "body": { "contains": "ok" },
        "headers": { "x-version": { "like": "2.*" } }, "json": { "items[].n": { "above": 0 } }, "within": "90ms" } }),
    );
    let mut good = answer(200, "{\"items\":[{\"n\":1},{\"n\":2}],\"say\":\"ok\"}");
    good.headers = vec![("x-version".into(), "1.0".into()), ("x-version".into(), "2.1".into())];
    let mut fast = seen(Seen::Http(good.clone()));
    fast.phases.total = 90;
    expect_says(&strict, &fast, Verdict::Passed, &[]);
    expect_says(&strict, &seen(Seen::Http(good.clone())), Verdict::Failed, &["too_slow"]);
    fast.outcome = Outcome::Seen(Seen::Http(answer(200, "{\"items\":[{\"n\":1},{\"n\":0}]}")));
    expect_says(&strict, &fast, Verdict::Failed, &["header", "body", "json"]);
    fast.outcome =
        Outcome::Seen(Seen::Http(HttpSeen { body: b"{\"items\":[],\"ok\":1}".to_vec(), ..good.clone() }));
    expect_says(&strict, &fast, Verdict::Failed, &["json"]);
    // A limit of ours cut it: nobody knows what else it says.
    fast.outcome = Outcome::Seen(Seen::Http(HttpSeen { body_cut: true, ..good }));
    expect_says(&strict, &fast, Verdict::Inconclusive, &["body_too_large"]);

    let text = probe(json!({ "http": "http://a.example/", "expect": { "body": { "contains": "end" } } }));
    let cut = HttpSeen { body_cut: true, ..answer(200, "begin") };
    expect_says(&text, &seen(Seen::Http(cut)), Verdict::Inconclusive, &["body_too_large"]);

    let slow = probe(json!({ "http": "http://a.example/", "expect": { "slow": "50ms" } }));
    expect_says(&slow, &http(200, ""), Verdict::Anomaly, &["slow"]);
    let moved = probe(json!({ "http": "http://a.example/", "expect": { "status": 302 } }));
    let away = HttpSeen { redirect_refused: Some("b.example".into()), ..answer(302, "") };
    expect_says(&moved, &seen(Seen::Http(away)), Verdict::Passed, &[]);
}

#[test]
fn what_did_not_answer_failed_and_what_nobody_saw_did_not() {
    let plain = probe(json!({ "http": "http://a.example/" }));
    for failure in [
        Failure::NameNotFound,
        Failure::ConnectionRefused,
        Failure::TimedOut,
        Failure::ProtocolBroken,
        Failure::RedirectLoop,
    ] {
        let observed = Observed::of(now(), Outcome::Failed { failure, phase: Phase::Connect });
        let judged = judge(&plain, &observed, None, now());
        assert_eq!((judged.verdict, judged.milliseconds), (Verdict::Failed, None));
        assert_eq!(judged.findings[0].params["phase"], "connect");
    }
    for reason in [NotObserved::OwnLineDown, NotObserved::Asleep, NotObserved::NoSlot] {
        assert_eq!(says(&plain, &Observed::not_observed(now(), reason)).0, Verdict::Inconclusive);
    }
    for (refusal, reason) in [
        (Refusal::DailyCap, "daily_cap"),
        (Refusal::PrivateAddress, "private_address"),
        (Refusal::HeadersTooLarge, "headers_too_large"),
    ] {
        expect_says(
            &plain,
            &Observed::of(now(), Outcome::Refused(refusal)),
            Verdict::Inconclusive,
            &[reason],
        );
    }
}

#[test]
fn certificates() {
    let tls = probe(json!({ "tls": "pay.example:443", "expect": { "issuer": { "contains": "Encrypt" } } }));
    let with = |certificate: Certificate| Observed { certificate: Some(certificate), ..seen(Seen::Tls) };
    expect_says(&tls, &with(certificate()), Verdict::Passed, &[]);
    let edge = |left: SignedDuration| Certificate { not_after: now() + left, ..certificate() };
    let margin = SignedDuration::from_hours(21 * 24);
    expect_says(&tls, &with(edge(margin)), Verdict::Passed, &[]);
    expect_says(&tls, &with(edge(margin - SignedDuration::from_secs(1))), Verdict::Anomaly, &["certificate"]);
    expect_says(
        &tls,
        &with(Certificate { chain_not_after: Some(days(3)), ..certificate() }),
        Verdict::Anomaly,
        &["certificate"],
    );
    expect_says(&tls, &with(edge(SignedDuration::ZERO)), Verdict::Failed, &["certificate_expired"]);
    expect_says(
        &tls,
        &with(Certificate { not_before: days(1), ..certificate() }),
        Verdict::Failed,
        &["certificate_not_yet_valid"],
    );
    expect_says(
        &tls,
        &with(Certificate { chain_fault: Some(ChainFault::SelfSigned), ..certificate() }),
        Verdict::Failed,
        &["certificate_self_signed"],
    );
    let other = Certificate { issuer: "X1".into(), issuer_organization: None, ..certificate() };
    expect_says(&tls, &with(other), Verdict::Failed, &["issuer"]);

    let wrong = Certificate { name_matches: false, ..certificate() };
    let refused = Outcome::Failed { failure: Failure::CertificateRefused, phase: Phase::Tls };
    let observed = Observed { certificate: Some(wrong), ..Observed::of(now(), refused.clone()) };
    expect_says(&tls, &observed, Verdict::Failed, &["certificate_wrong_name"]);
    assert!(judge(&tls, &observed, None, now()).is_definite);
    // Refused for a reason that its facts do not show.
    let observed = Observed { certificate: Some(certificate()), ..Observed::of(now(), refused) };
    expect_says(&tls, &observed, Verdict::Failed, &["certificate_refused"]);
}

fn dns_answer(resolver: &str, of: &str, code: DnsCode, records: &[&str]) -> DnsAnswer {
    let records = records.iter().map(|record| (*record).to_owned()).collect();
    DnsAnswer { resolver: resolver.into(), record_type: of.into(), code, records }
}

#[test]
fn names() {
    let of = |answers: &[DnsAnswer]| seen(Seen::Dns(DnsSeen { answers: answers.to_vec() }));
    let name = probe(
        json!({ "dns": "a.example", "resolvers": ["system", "192.0.2.53"], "expect": { "records": { "A": "192.0.2.1" } } }),
    );
    let a = |resolver: &str, code, records: &[&str]| dns_answer(resolver, "A", code, records);
    let good = a("system", DnsCode::NoError, &["192.0.2.1"]);
    expect_says(&name, &of(&[good.clone(), a("x", DnsCode::NoError, &["192.0.2.1"])]), Verdict::Passed, &[]);
    expect_says(&name, &of(&[good.clone(), a("x", DnsCode::NoAnswer, &[])]), Verdict::Passed, &[]);
    expect_says(
        &name,
        &of(&[good.clone(), a("x", DnsCode::NoError, &["192.0.2.2"])]),
        Verdict::Passed,
        &["resolvers_differ"],
    );
    expect_says(
        &name,
        &of(&[good.clone(), a("x", DnsCode::ServerFailed, &[])]),
        Verdict::Anomaly,
        &["resolvers_differ"],
    );
    expect_says(&name, &of(&[a("x", DnsCode::NoError, &["192.0.2.2"])]), Verdict::Failed, &["record"]);
    expect_says(&name, &of(&[a("x", DnsCode::NameNotFound, &[])]), Verdict::Failed, &["name_not_found"]);
    expect_says(&name, &of(&[a("x", DnsCode::ServerFailed, &[])]), Verdict::Failed, &["name_server_failed"]);
    expect_says(&name, &of(&[a("x", DnsCode::NoAnswer, &[])]), Verdict::Inconclusive, &["no_resolver"]);
    expect_says(&name, &of(&[]), Verdict::Inconclusive, &["no_resolver"]);
    let agree = probe(json!({ "dns": "a.example", "expect": { "agree": true } }));
    expect_says(
        &agree,
        &of(&[good.clone(), a("x", DnsCode::NoError, &["192.0.2.2"])]),
        Verdict::Failed,
        &["resolvers_differ"],
    );
    expect_says(&agree, &of(&[a("x", DnsCode::NoError, &[])]), Verdict::Failed, &["no_record"]);
    let gone = probe(json!({ "dns": "a.example", "expect": { "no_such_name": true } }));
    expect_says(&gone, &of(&[a("x", DnsCode::NameNotFound, &[])]), Verdict::Passed, &[]);
    expect_says(&gone, &of(&[good]), Verdict::Failed, &["name_exists"]);

    let mail = probe(json!({ "dns": "a.example", "types": ["MX", "TXT"], "expect": { "mail": true } }));
    let set = |mx: &[&str], txt: &[&str]| {
        of(&[
            dns_answer("system", "MX", DnsCode::NoError, mx),
            dns_answer("system", "TXT", DnsCode::NoError, txt),
        ])
    };
    expect_says(&mail, &set(&["10 mx.a.example"], &["v=spf1 mx -all", "other"]), Verdict::Passed, &[]);
    expect_says(&mail, &set(&["10 mx.a.example"], &["v=spf10"]), Verdict::Failed, &["sender_policy_missing"]);
    expect_says(
        &mail,
        &set(&["10 mx.a.example"], &["v=spf1 mx -all", "V=SPF1 a"]),
        Verdict::Failed,
        &["sender_policies_many"],
    );
    expect_says(&mail, &set(&["0 ."], &["v=spf1 -all"]), Verdict::Failed, &["takes_no_mail"]);
}

#[test]
fn mail_servers_commands_and_banners() {
    let smtp = probe(json!({ "smtp": "mail.example:587", "user": "u", "password": { "env": "P" } }));
    let of = |login, encrypted, round_trip| seen(Seen::Smtp(SmtpSeen { encrypted, login, round_trip }));
    expect_says(&smtp, &of(SmtpLogin::Accepted, true, None), Verdict::Passed, &[]);
    expect_says(&smtp, &of(SmtpLogin::Accepted, false, None), Verdict::Failed, &["not_encrypted"]);
    expect_says(&smtp, &of(SmtpLogin::NotOffered, true, None), Verdict::Failed, &["login_not_offered"]);
    expect_says(&smtp, &of(SmtpLogin::NotTried, true, None), Verdict::Inconclusive, &["login_not_tried"]);
    assert!(judge(&smtp, &of(SmtpLogin::Refused(535), true, None), None, now()).is_definite);
    assert!(!judge(&smtp, &of(SmtpLogin::Refused(454), true, None), None, now()).is_definite);
    let lost = RoundTrip::NotArrived { waited_milliseconds: 9 };
    expect_says(&smtp, &of(SmtpLogin::Accepted, true, Some(lost)), Verdict::Failed, &["not_arrived"]);

    let command = probe(json!({ "command": "x", "expect": { "json": { "ok": true } } }));
    let ran = |exit_code, output: &str| {
        seen(Seen::Command(CommandSeen { exit_code, output: output.into(), output_cut: false }))
    };
    expect_says(&command, &ran(Some(0), "{\"ok\":true}"), Verdict::Passed, &[]);
    expect_says(&command, &ran(Some(0), "{\"ok\":false}"), Verdict::Failed, &["json"]);
    expect_says(&command, &ran(Some(0), "fine"), Verdict::Failed, &["not_json"]);
    expect_says(&command, &ran(Some(2), ""), Verdict::Failed, &["exit_code"]);
    expect_says(&command, &ran(None, ""), Verdict::Failed, &["killed"]);

    let tcp = probe(
        json!({ "tcp": "a.example:25", "expect": { "body": { "like": "220 *" }, "address": "192.0.2.1" } }),
    );
    let banner = |text: &[u8]| Observed {
        remote: Some("192.0.2.1".parse().unwrap()),
        ..seen(Seen::Tcp(TcpSeen { banner: text.to_vec() }))
    };
    expect_says(&tcp, &banner(b"220 hello"), Verdict::Passed, &[]);
    expect_says(&tcp, &banner(b"\xff\xfe554"), Verdict::Failed, &["body"]);
    let elsewhere = Observed { remote: None, ..banner(b"220 hello") };
    expect_says(&tcp, &elsewhere, Verdict::Failed, &["address"]);
}

#[test]
fn signals_are_missed_only_while_somebody_listens() {
    let beat = probe(json!({ "heartbeat": { "every": "15m", "grace": "5m" } }));
    let minutes = |minutes: i64| now() - SignedDuration::from_mins(minutes);
    let of = |last: Option<i64>, listening: i64| {
        seen(Seen::Heartbeat(HeartbeatSeen {
            last_at: last.map(minutes),
            listening_since: minutes(listening),
        }))
    };
    expect_says(&beat, &of(Some(20), 600), Verdict::Passed, &[]);
    expect_says(&beat, &of(Some(21), 600), Verdict::Failed, &["silent"]);
    expect_says(&beat, &of(Some(600), 21), Verdict::Failed, &["silent"]);
    expect_says(&beat, &of(Some(600), 20), Verdict::Inconclusive, &["waiting_for_signal"]);
    expect_says(&beat, &of(None, 20), Verdict::Inconclusive, &["waiting_for_signal"]);
    expect_says(&beat, &of(None, 21), Verdict::Failed, &["silent"]);
}

#[test]
fn a_status_page_is_a_hint_and_never_makes_anything_fail() {
    let page = probe(json!({ "status_page": "https://status.example/api/v2/summary.json" }));
    let of = |indicator: &str| {
        http(
            200,
            &json!({ "page": {}, "status": { "indicator": indicator, "description": "x" },
        "incidents": [{ "name": "Cards slow", "impact": "major" }] })
            .to_string(),
        )
    };
    expect_says(&page, &of("none"), Verdict::Passed, &[]);
    expect_says(&page, &of("minor"), Verdict::Passed, &["vendor_reports"]);
    expect_says(&page, &of("critical"), Verdict::Anomaly, &["vendor_reports"]);
    expect_says(&page, &http(200, "<html>"), Verdict::Inconclusive, &["status_page_unreadable"]);
    expect_says(&page, &http(500, ""), Verdict::Inconclusive, &["status_page_unreadable"]);
    let dead = Observed::of(now(), Outcome::Failed { failure: Failure::TimedOut, phase: Phase::Total });
    expect_says(&page, &dead, Verdict::Inconclusive, &["timed_out"]);
    assert_eq!(judge(&page, &of("critical"), None, now()).findings[0].severity, Severity::Warning);
}

proptest! {
    #[test]
    fn any_bytes_are_judged(body in prop::collection::vec(any::<u8>(), 0..200), deep in 0..3000_usize, status in 0..700_u16) {
        let all = json!({ "expect": { "body": { "lacks": "a" }, "json": { "a[0].b": 1 } }, "contract": true });
        let nested = "[".repeat(deep);
        for (target, value) in [("http", json!("http://a.example/")), ("command", json!("x"))] {
            let mut entry = all.clone();
            entry[target] = value;
            let probe = probe(entry);
            for bytes in [body.as_slice(), nested.as_bytes()] {
                let http = HttpSeen { status, body: bytes.to_vec(), ..HttpSeen::default() };
                let command = CommandSeen { exit_code: Some(0), output: bytes.to_vec(), output_cut: false };
                for outcome in [Seen::Http(http), Seen::Command(command)] {
                    let judged = judge(&probe, &seen(outcome), Some(&Contract::default()), now());
                    prop_assert!(judged.findings.iter().all(|finding| finding.params.values().all(|text| text.chars().count() <= 122)));
                }
            }
        }
    }
}
