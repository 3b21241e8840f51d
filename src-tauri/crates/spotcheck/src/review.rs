//! The life of an item from the draw to what it counts as. Nothing is overwritten: a correction is one more
//! resolution after the others.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::draw::{Seed, share_of};
use crate::rate::Rate;

/// What a checker found the payout to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Answer {
    /// The figure as worked out again, in minor units.
    Figure {
        #[ts(type = "number")]
        minor: i64,
    },
    /// Nothing supports that anything was due.
    NotSupported,
    /// The payout or its papers could not be found.
    Missing,
    /// Counts as an error until somebody resolves it.
    CannotDetermine,
}

impl Answer {
    /// What should have been paid, in minor units; none where nobody knows.
    #[must_use]
    pub fn correct(self) -> Option<i64> {
        match self {
            Self::Figure { minor } => Some(minor),
            Self::NotSupported | Self::Missing => Some(0),
            Self::CannotDetermine => None,
        }
    }

    /// Two people found the same: figures within the tolerance of a payout.
    #[must_use]
    pub fn agrees(self, other: Self, tolerance: u64) -> bool {
        match (self, other) {
            (Self::Figure { minor: one }, Self::Figure { minor: two }) => one.abs_diff(two) <= tolerance,
            (one, two) => one == two,
        }
    }

    /// How the payout stands against this answer.
    #[must_use]
    pub fn judged(self, paid: i64, tolerance: u64) -> Judged {
        let kind = |correct: i64| match paid.cmp(&correct) {
            std::cmp::Ordering::Greater => Judged::Over,
            _ => Judged::Under,
        };
        match self {
            Self::Figure { minor } if paid.abs_diff(minor) <= tolerance => Judged::Right,
            Self::Figure { minor } => kind(minor),
            Self::NotSupported => Judged::NotSupported,
            Self::Missing => Judged::Missing,
            Self::CannotDetermine => Judged::Unknown,
        }
    }
}

/// How a payout stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Judged {
    Right,
    /// More was paid than was due.
    Over,
    /// Less was paid than was due.
    Under,
    NotSupported,
    Missing,
    Unknown,
}

impl Judged {
    #[must_use]
    pub fn is_finding(self) -> bool {
        self != Self::Right
    }
}

/// An answer with who gave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Given {
    pub by: String,
    pub answer: Answer,
    /// How the figure was worked out, and what else there is to say.
    pub steps: String,
    pub note: String,
    /// SHA-256 of each file of evidence, in hexadecimal.
    pub evidence: Vec<String>,
}

/// Why a payout was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    RateTable,
    Split,
    Clawback,
    CutOffDate,
    CurrencyOrRounding,
    Duplicate,
    DataEntry,
    CheckersMistake,
    Other,
}

/// What an item counts as, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Resolution {
    pub answer: Answer,
    /// Who decided; none where the two agreed, or one was enough.
    pub by: Option<String>,
    pub reason: String,
    pub cause: Option<Cause>,
    /// The cause works in other payouts too: it opens a full check of all that it may have reached.
    pub systematic: bool,
}

/// Where an item stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    Drawn,
    Assigned {
        checker: String,
    },
    /// Answered; the answer can no longer change, and the system's figure may be shown.
    Locked {
        first: Given,
    },
    /// The checker has seen the system's figure.
    Revealed {
        first: Given,
    },
    /// Somebody else does it again, without knowing the first answer.
    SecondReview {
        first: Given,
        reviewer: String,
    },
    /// The two do not agree.
    Disputed {
        first: Given,
        second: Given,
    },
    /// What it counts as is the last of its resolutions.
    Resolved {
        first: Given,
        second: Option<Given>,
        resolutions: Vec<Resolution>,
    },
}

/// What can happen to an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    Assigned {
        checker: String,
    },
    Answered(Given),
    Revealed,
    /// Findings, and the drawn share of the right ones.
    SecondAsked {
        reviewer: String,
    },
    /// Right, and not drawn for a second review.
    Closed,
    SecondAnswered(Given),
    /// A person decides between two answers, or corrects what was resolved, or names its cause.
    Decided(Resolution),
}

/// What must be done about it, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A record in the ledger, with the event.
    Record,
    /// The system's figure may be shown, to this person.
    ShowFigure { to: String },
    /// A person must decide.
    AskForDecision,
    /// Open a full check of all payouts that this cause may have reached.
    OpenTargetedCheck(Cause),
}

/// Why an event cannot happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Illegal {
    #[error("not in this state")]
    NotNow,
    #[error("the item is another person's")]
    NotYours,
    #[error("nobody checks the own payouts")]
    OwnPayout,
    #[error("whoever looked first does not look again")]
    SamePerson,
    #[error("a finding is looked at by a second person")]
    NeedsSecondReview,
    #[error("a decision says who decided and why")]
    NoReason,
    #[error("a systematic cause is named")]
    NoCause,
}

/// What the machine has to know about a payout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts<'a> {
    /// What the system paid, in minor units.
    pub paid: i64,
    /// Minor units by which a right payout may differ.
    pub tolerance: u64,
    /// Those whose own payout it is.
    pub own: &'a [String],
}

impl State {
    /// The only way from one state to the next.
    pub fn on(self, event: Event, facts: &Facts) -> Result<(Self, Vec<Effect>), Illegal> {
        let may = |who: &String| if facts.own.contains(who) { Err(Illegal::OwnPayout) } else { Ok(()) };
        match (self, event) {
            (Self::Drawn | Self::Assigned { .. }, Event::Assigned { checker }) => {
                may(&checker)?;
                Ok((Self::Assigned { checker }, vec![Effect::Record]))
            }
            (Self::Assigned { checker }, Event::Answered(first)) => {
                may(&first.by)?;
                if first.by != checker {
                    return Err(Illegal::NotYours);
                }
                let show = Effect::ShowFigure { to: first.by.clone() };
                Ok((Self::Locked { first }, vec![Effect::Record, show]))
            }
            (Self::Locked { first }, Event::Revealed) => Ok((Self::Revealed { first }, vec![Effect::Record])),
            (
                Self::Locked { first } | Self::Revealed { first } | Self::SecondReview { first, .. },
                Event::SecondAsked { reviewer },
            ) => {
                may(&reviewer)?;
                if reviewer == first.by {
                    return Err(Illegal::SamePerson);
                }
                Ok((Self::SecondReview { first, reviewer }, vec![Effect::Record]))
            }
            (Self::Locked { first } | Self::Revealed { first }, Event::Closed) => closed(first, facts),
            (Self::SecondReview { first, reviewer }, Event::SecondAnswered(second)) => {
                may(&second.by)?;
                if second.by != reviewer {
                    return Err(Illegal::NotYours);
                }
                Ok(answered_twice(first, second, facts))
            }
            (Self::Disputed { first, second }, Event::Decided(resolution)) => {
                decided(first, Some(second), Vec::new(), resolution, facts)
            }
            (Self::Resolved { first, second, resolutions }, Event::Decided(resolution)) => {
                decided(first, second, resolutions, resolution, facts)
            }
            _ => Err(Illegal::NotNow),
        }
    }

    /// What the item counts as; none before it is resolved.
    #[must_use]
    pub fn resolution(&self) -> Option<&Resolution> {
        match self {
            Self::Resolved { resolutions, .. } => resolutions.last(),
            _ => None,
        }
    }

    /// The first answer, once it is locked.
    #[must_use]
    pub fn first(&self) -> Option<&Given> {
        match self {
            Self::Drawn | Self::Assigned { .. } => None,
            Self::Locked { first }
            | Self::Revealed { first }
            | Self::SecondReview { first, .. }
            | Self::Disputed { first, .. }
            | Self::Resolved { first, .. } => Some(first),
        }
    }
}

fn plain(answer: Answer) -> Resolution {
    Resolution { answer, by: None, reason: String::new(), cause: None, systematic: false }
}

fn closed(first: Given, facts: &Facts) -> Result<(State, Vec<Effect>), Illegal> {
    if first.answer.judged(facts.paid, facts.tolerance).is_finding() {
        return Err(Illegal::NeedsSecondReview);
    }
    let resolutions = vec![plain(first.answer)];
    Ok((State::Resolved { first, second: None, resolutions }, vec![Effect::Record]))
}

/// Two who cannot tell agree, and yet somebody has to decide.
fn answered_twice(first: Given, second: Given, facts: &Facts) -> (State, Vec<Effect>) {
    let agree = first.answer.agrees(second.answer, facts.tolerance)
        && first.answer.judged(facts.paid, facts.tolerance)
            == second.answer.judged(facts.paid, facts.tolerance);
    if agree && first.answer != Answer::CannotDetermine {
        let resolutions = vec![plain(first.answer)];
        (State::Resolved { first, second: Some(second), resolutions }, vec![Effect::Record])
    } else {
        (State::Disputed { first, second }, vec![Effect::Record, Effect::AskForDecision])
    }
}

fn decided(
    first: Given,
    second: Option<Given>,
    mut resolutions: Vec<Resolution>,
    resolution: Resolution,
    facts: &Facts,
) -> Result<(State, Vec<Effect>), Illegal> {
    let by = resolution.by.as_ref().ok_or(Illegal::NoReason)?;
    if facts.own.contains(by) {
        return Err(Illegal::OwnPayout);
    }
    if resolution.reason.trim().is_empty() {
        return Err(Illegal::NoReason);
    }
    let mut effects = vec![Effect::Record];
    if resolution.systematic {
        effects.push(Effect::OpenTargetedCheck(resolution.cause.ok_or(Illegal::NoCause)?));
    }
    resolutions.push(resolution);
    Ok((State::Resolved { first, second, resolutions }, effects))
}

/// The items that a second person does again: every finding, and a share of the right ones, rounded up and drawn
/// with a seed that comes after the answers.
#[must_use]
pub fn for_second_review(items: &[(&str, Judged)], seed: &Seed, share: Rate) -> Vec<String> {
    let findings = items.iter().filter(|(_, judged)| judged.is_finding()).map(|(id, _)| *id);
    let right = items.iter().filter(|(_, judged)| !judged.is_finding()).map(|(id, _)| *id);
    findings.chain(share_of(seed, right, share)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests;
