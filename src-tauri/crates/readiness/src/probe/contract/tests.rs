use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn of(samples: impl IntoIterator<Item = Value>) -> Contract {
    let mut contract = Contract::default();
    for sample in samples {
        contract.learn(&sample).unwrap();
    }
    contract
}

fn path(text: &str) -> Path {
    text.parse().unwrap()
}

#[test]
fn a_field_renamed_overnight_is_named_with_both_names() {
    let day = |n: u64| json!({ "customer_id": format!("c-{n}"), "amount": n, "note": null });
    let contract = of((0..20).map(day));
    let night = json!({ "customer-id": "c-21", "amount": 21, "note": null });
    assert_eq!(
        contract.changes(&night).unwrap(),
        [Change::Renamed { from: path("customer_id"), to: path("customer-id"), kind: Kind::Text }]
    );
}

#[test]
fn a_new_field_is_no_alarm_and_nineteen_samples_require_nothing() {
    let contract = of(vec![json!({ "id": 1 }); 20]);
    assert_eq!(contract.changes(&json!({ "id": 2, "more": [1] })).unwrap(), []);
    let contract = of(vec![json!({ "id": 1 }); 19]);
    assert_eq!(contract.samples_missing(), 1);
    assert_eq!(contract.changes(&json!({ "name": 1 })).unwrap(), []);
    assert_eq!(contract.changes(&json!([])).unwrap(), []);
}

#[test]
fn renames_need_the_same_place_kind_and_letters() {
    let contract = of(vec![json!({ "a": { "customer_id": "x" }, "b": {} }); 20]);
    let missing = [Change::Missing { path: path("a.customer_id"), was: vec![Kind::Text] }];
    for other in [
        json!({ "a": {}, "b": { "customerId": "x" } }),
        json!({ "a": { "customer-id": 7 }, "b": {} }),
        json!({ "a": { "customer": "x" }, "b": {} }),
    ] {
        assert_eq!(contract.changes(&other).unwrap(), missing, "{other}");
    }
    for same in ["customerId", "CUSTOMER-ID", "customer__id", "CustomerID"] {
        let changes = contract.changes(&json!({ "a": { same: "x" }, "b": {} })).unwrap();
        let to = path("a").below(Step::Name(same.to_owned()));
        assert_eq!(changes, [Change::Renamed { from: path("a.customer_id"), to, kind: Kind::Text }]);
    }
}

#[test]
fn kinds_lists_and_nulls() {
    let sample =
        |n: u64| json!({ "items": [{ "id": n, "tags": [] }, { "id": 2.5, "tags": ["x"] }], "gone": null });
    let contract = of((0..20).map(sample));
    let changes = |value: Value| contract.changes(&value).unwrap();
    let kind =
        |at: &str, was: &[Kind], found| Change::KindChanged { path: path(at), was: was.to_vec(), found };
    // No item, another number, a list that was always empty: nothing to say.
    assert_eq!(changes(json!({ "items": [], "gone": null })), []);
    assert_eq!(changes(json!({ "items": [{ "id": 9, "tags": ["y"] }], "gone": "now a text" })), []);
    assert_eq!(
        changes(json!({ "items": [{ "id": "9", "tags": [] }, { "tags": null, "id": 1 }], "gone": null })),
        [kind("items[].id", &[Kind::Number], Kind::Text), kind("items[].tags", &[Kind::List], Kind::Null)]
    );
    assert_eq!(
        changes(json!({ "items": [{ "id": 1, "tags": [] }, { "tags": [] }], "gone": null })),
        [Change::Missing { path: path("items[].id"), was: vec![Kind::Number] }]
    );
    // What stood below goes with its parent.
    assert_eq!(changes(json!({ "items": "none", "gone": null })), [kind("items", &[Kind::List], Kind::Text)]);
    assert_eq!(changes(json!("error")), [kind("$", &[Kind::Object], Kind::Text)]);
}

#[test]
fn a_renamed_item_says_more_than_a_missing_one() {
    let contract = of(vec![json!([{ "user_id": 1 }]); 20]);
    let changes = contract.changes(&json!([{}, { "userId": 1 }, {}])).unwrap();
    let to = Path(vec![Step::Each, Step::Name("userId".into())]);
    assert_eq!(changes, [Change::Renamed { from: path("[].user_id"), to, kind: Kind::Number }]);
}

#[test]
fn an_accepted_change_is_part_of_the_contract() {
    let mut contract = of(vec![json!({ "customer_id": "a", "n": 1, "old": { "deep": 1 } }); 20]);
    let now = json!({ "customer-id": "b", "n": "2" });
    let changes = contract.changes(&now).unwrap();
    assert_eq!(changes.len(), 3);
    for change in &changes {
        contract.accept(change);
    }
    assert_eq!(contract.changes(&now).unwrap(), []);
    // The new name is required at once: it is the same field.
    let missing = Change::Missing { path: path("customer-id"), was: vec![Kind::Text] };
    assert_eq!(contract.changes(&json!({ "n": 1 })).unwrap(), [missing]);
    assert!(contract.paths.keys().all(|key| !key.1.to_string().starts_with("old")));
}

#[test]
fn memory_is_bounded_and_the_shallow_paths_stay() {
    let wide = |from: usize| {
        let fields = (from..from + 900).map(|n| (format!("k{n:05}"), json!({ "inner": n })));
        json!({ "map": fields.collect::<Value>(), "status": "ok" })
    };
    let mut contract = of((0..20).map(|n| wide(n * 900)));
    assert!(contract.is_cut());
    assert_eq!(contract.paths.len(), CONTRACT_PATHS_MAX);
    let missing = Change::Missing { path: path("status"), was: vec![Kind::Text] };
    assert_eq!(contract.changes(&json!({ "map": {} })).unwrap(), [missing]);

    let deep = (0..100).fold(json!(1), |inner, _| json!({ "a": inner }));
    contract = of([deep, json!({ "x".repeat(129): 1 })]);
    assert_eq!(contract.paths.len(), 1 + CONTRACT_DEPTH_MAX);
    assert!(contract.is_cut());

    let large = json!(vec![0; CONTRACT_SAMPLE_VALUES_MAX]);
    assert_eq!(contract.learn(&large), Err(TooLarge));
    assert_eq!(contract.changes(&large), Err(TooLarge));
    assert_eq!(contract.samples(), 2);
}

/// Samples of few names, so that the same paths come with several kinds and are often missing.
fn sample() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..3).prop_map(Value::from),
        "[a-c]{0,2}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let names = prop::sample::select(vec!["id", "ID", "i_d", "name", "items", "a.b", ""]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(names.prop_map(str::to_owned), inner, 0..4)
                .prop_map(|fields| fields.into_iter().collect::<Value>()),
        ]
    })
}

/// A history: few different samples, each several times, so that things become required.
fn history() -> impl Strategy<Value = Vec<Value>> {
    prop::collection::vec((sample(), 1..25_usize), 1..5)
        .prop_map(|runs| runs.into_iter().flat_map(|(value, times)| vec![value; times]).collect())
}

/// Required by the rule itself, looked up in the samples and not in what was learned.
fn required(samples: &[Value], parent: &Path, name: &str) -> bool {
    let objects = |sample: &Value| -> Vec<Value> {
        parent.find(sample).into_iter().filter(|value| value.is_object()).cloned().collect()
    };
    let with: Vec<Vec<Value>> = samples.iter().map(objects).filter(|list| !list.is_empty()).collect();
    with.len() >= 20 && with.iter().flatten().all(|object| object.get(name).is_some())
}

proptest! {
    #[test]
    fn the_order_of_samples_makes_no_difference(
        (one, other) in history().prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle())),
        at in 0..100_usize,
    ) {
        prop_assert_eq!(of(one.clone()), of(other));
        // Nor does it matter who learned which of them.
        let (first, second) = one.split_at(at.min(one.len()));
        let mut merged = of(first.to_vec());
        merged.merge(of(second.to_vec()));
        prop_assert_eq!(of(one), merged);
    }

    #[test]
    fn a_sample_that_was_learned_never_breaks_the_contract(samples in history()) {
        let contract = of(samples.clone());
        for sample in &samples {
            prop_assert_eq!(contract.changes(sample).unwrap(), []);
        }
    }

    #[test]
    fn required_is_what_the_rule_says(samples in history()) {
        for (path, _, is_required) in of(samples.clone()).shape() {
            let expected = match (path.0.split_last(), path.name()) {
                (Some((_, parent)), Some(name)) => required(&samples, &Path(parent.to_vec()), name),
                _ => false,
            };
            prop_assert_eq!(is_required, expected, "{}", path);
        }
    }

    #[test]
    fn accepting_all_changes_ends_the_alarm(samples in history(), now in sample()) {
        let mut contract = of(samples);
        for _ in 0..3 {
            for change in contract.changes(&now).unwrap() {
                contract.accept(&change);
            }
        }
        prop_assert_eq!(contract.changes(&now).unwrap(), []);
    }

    #[test]
    fn what_is_stored_reads_back(samples in history()) {
        let contract = of(samples);
        let stored = serde_json::to_string(&contract).unwrap();
        prop_assert_eq!(serde_json::from_str::<Contract>(&stored).unwrap(), contract);
    }
}
