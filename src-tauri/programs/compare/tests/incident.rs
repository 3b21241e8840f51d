//! The night on which `customer_id` became `customer-id`, and other changes of shape.

#![allow(clippy::unwrap_used)]

mod shared;

use ballast_compare::{DriftKind, Spec};
use ballast_core::{Code, Verdict};
use shared::{Place, keyed, kinds};

const OLD: &str = "customer_id,order,amount\nC1,O1,10.00\nC2,O2,20.00\nC3,O3,30.00\n";

fn new() -> String {
    OLD.replace("customer_id", "customer-id")
}

fn renamed(key: &str) -> (ballast_compare::wire::Compared, Place) {
    let place = Place::new();
    let compared = place.compare(place.csv(OLD, &new()), &keyed(&[key]));
    (compared, place)
}

#[test]
fn a_renamed_key_is_found_named_and_blocks() {
    for asked in ["customer_id", "customer-id"] {
        let (compared, place) = renamed(asked);
        assert_eq!(compared.verdict, Verdict::Failed);
        assert_eq!(kinds(&compared), ["column_renamed"]);
        assert_eq!(compared.findings[0].params["id"], "column_renamed:customer_id:customer-id");
        let figures = compared.figures.unwrap();
        assert_eq!((figures.matched, figures.changed, figures.only_old, figures.only_new), (3, 0, 0, 0));
        let drift = &figures.drift[0];
        assert_eq!((drift.kind, drift.key, drift.accepted), (DriftKind::Renamed, true, false));
        assert_eq!((drift.from.as_deref(), drift.to.as_deref()), (Some("customer_id"), Some("customer-id")));
        assert!(place.list().is_empty());
    }
}

#[test]
fn a_renamed_column_is_found_named_and_blocks() {
    let (compared, _) = renamed("order");
    assert_eq!(compared.verdict, Verdict::Failed);
    assert_eq!(kinds(&compared), ["column_renamed"]);
    let figures = compared.figures.unwrap();
    assert_eq!((figures.matched, figures.changed), (3, 0));
    assert_eq!((figures.drift[0].matched, figures.drift[0].of, figures.drift[0].key), (3, 3, false));
}

#[test]
fn accepted_it_passes() {
    for key in ["customer_id", "order"] {
        let place = Place::new();
        let mut spec = keyed(&[key]);
        spec.rename.insert("customer_id".to_owned(), "customer-id".to_owned());
        let compared = place.compare(place.csv(OLD, &new()), &spec);
        assert_eq!((compared.verdict, kinds(&compared)), (Verdict::Passed, vec![]), "{key}");
    }
}

#[test]
fn a_key_that_is_nowhere_is_a_wrong_call() {
    let place = Place::new();
    let error = place.try_compare(place.csv(OLD, OLD), &keyed(&["number"])).unwrap_err();
    assert_eq!(
        (error.code, error.allowed),
        (Code::InvalidCall, ["amount", "customer_id", "order"].map(str::to_owned).to_vec())
    );
    let tolerance = [("amont".to_owned(), ballast_compare::Tolerance::default())].into();
    let spec = Spec { tolerance, ..keyed(&["order"]) };
    assert_eq!(place.try_compare(place.csv(OLD, OLD), &spec).unwrap_err().code, Code::InvalidCall);
}
