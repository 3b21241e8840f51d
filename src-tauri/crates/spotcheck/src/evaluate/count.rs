//! Wrong items: in the sample, beside it, and at most in the whole.

use ballast_core::Result;
use ballast_core::bound::rate_at_most;

use super::limit::{Limit, count_limit};
use super::{Checked, Counted, Ground};
use crate::draw::Reason;
use crate::plan::attribute::as_float;
use crate::plan::{Distribution, Method, Sampling};
use crate::review::Judged;

/// How a share of items is limited under a plan; none where values are drawn.
fn method(ground: &Ground) -> Option<Method> {
    match &ground.plan.sampling {
        Sampling::Percent { .. } => Some(Method::Hypergeometric),
        Sampling::Attribute { distribution, .. } | Sampling::StopOrGo { distribution, .. } => {
            Some(match distribution {
                Distribution::Hypergeometric => Method::Hypergeometric,
                Distribution::Binomial => Method::Binomial,
                Distribution::Poisson => Method::Poisson,
            })
        }
        Sampling::MonetaryUnit { .. } | Sampling::Anytime { .. } => None,
    }
}

/// The whole.
pub(super) fn total(ground: &Ground) -> Result<Counted> {
    let all: Vec<&Checked> = ground.checked.iter().collect();
    let mut counted = tally(&all, None, ground.population.count);
    let drawable = ground.draw.frames.iter().filter(|frame| frame.part == Reason::Drawn);
    let drawable: u64 = drawable.map(|frame| frame.population).sum();
    if let Some(method) = method(ground) {
        let limit = if ground.plan.per_stratum {
            stratified(ground, &counted)
        } else {
            count_limit(method, drawable, counted.sample, counted.errors, ground.plan.confidence)?
        };
        limited(&mut counted, drawable, limit);
    }
    Ok(counted)
}

/// Each stratum by itself, at the same confidence each.
pub(super) fn strata(ground: &Ground) -> Result<Vec<Counted>> {
    if ground.population.strata.len() < 2 {
        return Ok(Vec::new());
    }
    let one = |(name, stratum): (&String, &crate::population::Stratum)| {
        let own: Vec<&Checked> =
            ground.checked.iter().filter(|checked| checked.item.stratum == *name).collect();
        let mut counted = tally(&own, Some(name.clone()), stratum.count);
        if let Some(method) = method(ground) {
            let beside = own.iter().filter(|checked| checked.item.reason != Reason::Drawn).count() as u64;
            let drawable = stratum.count - beside;
            let limit =
                count_limit(method, drawable, counted.sample, counted.errors, ground.plan.confidence)?;
            limited(&mut counted, drawable, limit);
        }
        Ok(counted)
    };
    ground.population.strata.iter().map(one).collect()
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn limited(counted: &mut Counted, drawable: u64, limit: Limit) {
    let of_sampled = if counted.sample >= drawable {
        counted.errors
    } else {
        // The nearest whole number below; the ratio was made from one where the method is exact.
        ((limit.upper * as_float(drawable) + 1e-6).floor() as u64).min(drawable)
    };
    counted.at_most = Some(of_sampled + counted.known_errors);
    counted.limit = Some(limit);
}

fn tally(checked: &[&Checked], stratum: Option<String>, population: u64) -> Counted {
    let count =
        |filter: &dyn Fn(&Checked) -> bool| checked.iter().filter(|checked| filter(checked)).count() as u64;
    let sampled = |checked: &Checked| checked.item.reason == Reason::Drawn;
    Counted {
        stratum,
        population,
        looked_at: checked.len() as u64,
        sample: count(&sampled),
        errors: count(&|checked| sampled(checked) && checked.is_wrong()),
        known_errors: count(&|checked| !sampled(checked) && checked.is_wrong()),
        over: count(&|checked| checked.is_wrong() && checked.difference() > 0),
        under: count(&|checked| checked.is_wrong() && checked.difference() < 0),
        unknown: count(&|checked| checked.judged == Judged::Unknown),
        limit: None,
        at_most: None,
    }
}

/// The total of samples of their own in each stratum: the binomial limit of all errors among all items, times how
/// much the least sampled stratum weighs more than it was sampled. Errors are drawn apart in each stratum, so their
/// sum is a sum of independent yes and no (Vatutin and Mikhailov 1982), and no such sum is likelier to be small
/// than the binomial one of the same mean (Hoeffding, Annals of Mathematical Statistics 27, 1956; for k ≤ n·p − 1).
fn stratified(ground: &Ground, counted: &Counted) -> Limit {
    let frames = ground.draw.frames.iter().filter(|frame| frame.part == Reason::Drawn);
    let (mut drawable, mut least, mut most_likely) = (0_u64, 1.0_f64, 0.0);
    for frame in frames {
        let own = |checked: &&Checked| {
            checked.item.reason == Reason::Drawn && Some(&checked.item.stratum) == frame.stratum.as_ref()
        };
        let sample = ground.checked.iter().filter(own).count() as u64;
        let errors = ground.checked.iter().filter(own).filter(|checked| checked.is_wrong()).count() as u64;
        drawable += frame.population;
        if frame.population > 0 {
            least = least.min(as_float(sample) / as_float(frame.population));
        }
        if sample > 0 {
            most_likely += as_float(errors) * as_float(frame.population) / as_float(sample);
        }
    }
    let n = as_float(counted.sample);
    let single = rate_at_most(counted.sample, counted.errors, ground.plan.confidence.value());
    // Below k + 1 expected errors the inequality says nothing, so no fewer are assumed.
    let expected = (single * n).max(as_float(counted.errors) + 1.0);
    let whole = as_float(drawable);
    let found = as_float(counted.errors) / whole.max(1.0);
    let upper = if least > 0.0 { (expected / (least * whole)).min(1.0) } else { 1.0 };
    let numbers = [
        ("N", whole),
        ("n", n),
        ("k", as_float(counted.errors)),
        ("β", ground.plan.confidence.rest().value()),
        ("f", least),
        ("p", single),
    ];
    Limit {
        method: Method::Binomial,
        confidence: ground.plan.confidence,
        most_likely: most_likely / whole.max(1.0),
        lower: Some(found),
        upper,
        formula:
            "max(n · p, k + 1) / (f · N), p = BetaInv(1 − β; k + 1, n − k), f the least share of a stratum"
                .to_owned(),
        numbers: numbers.into_iter().map(|(name, number)| (name.to_owned(), number)).collect(),
    }
}
