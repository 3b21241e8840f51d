//! Accept, extend or escalate.

use super::{Counted, Decision, Ground, Misstated, Money, Targeted, Why};
use crate::plan::attribute::{Aim, as_float, smallest};
use crate::plan::{Distribution, KaplanMarkov, Sampling, Stage, size_with_errors};
use ballast_core::limits::SAMPLE_ITEMS_MAX;

pub(super) struct Decided {
    pub decision: Decision,
    pub reasons: Vec<Why>,
    pub more: Option<u64>,
}

impl Decided {
    fn new(decision: Decision, why: Why) -> Self {
        Self { decision, reasons: vec![why], more: None }
    }

    fn with(mut self, more: Option<u64>) -> Self {
        self.more = more;
        self
    }
}

/// A systematic cause is never averaged away: whatever the limits say, it is raised.
pub(super) fn decide(
    ground: &Ground,
    total: &Counted,
    money: &Money,
    anytime: Option<&(KaplanMarkov, KaplanMarkov)>,
    targeted: &[Targeted],
) -> Decided {
    let mut decided = by_plan(ground, total, money, anytime);
    if decided.decision == Decision::Extend
        && let Err(_cannot) = ground.plan.can_extend()
    {
        decided.decision = Decision::Escalate;
        decided.reasons.push(Why::CannotExtend);
        decided.more = None;
    }
    if !targeted.is_empty() {
        decided.decision = Decision::Escalate;
        decided.reasons.insert(0, Why::SystematicCause);
        decided.more = None;
    }
    decided
}

fn by_plan(
    ground: &Ground,
    total: &Counted,
    money: &Money,
    anytime: Option<&(KaplanMarkov, KaplanMarkov)>,
) -> Decided {
    let Some(aim) = ground.plan.aim() else {
        return if total.errors + total.known_errors == 0 {
            Decided::new(Decision::Accept, Why::NothingWrong)
        } else {
            Decided::new(Decision::Escalate, Why::ErrorsWithoutTolerable)
        };
    };
    match (&ground.plan.sampling, anytime) {
        (Sampling::StopOrGo { stages, .. }, _) => by_stage(stages, ground.stage, total.errors),
        (Sampling::MonetaryUnit { .. }, _) => by_value(ground, money, aim),
        (_, Some(rules)) => by_rule(ground, rules),
        _ => by_count(ground, total, aim),
    }
}

fn by_stage(stages: &[Stage], stage: u32, errors: u64) -> Decided {
    // Every stage decides by its own limits; the one that is complete is the last that may.
    let at =
        usize::try_from(stage).unwrap_or(usize::MAX).saturating_sub(1).min(stages.len().saturating_sub(1));
    let next = stages.get(at + 1);
    match stages.get(at) {
        Some(stage) if errors <= stage.accept => Decided::new(Decision::Accept, Why::StageAccepts),
        Some(stage) if errors <= stage.go_on && next.is_some() => {
            Decided::new(Decision::Extend, Why::StageGoesOn).with(next.map(|stage| stage.sample))
        }
        _ => Decided::new(Decision::Escalate, Why::StageFails),
    }
}

fn by_rule(ground: &Ground, (over, under): &(KaplanMarkov, KaplanMarkov)) -> Decided {
    if over.passed() && under.passed() {
        return Decided::new(Decision::Accept, Why::RulePassed);
    }
    let more = over.still_needed().zip(under.still_needed()).map(|(over, under)| over.max(under));
    let drawn: u64 = ground.draw.frames.iter().map(|frame| frame.sample).sum();
    match more {
        // Never within the drawn units, however clean the rest: raised now, not after the work.
        None => Decided::new(Decision::Escalate, Why::RuleNotPassed),
        Some(more) if over.items + more > drawn => {
            Decided::new(Decision::Escalate, Why::RuleNotPassed).with(Some(more))
        }
        Some(more) => Decided::new(Decision::Extend, Why::RuleNotPassed).with(Some(more)),
    }
}

fn by_count(ground: &Ground, total: &Counted, aim: Aim) -> Decided {
    let (Some(limit), Some(at_most)) = (&total.limit, total.at_most) else {
        return Decided::new(Decision::Escalate, Why::NoLimit);
    };
    let allowed = aim.tolerable.floor_of(total.population);
    let is_within = match ground.plan.sampling {
        // Planned for a population without end, and held against the rate as it is.
        Sampling::Attribute { distribution: Distribution::Binomial | Distribution::Poisson, .. }
            if total.known_errors == 0 =>
        {
            limit.upper <= aim.tolerable.value()
        }
        _ => at_most <= allowed,
    };
    if is_within {
        return Decided::new(Decision::Accept, Why::LimitWithinTolerable);
    }
    let likely = limit.most_likely * as_float(total.population) + as_float(total.known_errors);
    if likely > aim.tolerable.value() * as_float(total.population) {
        return Decided::new(Decision::Escalate, Why::MostLikelyAboveTolerable);
    }
    let drawable = ground.draw.frames.iter().filter(|frame| frame.part == crate::draw::Reason::Drawn);
    let drawable: u64 = drawable.map(|frame| frame.population).sum();
    let needed = size_with_errors(Distribution::Hypergeometric, Some(drawable), aim, total.errors);
    let more =
        needed.ok().flatten().map(|needed| needed.saturating_sub(total.sample)).filter(|more| *more > 0);
    Decided::new(Decision::Extend, Why::LimitAboveTolerable).with(more)
}

fn by_value(ground: &Ground, money: &Money, aim: Aim) -> Decided {
    let sides = [&money.over, &money.under];
    #[allow(clippy::cast_precision_loss)]
    let allowed = aim.tolerable.value() * money.value as f64;
    if sides.iter().any(|side| side.at_most.is_none()) {
        return Decided::new(Decision::Escalate, Why::NoLimit);
    }
    if sides.iter().all(|side| side.at_most.is_some_and(|at_most| at_most <= allowed)) {
        return Decided::new(Decision::Accept, Why::LimitWithinTolerable);
    }
    if sides.iter().any(|side| side.most_likely > allowed) {
        return Decided::new(Decision::Escalate, Why::MostLikelyAboveTolerable);
    }
    let more = sides.iter().map(|side| more_units(ground, side, allowed)).collect::<Option<Vec<u64>>>();
    let more = more.and_then(|more| more.into_iter().max()).filter(|more| *more > 0);
    Decided::new(Decision::Extend, Why::LimitAboveTolerable).with(more)
}

/// Clean units that would bring a side within what is allowed: the whole limit shrinks as 1 / n.
fn more_units(ground: &Ground, side: &Misstated, allowed: f64) -> Option<u64> {
    let Some(limit) = &side.limit else { return Some(0) };
    let at_most = side.at_most?;
    let sampled = ground.draw.frames.iter().filter(|frame| frame.part == crate::draw::Reason::Drawn);
    #[allow(clippy::cast_precision_loss)]
    let value: f64 = sampled.map(|frame| frame.value as f64).sum();
    let known = at_most - limit.upper * value;
    let n = *limit.numbers.get("n")?;
    let is_enough = |more: u64| known + limit.upper * value * n / (n + as_float(more)) <= allowed;
    if is_enough(0) { Some(0) } else { smallest(1, SAMPLE_ITEMS_MAX, is_enough) }
}
