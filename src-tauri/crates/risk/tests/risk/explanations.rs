//! Every figure opens into parts that give it again, down to what people entered.

use ballast_core::Span;
use ballast_core::exposure::{ComponentKind, Recovery};
use ballast_risk::model::{CommonCause, DemandSource, Estimate, Loss};
use ballast_risk::{Explanation, Figure, Line, Model, Rule, Study, Subject, Value};
use proptest::prelude::*;

use crate::maps::*;
use crate::properties::maps;

/// The value that the parts of a line give.
fn again(told: &Explanation) -> f64 {
    let values: Vec<f64> = told.parts.iter().filter_map(|part| part.value.number()).collect();
    let of = |line: Line| {
        let part = told.parts.iter().find(|part| part.line == line).unwrap();
        part.value.number().unwrap()
    };
    match told.rule {
        Rule::Given => told.value.number().unwrap_or_default(),
        Rule::Sum => values.iter().sum(),
        Rule::Product => values.iter().product(),
        Rule::Difference => {
            let left = values[0] - values[1..].iter().sum::<f64>();
            if matches!(told.value, Value::Amount(_)) { left } else { left.max(0.0) }
        }
        Rule::Longest => values.iter().copied().fold(0.0, f64::max),
        Rule::Enough => {
            let value = told.value.number().unwrap();
            assert!(values.is_sorted() && values.contains(&value), "{told:?}");
            value
        }
        Rule::Joint => {
            // The parts overlap: each is within it, and their sum is not below it where none is left out.
            let value = told.value.number().unwrap();
            let sets: Vec<f64> =
                told.parts.iter().filter(|part| part.line == Line::CutSet).map(again).collect();
            assert!(sets.iter().all(|set| *set <= value + 1e-12), "{told:?}");
            if sets.len() == told.parts.len() {
                assert!(sets.iter().sum::<f64>() >= value - 1e-12, "{told:?}");
            }
            value
        }
        Rule::Formula => match told.line {
            Line::Probability | Line::WithItsCauses => {
                let hours = values[0] * values[1];
                hours / (8760.0 + hours)
            }
            Line::BeyondGrace => (-of(Line::Grace) / of(Line::MeanOutage)).exp(),
            Line::Deadlines => {
                let late = of(Line::HoursBeyondGrace);
                let slots = (late * of(Line::PerYear) / 8760.0).floor() + 1.0;
                if late > 0.0 && of(Line::PerYear) > 0.0 { slots } else { 0.0 }
            }
            other => panic!("{other:?} has no formula"),
        },
    }
}

/// What stands at the end of an explanation: entered, measured, or a property of the whole map that is told once.
fn is_end(told: &Explanation) -> bool {
    use Line::{CutSetsLeftOut, DataOutages, Importance, MeanOutage, Unavailability, UnavailabilityWithout};
    told.line as u8 >= Line::DamagePerHour as u8
        || [CutSetsLeftOut, DataOutages, Importance, MeanOutage, Unavailability, UnavailabilityWithout]
            .contains(&told.line)
        || told.rule == Rule::Joint
        || told.value.number() == Some(0.0)
}

fn holds(told: &Explanation) {
    let (told_value, value) = (told.value.number().unwrap_or_default(), again(told));
    // Money is rounded to a cent, twice where a degraded mode takes something off.
    let cents = if matches!(told.value, Value::Money { .. }) { 0.010_001 } else { 1e-12 };
    assert!(
        (told_value - value).abs() <= cents + value.abs() * 1e-9,
        "{told_value} is not {value}: {told:?}"
    );
    assert!(!told.parts.is_empty() || is_end(told), "{told:?} does not open");
    told.parts.iter().for_each(holds);
}

fn opens(study: &Study<'_>, figure: Figure, of: &Subject, value: f64) {
    let told = study.explain(figure, Some(of)).unwrap_or_else(|| panic!("{figure:?} of {of} does not open"));
    assert_eq!(told.of.as_ref(), Some(of));
    let found = told.value.number().unwrap();
    assert!((found - value).abs() <= 1e-9 * value.abs().max(1.0), "{figure:?} of {of}: {found}, not {value}");
    holds(&told);
}

fn euros_of(money: ballast_core::Money) -> f64 {
    money.amount().parse().unwrap()
}

fn all_open(model: &Model) {
    let map = map(model);
    let study = Study::new(&map, budget());
    let figures = study.figures();
    for process in &figures.processes {
        let of = Subject::Process(process.id.clone());
        opens(&study, Figure::Exposure, &of, euros_of(process.exposure.total));
        opens(&study, Figure::Unavailability, &of, process.unavailability);
        opens(&study, Figure::AnnualLoss, &of, process.expected_annual_loss);
        assert!(Figure::OF_THING.iter().all(|figure| study.explain(*figure, Some(&of)).is_none()));
    }
    for thing in &figures.things {
        opens(&study, Figure::Probability, &thing.thing, thing.probability);
        opens(&study, Figure::Blast, &thing.thing, euros_of(thing.blast.per_hour));
        opens(&study, Figure::DamageOnce, &thing.thing, euros_of(thing.damage_once));
        opens(&study, Figure::ExpectedPerHour, &thing.thing, thing.expected_per_hour);
        opens(&study, Figure::RemovedIfPerfect, &thing.thing, thing.removed_if_perfect);
        assert!(study.explain(Figure::AnnualLoss, Some(&thing.thing)).is_none());
    }
    let total = study.explain(Figure::AnnualLoss, None).unwrap();
    assert_eq!(total.value, Value::Amount(figures.expected_annual_loss));
    for figure in Figure::OF_ALL {
        holds(&study.explain(figure, None).unwrap());
    }
    assert!(study.explain(Figure::DamageOnce, None).is_none());
}

/// Everything that bends a loss, and everything that a chance can come from.
fn costly(mut model: Model, kept: f64, grace: u64, outage: u64, share: f64) -> Model {
    let process = &mut model.processes[0];
    process.kept = kept;
    process.rpo = Some(Span::from_hours(3));
    process.losses = vec![
        Loss::PerHour(euros("3.33")),
        Loss::After { grace: Span::from_hours(grace), per_hour: euros("70.01") },
        Loss::Deadline { per_year: 52.0, grace: Span::from_hours(grace), penalty: euros("1000") },
        Loss::PerRecord { per_record: euros("0.07"), records_per_hour: 12.5 },
    ];
    model.processes[1].losses = vec![Loss::PerHour(euros("1.00"))];
    let data = &mut model.components[0];
    data.kind = ComponentKind::Data;
    data.recovery = Recovery {
        measured: Some(Span::from_hours(outage)),
        ever_measured: Some(Span::from_hours(outage)),
        declared: Some(Span::from_hours(99)),
    };
    model.components[1].outages_per_year = Some(Estimate::exact(3.0));
    let members = vec![id("c0"), id("c1")];
    model.common_causes = vec![
        CommonCause {
            id: id("cloud"),
            members: members.clone(),
            share: Estimate::exact(share),
            assumed: true,
        },
        CommonCause { id: id("login"), members, share: Estimate::exact(0.05), assumed: false },
    ];
    if let Some(standby) = model.standbys.first_mut() {
        standby.source = DemandSource::Declared;
    }
    model
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_figure_opens_into_what_gives_it_again(
        model in maps(7), kept in 0.0f64..=1.0, grace in 0u64..9, outage in 0u64..200, share in 0.0f64..=1.0,
    ) {
        all_open(&model);
        all_open(&costly(model, kept, grace, outage, share));
    }
}

#[test]
fn the_loss_of_orders_is_said_in_its_factors() {
    let mut model = ridge_with_spare();
    model.processes[0].losses = vec![Loss::After { grace: Span::from_hours(2), per_hour: euros("100") }];
    model.processes[0].kept = 0.25;
    all_open(&model);
    let map = map(&model);
    let study = Study::new(&map, budget());
    let shop = Subject::Component(id("shop"));
    // Three hours: 3 × 420 × 0.75, and one hour beyond the grace, 1 × 100 × 0.75; shipping loses 3 × 160.
    let told = study.explain(Figure::DamageOnce, Some(&shop)).unwrap();
    let amounts =
        |told: &Explanation| told.parts.iter().map(|part| part.value.number().unwrap()).collect::<Vec<_>>();
    assert_eq!(told.value.number(), Some(1500.0));
    assert_eq!(amounts(&told), [1020.0, 480.0]);
    assert_eq!(amounts(&told.parts[0]), [945.0, 75.0]);
    let late = &told.parts[0].parts[1];
    assert_eq!(late.line, Line::FromLossAfterGrace);
    assert_eq!(amounts(late), [100.0, 1.0, 0.75]);
    let text = serde_json::to_value(study.explain(Figure::AnnualLoss, None).unwrap()).unwrap();
    assert_eq!(
        (&text["line"], &text["rule"], &text["of"]),
        (&"annual_loss".into(), &"sum".into(), &serde_json::Value::Null)
    );
    assert_eq!(text["parts"][1]["of"], serde_json::json!({"kind": "process", "id": "ship"}));
}

#[test]
fn a_switch_says_where_its_chance_comes_from() {
    let mut model = ridge_with_spare();
    for (source, line) in [
        (DemandSource::Drilled, Line::OnDemandDrilled),
        (DemandSource::Declared, Line::OnDemandDeclared),
        (DemandSource::Blocked, Line::OnDemandBlocked),
        (DemandSource::Assumed, Line::OnDemandAssumed),
    ] {
        model.standbys[0].source = source;
        let map = map(&model);
        let study = Study::new(&map, budget());
        let told = study.explain(Figure::Probability, Some(&Subject::Standby(id("pay")))).unwrap();
        assert_eq!((told.line, told.value), (line, Value::Probability(0.5)));
    }
}
