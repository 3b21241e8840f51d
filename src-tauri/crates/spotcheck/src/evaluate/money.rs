//! Money: known, projected, and at most, over and under apart.

use super::limit::{Limit, taint_limit};
use super::{Checked, Ground, Misstated, Money};
use crate::draw::Reason;
use crate::plan::attribute::as_float;
use crate::plan::{KaplanMarkov, Method, Refusal, Sampling, anytime_limit};

/// Which way money is wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Over,
    Under,
}

impl Side {
    /// How much an item is wrong this way, in minor units.
    fn of(self, checked: &Checked) -> i128 {
        match self {
            Self::Over => checked.difference().max(0),
            Self::Under => (-checked.difference()).max(0),
        }
    }

    /// The same as a share of what was paid.
    fn taint(self, checked: &Checked) -> f64 {
        about(self.of(checked)) / about(i128::from(checked.item.amount))
    }
}

#[allow(clippy::cast_precision_loss)]
fn about(minor: i128) -> f64 {
    minor as f64
}

/// The whole.
pub(super) fn total(ground: &Ground) -> Money {
    let all: Vec<&Checked> = ground.checked.iter().collect();
    let drawn = ground.draw.frames.iter().filter(|frame| frame.part == Reason::Drawn);
    let (items, value) =
        drawn.fold((0, 0), |(items, value), frame| (items + frame.population, value + frame.value));
    money(ground, &all, None, items, value, ground.population.positive_total)
}

/// Each stratum by itself. Where values were drawn over the whole, those that fell into a stratum are a sample of it.
pub(super) fn strata(ground: &Ground) -> Vec<Money> {
    if ground.population.strata.len() < 2 {
        return Vec::new();
    }
    let one = |(name, stratum): (&String, &crate::population::Stratum)| {
        let own: Vec<&Checked> =
            ground.checked.iter().filter(|checked| checked.item.stratum == *name).collect();
        let beside = |reasons: &[Reason]| {
            let kept =
                ground.draw.items.iter().filter(|item| {
                    item.stratum == *name && item.amount > 0 && reasons.contains(&item.reason)
                });
            kept.fold((0, 0), |(items, value), item| (items + 1, value + i128::from(item.amount)))
        };
        let (items, value) = beside(&[Reason::Always, Reason::Certain]);
        let (count, sum) = if ground.plan.is_by_value() {
            (stratum.positive, stratum.positive_total)
        } else {
            (stratum.count, stratum.total)
        };
        money(
            ground,
            &own,
            Some(name.clone()),
            count.saturating_sub(items),
            sum - value,
            stratum.positive_total,
        )
    };
    ground.population.strata.iter().map(one).collect()
}

/// `items` and `value`: of what could be drawn.
fn money(
    ground: &Ground,
    checked: &[&Checked],
    stratum: Option<String>,
    items: u64,
    value: i128,
    whole: i128,
) -> Money {
    let side = |side| {
        if ground.plan.is_by_value() {
            by_value(ground, checked, side, items, value, stratum.is_none())
        } else {
            by_item(ground, checked, side, items, stratum.is_none())
        }
    };
    Money { over: side(Side::Over), under: side(Side::Under), stratum, value: whole }
}

/// What stands beside the sample is known; a drawn share of what no value reaches is projected.
fn known(ground: &Ground, checked: &[&Checked], side: Side, is_whole: bool) -> f64 {
    let sum = |reasons: &[Reason]| -> i128 {
        checked.iter().filter(|checked| reasons.contains(&checked.item.reason)).map(|c| side.of(c)).sum()
    };
    let frame = ground.draw.frames.iter().find(|frame| frame.part == Reason::Unreachable);
    let factor = match frame {
        Some(frame) if is_whole && frame.sample > 0 => as_float(frame.population) / as_float(frame.sample),
        _ => 1.0,
    };
    about(sum(&[Reason::Always, Reason::Certain])) + factor * about(sum(&[Reason::Unreachable]))
}

fn by_value(
    ground: &Ground,
    checked: &[&Checked],
    side: Side,
    items: u64,
    value: i128,
    is_whole: bool,
) -> Misstated {
    let sampled: Vec<&&Checked> =
        checked.iter().filter(|checked| checked.item.reason == Reason::Drawn).collect();
    let hits = |checked: &Checked| checked.item.hits.iter().filter(|hit| **hit <= ground.places).count();
    let count = sampled.iter().map(|checked| hits(checked) as u64).sum::<u64>();
    let found = checked.iter().map(|checked| side.of(checked)).sum();
    let known = known(ground, checked, side, is_whole);
    if sampled.len() as u64 >= items {
        let all = known + about(sampled.iter().map(|checked| side.of(checked)).sum());
        return Misstated { found, most_likely: all, at_most: Some(all), limit: None, refused: None };
    }
    if count == 0 {
        let refused = Some("nothing_drawn".to_owned());
        return Misstated { found, most_likely: known, at_most: None, limit: None, refused };
    }
    let wrong = sampled.iter().filter(|checked| side.of(checked) > 0);
    let taints: Vec<f64> = wrong.flat_map(|c| std::iter::repeat_n(side.taint(c), hits(c))).collect();
    let projected = about(value) / as_float(count) * taints.iter().sum::<f64>();
    let (limit, refused) = match taint_limit(Method::StringerPoisson, &taints, count, ground.plan.confidence)
    {
        Ok(limit) if is_anytime(ground) => (Some(at_any_time(ground, &sampled, side, limit)), None),
        Ok(limit) => (Some(limit), None),
        Err(error) => (None, error.params.get("reason").cloned()),
    };
    let at_most = limit.as_ref().map(|limit| known + limit.upper * about(value));
    Misstated { found, most_likely: known + projected, at_most, limit, refused }
}

fn by_item(ground: &Ground, checked: &[&Checked], side: Side, items: u64, is_whole: bool) -> Misstated {
    let sampled: Vec<&&Checked> =
        checked.iter().filter(|checked| checked.item.reason == Reason::Drawn).collect();
    let found = checked.iter().map(|checked| side.of(checked)).sum();
    let known = known(ground, checked, side, is_whole);
    if sampled.len() as u64 >= items {
        let all = about(found);
        return Misstated { found, most_likely: all, at_most: Some(all), limit: None, refused: None };
    }
    let most_likely = known + projected(ground, &sampled, side, items, is_whole);
    // Items drawn alike say little about money: no method from them holds what it says (`Refusal`).
    let refused = Some(Refusal::BelowItsConfidence.as_str().to_owned());
    Misstated { found, most_likely, at_most: None, limit: None, refused }
}

/// Differences times items / sample, in each stratum that had a sample of its own.
fn projected(ground: &Ground, sampled: &[&&Checked], side: Side, items: u64, is_whole: bool) -> f64 {
    let sum = |checked: &mut dyn Iterator<Item = &&&Checked>| {
        checked.fold((0_u64, 0_i128), |(count, sum), checked| (count + 1, sum + side.of(checked)))
    };
    let scaled = |(count, sum): (u64, i128), items: u64| {
        if count == 0 { 0.0 } else { about(sum) * as_float(items) / as_float(count) }
    };
    if !(is_whole && ground.plan.per_stratum) {
        return scaled(sum(&mut sampled.iter()), items);
    }
    let frames = ground.draw.frames.iter().filter(|frame| frame.part == Reason::Drawn);
    frames
        .map(|frame| {
            let mut own = sampled.iter().filter(|c| Some(&c.item.stratum) == frame.stratum.as_ref());
            scaled(sum(&mut own), frame.population)
        })
        .sum()
}

fn is_anytime(ground: &Ground) -> bool {
    matches!(ground.plan.sampling, Sampling::Anytime { .. })
}

/// Whoever may stop at any time needs a limit that holds at any time.
fn at_any_time(ground: &Ground, sampled: &[&&Checked], side: Side, limit: Limit) -> Limit {
    let taints = in_order(ground, sampled.iter().map(|checked| **checked), side);
    let formula = "min over the looks m of 1 − exp((ln β + Σ ln(1 − t)) / m)".to_owned();
    let upper = anytime_limit(&taints, ground.plan.confidence);
    Limit { method: Method::KaplanMarkov, upper, formula, ..limit }
}

/// Taints in the order of the draw, clean ones as zero.
fn in_order<'a>(ground: &Ground, checked: impl Iterator<Item = &'a Checked<'a>>, side: Side) -> Vec<f64> {
    let hits =
        checked.flat_map(|checked| checked.item.hits.iter().map(move |hit| (*hit, side.taint(checked))));
    let mut hits: Vec<(u64, f64)> = hits.filter(|(hit, _)| *hit <= ground.places).collect();
    hits.sort_by_key(|(hit, _)| *hit);
    hits.into_iter().map(|(_, taint)| taint).collect()
}

/// The anytime rule after the places that are settled without a gap, over and under.
pub(super) fn anytime(ground: &Ground) -> Option<(KaplanMarkov, KaplanMarkov)> {
    let aim = ground.plan.aim().filter(|_| is_anytime(ground))?;
    let rule = |side: Side| {
        let sampled = ground.checked.iter().filter(|checked| checked.item.reason == Reason::Drawn);
        let start = KaplanMarkov::new(aim.tolerable, aim.confidence);
        in_order(ground, sampled, side).into_iter().fold(start, KaplanMarkov::with)
    };
    Some((rule(Side::Over), rule(Side::Under)))
}
