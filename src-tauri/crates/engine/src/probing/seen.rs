//! What a probe of the outside gave, in the words by which it is judged.

use std::net::SocketAddr;

use ballast_outside::probe::certificate::Chain;
use ballast_outside::probe::{
    self as outside, Failure as Why, MailStep, NotConnected, Part, Phase as Stretch, Probed, RedirectRefused,
    Times,
};
use ballast_readiness::probe::observed::{
    CommandSeen, Failure, HttpSeen, NotObserved, Observed, Outcome, Phase, Phases, Refusal, Seen, SmtpLogin,
    SmtpSeen, TcpSeen,
};
use ballast_readiness::probe::specification::Smtp;
use jiff::Timestamp;

use super::certificate;

fn observed(
    times: &Times,
    address: Option<SocketAddr>,
    chain: Option<&Chain>,
    outcome: Outcome,
    now: Timestamp,
) -> Observed {
    let milliseconds = |microseconds: Option<u64>| microseconds.map(|time| time / 1000);
    let remote = address.map(|address| address.ip());
    Observed {
        started_at: now,
        outcome,
        phases: Phases {
            name: milliseconds(times.resolve_microseconds),
            connect: milliseconds(times.connect_microseconds),
            tls: milliseconds(times.tls_microseconds),
            answer: milliseconds(times.first_byte_microseconds),
            body: milliseconds(times.body_microseconds),
            total: times.whole_microseconds / 1000,
        },
        resolved: remote.into_iter().collect(),
        remote,
        certificate: certificate::of(chain),
    }
}

pub(crate) fn http(probed: &Probed<outside::http::Seen>, now: Timestamp) -> Observed {
    let Probed { times, seen, failure } = probed;
    let answer = |refused: Option<String>, cut: bool| {
        Outcome::Seen(Seen::Http(HttpSeen {
            status: seen.status.unwrap_or_default(),
            headers: seen.headers.clone(),
            redirects: u32::try_from(seen.hops.len()).unwrap_or(u32::MAX),
            redirect_refused: refused,
            body: seen.body.clone(),
            body_cut: cut,
        }))
    };
    let outcome = match failure {
        None => answer(None, !seen.body_is_whole),
        // What was read until the limit can still be judged.
        Some(Why::TooLarge { part: Part::Body, .. }) if seen.status.is_some() => answer(None, true),
        Some(Why::Redirect { reason, server }) if *reason != RedirectRefused::TooMany => {
            answer(Some(server.clone()), false)
        }
        Some(why) => why_not(why),
    };
    observed(times, seen.address, seen.chain.as_ref(), outcome, now)
}

pub(crate) fn tcp(probed: &Probed<outside::tcp::Seen>, now: Timestamp) -> Observed {
    let Probed { times, seen, failure } = probed;
    let banner = seen.banner.clone();
    let outcome = failure.as_ref().map_or_else(|| Outcome::Seen(Seen::Tcp(TcpSeen { banner })), why_not);
    observed(times, seen.address, None, outcome, now)
}

pub(super) fn tls(probed: &Probed<outside::tls::Seen>, now: Timestamp) -> Observed {
    let Probed { times, seen, failure } = probed;
    let outcome = match failure {
        None | Some(Why::Certificate { .. }) => Outcome::Seen(Seen::Tls),
        Some(why) => why_not(why),
    };
    observed(times, seen.address, seen.chain.as_ref(), outcome, now)
}

pub(super) fn smtp(probed: &Probed<outside::smtp::Seen>, smtp: &Smtp, now: Timestamp) -> Observed {
    let Probed { times, seen, failure } = probed;
    let said = |login: SmtpLogin| {
        let encrypted = seen.chain.is_some();
        Outcome::Seen(Seen::Smtp(SmtpSeen { encrypted, login, round_trip: None }))
    };
    let outcome = match failure {
        None if seen.is_logged_in => said(SmtpLogin::Accepted),
        Some(Why::Mail { step: MailStep::Login, status }) => said(SmtpLogin::Refused(*status)),
        Some(Why::NoLogin) if smtp.login.is_some() => said(SmtpLogin::NotOffered),
        // Without encryption: judged as an answer that is not encrypted although it should be.
        None | Some(Why::NoEncryption) => said(SmtpLogin::NotTried),
        Some(why) => why_not(why),
    };
    observed(times, seen.address, seen.chain.as_ref(), outcome, now)
}

pub(super) fn command(probed: &Probed<outside::command::Seen>, now: Timestamp) -> Observed {
    let Probed { times, seen, failure } = probed;
    let outcome = match failure {
        None => Outcome::Seen(Seen::Command(CommandSeen {
            exit_code: match seen.exit {
                Some(outside::command::Exit::Code(code)) => Some(code),
                _ => None,
            },
            output: seen.output.clone(),
            output_cut: !seen.output_is_whole,
        })),
        Some(Why::NotStarted) => Outcome::NotObserved(NotObserved::ProgramMissing),
        Some(why) => why_not(why),
    };
    observed(times, None, None, outcome, now)
}

fn phase_of(stretch: Stretch) -> Phase {
    match stretch {
        Stretch::Resolve => Phase::Name,
        Stretch::Connect => Phase::Connect,
        Stretch::Tls => Phase::Tls,
        Stretch::FirstByte => Phase::Answer,
        Stretch::Body => Phase::Body,
        Stretch::Whole => Phase::Total,
    }
}

/// What a failure of a look says of the other side, or of us.
fn why_not(why: &Why) -> Outcome {
    let failed = |failure: Failure, phase: Phase| Outcome::Failed { failure, phase };
    match why {
        Why::Invalid { .. } | Why::NotStarted | Why::Internal => Outcome::NotObserved(NotObserved::Internal),
        Why::LocalAddress { .. } => Outcome::Refused(Refusal::PrivateAddress),
        Why::TooLarge { part: Part::Head, .. } => Outcome::Refused(Refusal::HeadersTooLarge),
        Why::TooLarge { .. } => failed(Failure::ProtocolBroken, Phase::Body),
        Why::TimedOut { phase, .. } => failed(Failure::TimedOut, phase_of(*phase)),
        Why::NotResolved { .. } => failed(Failure::NameNotResolved, Phase::Name),
        Why::NotConnected { reason, .. } => {
            let failure = match reason {
                NotConnected::Refused => Failure::ConnectionRefused,
                NotConnected::NoRoute | NotConnected::Other => Failure::AddressUnreachable,
            };
            failed(failure, Phase::Connect)
        }
        Why::Tls | Why::NoEncryption => failed(Failure::TlsRefused, Phase::Tls),
        Why::Certificate { .. } => failed(Failure::CertificateRefused, Phase::Tls),
        Why::BrokenOff { phase } => failed(Failure::ConnectionClosed, phase_of(*phase)),
        Why::Malformed { phase } => failed(Failure::ProtocolBroken, phase_of(*phase)),
        Why::Redirect { .. } => failed(Failure::RedirectLoop, Phase::Answer),
        Why::Mail { .. } | Why::NoLogin => failed(Failure::ProtocolBroken, Phase::Answer),
    }
}
