//! One look at one probe: from what is set up to what was observed.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use ballast_core::limits::PROBE_REDIRECTS_MAX;
use ballast_core::{Error, Result};
use ballast_outside::mail::{Route, Security as RouteSecurity};
use ballast_outside::probe::{
    self, Local, Surroundings, Target as Place, command, dns, http, smtp, tcp, tls,
};
use ballast_outside::secrets::{Secret, SecretRef, fetch};
use ballast_readiness::probe::observed::{
    DnsAnswer, DnsCode, DnsSeen, HeartbeatSeen, NotObserved, Observed, Outcome, RoundTrip, Seen, SmtpLogin,
    SmtpSeen,
};
use ballast_readiness::probe::specification::{
    Http, Limits, RecordType, SecretSource, Security, Sent, Smtp, Target,
};
use ballast_readiness::probe::{Milliseconds, Probe};
use jiff::Timestamp;

use super::seen;

/// What all looks of a round stand on. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Looker {
    pub surroundings: Surroundings,
    /// Where relative paths of commands start: the folder of the workspace file.
    pub folder: Option<PathBuf>,
    /// Whom questions to the system's resolver go to.
    pub resolvers: Vec<SocketAddr>,
}

/// What a look needs of the past.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Past {
    /// The host once had a public address: from then on a local one is refused, whatever its name says now.
    pub was_public: bool,
    pub heard: Option<Timestamp>,
    pub listening_since: Option<Timestamp>,
}

/// What a look gave.
#[derive(Clone, Debug)]
pub(crate) struct Looked {
    pub observed: Observed,
    /// Names that the host is an alias of.
    pub aliases: Vec<String>,
}

impl Looker {
    pub(crate) fn new(folder: Option<&Path>) -> Self {
        Self {
            surroundings: Surroundings::of_this_computer(),
            folder: folder.map(Path::to_owned),
            resolvers: dns::servers_of_this_computer(),
        }
    }

    /// Looks once. Never longer than the limits of the probe and a moment.
    pub(crate) async fn look(&self, probe: &Probe, past: Past, now: Timestamp) -> Looked {
        let plain = |observed: Observed| Looked { observed, aliases: Vec::new() };
        match self.asked(probe, past, now).await {
            Ok(looked) => looked,
            Err(reason) => plain(Observed::not_observed(now, reason)),
        }
    }

    async fn asked(&self, probe: &Probe, past: Past, now: Timestamp) -> Result<Looked, NotObserved> {
        let limits = limits(&probe.limits);
        let observed = match &probe.target {
            Target::Http(http) => {
                let ask = ask_http(http, past).await?;
                seen::http(&probe::http::probe(&self.surroundings, &ask, &limits).await, now)
            }
            Target::StatusPage(url) => {
                let ask = http::Ask { local: local(past), ..http::Ask::get(url) };
                seen::http(&probe::http::probe(&self.surroundings, &ask, &limits).await, now)
            }
            Target::Tcp(server) => {
                let target = place(&server.to_string())?;
                let ask = tcp::Ask { target, local: local(past), hears: probe.expect.body.is_some() };
                seen::tcp(&tcp::probe(&self.surroundings, &ask, &limits).await, now)
            }
            Target::Tls { server, server_name } => {
                let target = place(&server.to_string())?;
                let ask = tls::Ask { target, name: server_name.clone(), local: local(past) };
                seen::tls(&tls::probe(&self.surroundings, &ask, &limits).await, now)
            }
            Target::Dns { name, types, resolvers } => {
                return Ok(self.ask_dns(name, types, resolvers, &limits, now).await);
            }
            Target::Smtp(smtp) => self.ask_smtp(smtp, past, &limits, now).await?,
            Target::Command(words) => {
                let (words, folder) = (words.clone(), self.folder.clone());
                let ask = command::Ask { words, folder, environment: Vec::new() };
                seen::command(&command::probe(&ask, &limits).await, now)
            }
            Target::Heartbeat { .. } => {
                let since = past.listening_since.ok_or(NotObserved::NotListening)?;
                let heard = HeartbeatSeen { last_at: past.heard, listening_since: since };
                Observed::of(now, Outcome::Seen(Seen::Heartbeat(heard)))
            }
        };
        Ok(Looked { observed, aliases: Vec::new() })
    }

    async fn ask_dns(
        &self,
        name: &str,
        types: &[RecordType],
        resolvers: &[String],
        limits: &probe::Limits,
        now: Timestamp,
    ) -> Looked {
        let servers = self.servers(resolvers);
        let (mut answers, mut aliases, mut total) = (Vec::new(), Vec::new(), 0);
        for of in types {
            let ask = dns::Ask {
                name: name.to_owned(),
                kind: kind_of(*of),
                servers: servers.iter().map(|(_, server)| *server).collect(),
            };
            let probed = dns::probe(&ask, limits).await;
            total += probed.times.whole_microseconds;
            for (answer, (resolver, _)) in probed.seen.answers.iter().zip(&servers) {
                aliases.extend(answer.aliases.iter().cloned());
                let (code, records) = said(&answer.said);
                let (resolver, record_type) = (resolver.clone(), of.as_str().to_owned());
                answers.push(DnsAnswer { resolver, record_type, code, records });
            }
        }
        aliases.sort();
        aliases.dedup();
        let addresses = answers
            .iter()
            .filter(|answer| matches!(answer.record_type.as_str(), "A" | "AAAA"))
            .flat_map(|answer| &answer.records)
            .filter_map(|record| record.parse::<IpAddr>().ok());
        let resolved = addresses.collect();
        let mut observed = Observed::of(now, Outcome::Seen(Seen::Dns(DnsSeen { answers })));
        observed.resolved = resolved;
        observed.phases.total = total / 1000;
        Looked { observed, aliases }
    }

    /// Servers by the names that the probe has for them.
    fn servers(&self, resolvers: &[String]) -> Vec<(String, SocketAddr)> {
        let mut servers = Vec::new();
        for resolver in resolvers {
            let address = resolver.parse::<SocketAddr>().ok();
            let address = address.or_else(|| resolver.parse::<IpAddr>().ok().map(|ip| (ip, 53).into()));
            match address {
                Some(address) => servers.push((resolver.clone(), address)),
                None => servers.extend(self.resolvers.first().map(|server| (resolver.clone(), *server))),
            }
        }
        servers
    }

    async fn ask_smtp(
        &self,
        smtp: &Smtp,
        past: Past,
        limits: &probe::Limits,
        now: Timestamp,
    ) -> Result<Observed, NotObserved> {
        let security = match smtp.security {
            Security::Tls => RouteSecurity::Tls,
            Security::StartTls => RouteSecurity::StartTls,
            Security::None => RouteSecurity::None,
        };
        let trip = smtp.round_trip.as_ref();
        let route = Route {
            server: smtp.server.to_string(),
            security,
            user: smtp.login.as_ref().map(|(user, _)| user.clone()),
            from: trip.map_or_else(|| "probe@ballast.invalid".to_owned(), |trip| trip.from.clone()),
            to: trip.map_or_else(|| vec!["probe@ballast.invalid".to_owned()], |trip| vec![trip.to.clone()]),
        };
        let login = match &smtp.login {
            Some((_, source)) => Some(secret(source).await.map_err(|_| NotObserved::SecretUnavailable)?),
            None => None,
        };
        let mark = trip.map(|trip| format!("{}-{}", trip.canary, now.as_millisecond()));
        let letter = mark.as_ref().map(|mark| smtp::RoundTrip {
            token: mark.clone(),
            subject: "probe".to_owned(),
            text: "A message of a probe. It can be deleted.".to_owned(),
        });
        let ask = smtp::Ask { route, login, letter, local: local(past) };
        let probed = smtp::probe(&self.surroundings, &ask, limits).await;
        let mut observed = seen::smtp(&probed, smtp, now);
        if let (Some(trip), Some(mark), true) = (trip, mark, probed.seen.took_letter) {
            let arrived = self.arrived(&trip.look, &mark, Duration::from_secs(trip.within.seconds())).await;
            if let Outcome::Seen(Seen::Smtp(SmtpSeen { round_trip, login, .. })) = &mut observed.outcome {
                *round_trip = Some(arrived);
                if *login == SmtpLogin::NotTried && smtp.login.is_some() {
                    *login = SmtpLogin::Accepted;
                }
            }
        }
        Ok(observed)
    }

    /// Asks the user's program until the message is there, or the time is over.
    async fn arrived(&self, look: &[String], mark: &str, within: Duration) -> RoundTrip {
        let started = tokio::time::Instant::now();
        let milliseconds = || u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let words: Vec<String> = look.iter().cloned().chain([mark.to_owned()]).collect();
        let ask = command::Ask { words, folder: self.folder.clone(), environment: Vec::new() };
        let mut wait = Duration::from_millis(500);
        loop {
            let probed = command::probe(&ask, &probe::Limits::default()).await;
            if probed.seen.exit == Some(command::Exit::Code(0)) {
                return RoundTrip::Arrived { milliseconds: milliseconds() };
            }
            if started.elapsed() + wait > within {
                return RoundTrip::NotArrived { waited_milliseconds: milliseconds() };
            }
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(Duration::from_secs(15));
        }
    }
}

/// An address that is written is permission; a name that once led to the public network stays there.
fn local(past: Past) -> Local {
    if past.was_public { Local::Refused } else { Local::Written }
}

fn place(text: &str) -> Result<Place, NotObserved> {
    Place::parse(text).map_err(|_| NotObserved::Internal)
}

async fn ask_http(http: &Http, past: Past) -> Result<http::Ask, NotObserved> {
    let mut headers = Vec::new();
    for (name, sent) in &http.headers {
        let value = match sent {
            Sent::Text(text) => http::Value::Plain(text.clone()),
            Sent::Secret(source) => {
                http::Value::Secret(secret(source).await.map_err(|_| NotObserved::SecretUnavailable)?)
            }
        };
        headers.push((name.clone(), value));
    }
    let to = match http.redirects[..] {
        [] => http::Servers::Same,
        _ => http::Servers::Hosts(http.redirects.clone()),
    };
    Ok(http::Ask {
        method: http.method.as_str().to_owned(),
        url: http.url.clone(),
        headers,
        body: http.body.clone().map(http::Value::Plain),
        redirects: http::Redirects { at_most: PROBE_REDIRECTS_MAX, to },
        local: local(past),
    })
}

/// Fetched on a thread of its own: a program that prints it may take its time.
pub(super) async fn secret(source: &SecretSource) -> Result<Secret> {
    let reference = match source.clone() {
        SecretSource::Env(name) => SecretRef::Env(name),
        SecretSource::File(path) => SecretRef::File(path.into()),
        SecretSource::Keyring(name) => SecretRef::Keyring(name),
        SecretSource::Command(words) => SecretRef::Command(words),
    };
    let fetched = tokio::task::spawn_blocking(move || fetch(&reference)).await;
    fetched.map_err(|_| Error::new(ballast_core::Code::Internal))?
}

fn limits(of_probe: &Limits) -> probe::Limits {
    let duration = |time: Milliseconds| Duration::from_millis(time.0);
    let whole = duration(of_probe.total);
    let phase = |time: Option<Milliseconds>| time.map_or(whole, duration);
    probe::Limits {
        resolve: phase(of_probe.name),
        connect: phase(of_probe.connect),
        tls: phase(of_probe.tls),
        first_byte: phase(of_probe.answer),
        body: phase(of_probe.body),
        whole,
        body_bytes: usize::try_from(of_probe.body_bytes).unwrap_or(usize::MAX),
        ..probe::Limits::default()
    }
}

fn kind_of(of: RecordType) -> dns::RecordKind {
    match of {
        RecordType::A => dns::RecordKind::A,
        RecordType::Aaaa => dns::RecordKind::Aaaa,
        RecordType::Cname => dns::RecordKind::Cname,
        RecordType::Mx => dns::RecordKind::Mx,
        RecordType::Ns => dns::RecordKind::Ns,
        RecordType::Txt => dns::RecordKind::Txt,
        RecordType::Caa => dns::RecordKind::Caa,
        RecordType::Soa => dns::RecordKind::Soa,
    }
}

fn said(said: &dns::Said) -> (DnsCode, Vec<String>) {
    match said {
        dns::Said::Records { records } => (DnsCode::NoError, records.clone()),
        dns::Said::NoRecords => (DnsCode::NoError, Vec::new()),
        dns::Said::NoSuchName => (DnsCode::NameNotFound, Vec::new()),
        dns::Said::ServerFailed => (DnsCode::ServerFailed, Vec::new()),
        dns::Said::Refused => (DnsCode::Refused, Vec::new()),
        _ => (DnsCode::NoAnswer, Vec::new()),
    }
}
