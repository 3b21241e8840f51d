//! Folders as they are exported, one for each way of sampling, from lists that are the same on every machine.

use ballast_spotcheck::draw::draw;
use ballast_spotcheck::plan::{Distribution, Sampling, Selection, Stage};
use ballast_spotcheck::population::{Columns, header};
use ballast_spotcheck::{Commitment, Draw, Freezer, Plan, Rate, Row, Seed};

/// A frozen list, a plan and what was drawn.
pub struct Folder {
    pub name: &'static str,
    pub list: String,
    pub commitment: Commitment,
    pub draw: Draw,
}

impl Folder {
    /// The names and contents of the files that a verifier reads.
    pub fn files(&self) -> [(&'static str, String); 3] {
        [
            ("population.csv", self.list.clone()),
            ("plan.json", self.commitment.text().unwrap()),
            ("draw.json", serde_json::to_string(&self.draw).unwrap()),
        ]
    }
}

pub fn all() -> Vec<Folder> {
    let stages = [Stage { sample: 15, accept: 0, go_on: 1 }, Stage { sample: 15, accept: 1, go_on: 1 }];
    let staged = Sampling::StopOrGo { distribution: Distribution::Hypergeometric, stages: stages.to_vec() };
    let percent = Sampling::Percent { percent: Rate::percent(8), at_least: 3 };
    let attribute =
        Sampling::Attribute { distribution: Distribution::Hypergeometric, expected: Rate::percent(2) };
    let value = |selection| Sampling::MonetaryUnit { selection, expected: Rate::ZERO };
    let strata = |sampling| Plan { per_stratum: true, ..plan(sampling) };
    vec![
        folder("percent", plan(percent.clone()), 0),
        folder("percent-per-stratum", strata(percent.clone()), 0),
        folder("percent-extended", plan(percent.clone()), 7),
        folder("always", Plan { always: rules(), ..plan(percent) }, 0),
        folder("attribute", plan(attribute.clone()), 0),
        folder("attribute-per-stratum", strata(attribute), 0),
        folder("stop-or-go", Plan { tolerable: Some(Rate::percent(20)), ..plan(staged) }, 0),
        folder("sieve", Plan { always: rules(), ..plan(value(Selection::Sieve)) }, 0),
        folder("sieve-extended", plan(value(Selection::Sieve)), 9),
        folder("fixed-interval", plan(value(Selection::FixedInterval)), 0),
        folder("cell", plan(value(Selection::Cell)), 0),
        folder("anytime", plan(Sampling::Anytime { at_most: 60 }), 0),
    ]
}

fn plan(sampling: Sampling) -> Plan {
    Plan {
        confidence: Rate::percent(95),
        tolerable: Some(Rate::percent(12)),
        sampling,
        per_stratum: false,
        always: vec![],
        tolerance: 0,
        minor_digits: 2,
        unreachable: Rate::percent(40),
        second_review: Rate::percent(10),
    }
}

fn rules() -> Vec<ballast_spotcheck::Condition> {
    let rules = [
        "amount >= 9000.00",
        "rate != 0.05",
        "note = \"back\\slash\"",
        "person >= Dora",
        "Größe > 41",
        "id=PAY,9",
    ];
    rules.iter().map(|rule| rule.parse().unwrap()).collect()
}

/// Ids, people and notes as they come: commas, quotes, lines, letters beyond ASCII, and what a shell or a
/// spreadsheet would take for its own.
const ODD: [&str; 8] =
    ["=1+1", "PAY,9", "PAY \"7\"", "A\\B", "$(reboot)", "Zürich-1", "\u{ff5e}-1", "\u{1f4b6}-1"];

pub fn rows() -> Vec<Row> {
    let mut state = 20_251_u64;
    let mut chance = |below: u64| {
        // Knuth's constants: the same numbers everywhere.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let odd = ODD.iter().map(|id| (*id).to_owned());
    let ids = (1..=152).map(|number| format!("PAY-2025-{number:04}")).chain(odd);
    let mut rows: Vec<Row> = ids
        .map(|id| Row {
            id,
            amount: match chance(16) {
                0 => 0,
                1 => -i64::try_from(chance(40_000)).unwrap(),
                2 => i64::try_from(chance(4_000_000)).unwrap(),
                _ => i64::try_from(chance(90_000)).unwrap() + 1,
            },
            person: ["Ana", "Ben Müller", "Cleo \"C\" Dee", "Dora\nEck", "=HYPERLINK(1)", "<script>"]
                [usize::try_from(chance(6)).unwrap()]
            .to_owned(),
            stratum: ["CH", "DE", "Süd, West", "A\tB\\n"][usize::try_from(chance(4)).unwrap()].to_owned(),
            more: vec![
                ["0.05", "0.050", "0.05", "0.05", "0.04"][usize::try_from(chance(5)).unwrap()].to_owned(),
                if chance(60) == 0 { "back\\slash" } else { "" }.to_owned(),
                chance(43).to_string(),
            ],
        })
        .collect();
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    rows
}

fn folder(name: &'static str, plan: Plan, more: u64) -> Folder {
    let rows = rows();
    let columns = Columns { more: vec!["rate".into(), "note".into(), "Größe".into()] };
    let mut freezer = Freezer::new(columns.clone()).unwrap();
    let mut list = header(&columns);
    for row in &rows {
        list.push_str(freezer.push(row).unwrap().unwrap());
    }
    let population = freezer.finish().unwrap().0;
    let commitment = plan.commit(&population).unwrap();
    let drawn = |more| {
        let seed = Seed::of_two(("Ana", "01382438 \"1\\n"), ("Ben", "12797316654")).unwrap();
        draw(&commitment, &population, seed, more, || Ok(rows.iter().cloned().map(Ok))).unwrap()
    };
    let draw = if more == 0 { drawn(0) } else { drawn(0).extended(drawn(more)).unwrap() };
    Folder { name, list, commitment, draw }
}
