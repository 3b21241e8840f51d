//! Whether our own line works: without it, no probe says anything about anybody else.

use ballast_core::limits::ANCHORS_MAX;
use serde::Serialize;
use tokio::task::JoinSet;

use super::{Failure, Limits, Local, NotConnected, Surroundings, Target, tcp};

/// How our own line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// An anchor answered.
    Up,
    /// Of at least two anchors on different hosts none could be reached.
    Down,
    /// Too few anchors to tell, or what came back could be from a machine on the way.
    Unknown,
}

/// What was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Seen {
    pub line: Line,
    /// Those that were heard of before the answer was known, in that order: the anchor, and why it could not
    /// be reached.
    pub anchors: Vec<(String, Option<Failure>)>,
}

/// Connects to all anchors at the same time; the first one that answers settles it. Anchors are public places
/// that have nothing to do with each other: a local one is not connected to, and says nothing. At most eight
/// are asked.
pub async fn look(surroundings: &Surroundings, anchors: &[Target], limits: &Limits) -> Seen {
    let mut tasks = JoinSet::new();
    for anchor in anchors.iter().take(ANCHORS_MAX).cloned() {
        let (surroundings, limits) = (surroundings.clone(), *limits);
        tasks.spawn(async move {
            let ask = tcp::Ask { target: anchor, local: Local::Refused, hears: false };
            let failure = tcp::probe(&surroundings, &ask, &limits).await.failure;
            (ask.target, failure)
        });
    }
    let mut heard: Vec<(Target, Option<Failure>)> = Vec::new();
    while let Some(ended) = tasks.join_next().await {
        heard.extend(ended.ok());
        if heard.last().is_some_and(|(_, failure)| failure.is_none()) {
            break;
        }
    }
    let line = judge(&heard);
    let anchors = heard.into_iter().map(|(target, failure)| (target.to_string(), failure)).collect();
    Seen { line, anchors }
}

fn judge(heard: &[(Target, Option<Failure>)]) -> Line {
    if heard.iter().any(|(_, failure)| failure.is_none()) {
        return Line::Up;
    }
    let mut silent: Vec<&str> = Vec::new();
    for (target, failure) in heard {
        match failure {
            // A firewall at home says this as well as the anchor; it shows neither.
            Some(Failure::NotConnected { reason: NotConnected::Refused, .. }) => return Line::Unknown,
            Some(Failure::TimedOut { .. } | Failure::NotResolved { .. } | Failure::NotConnected { .. })
                if !silent.contains(&target.host()) =>
            {
                silent.push(target.host());
            }
            _ => {}
        }
    }
    if silent.len() >= 2 { Line::Down } else { Line::Unknown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_anchors_mean() {
        let anchor = |host: &str, failure| (Target::new(host, 443), failure);
        let silent = || Some(Failure::timed_out(super::super::Phase::Connect, std::time::Duration::ZERO));
        let unknown = || Some(Failure::NotResolved { host: "b".into() });
        let refused = || {
            let address = ([1, 1, 1, 1], 443).into();
            Some(Failure::NotConnected { address, reason: NotConnected::Refused })
        };
        for (heard, wanted) in [
            (vec![], Line::Unknown),
            (vec![anchor("a", None)], Line::Up),
            (vec![anchor("a", silent()), anchor("b", None)], Line::Up),
            (vec![anchor("a", silent())], Line::Unknown),
            (vec![anchor("a", silent()), anchor("a", silent())], Line::Unknown),
            (vec![anchor("a", silent()), anchor("b", unknown())], Line::Down),
            (vec![anchor("a", silent()), anchor("b", silent()), anchor("c", refused())], Line::Unknown),
            (vec![anchor("a", silent()), anchor("b", Some(Failure::Internal))], Line::Unknown),
        ] {
            assert_eq!(judge(&heard), wanted, "{heard:?}");
        }
    }
}
