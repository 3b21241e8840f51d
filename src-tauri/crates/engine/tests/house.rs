//! The house as it is drawn in ARCHITECTURE.md: which crate may know which.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, MetadataCommand};

/// Every crate with the crates of the house that it may use. An arrow that is not here is refused.
const ARROWS: &[(&str, &[&str])] = &[
    ("ballast-core", &[]),
    ("ballast-store", &["ballast-core"]),
    ("ballast-inputs", &["ballast-core"]),
    ("ballast-outside", &["ballast-core"]),
    ("ballast-backup", &["ballast-core", "ballast-inputs", "ballast-store"]),
    ("ballast-compare", &["ballast-core"]),
    ("ballast-spotcheck", &["ballast-core"]),
    ("ballast-readiness", &["ballast-core"]),
    ("ballast-risk", &["ballast-core"]),
    (
        "ballast-compare-program",
        &[
            "ballast-compare",
            "ballast-core",
            "ballast-inputs",
            "ballast-outside",
            "ballast-spotcheck",
            "ballast-store",
        ],
    ),
    ("ballast-cluster", &["ballast-compare", "ballast-compare-program", "ballast-core", "ballast-inputs"]),
    (
        "ballast-engine",
        &[
            "ballast-backup",
            "ballast-compare",
            "ballast-core",
            "ballast-outside",
            "ballast-readiness",
            "ballast-risk",
            "ballast-spotcheck",
            "ballast-store",
        ],
    ),
    ("ballast-cli", &["ballast-core", "ballast-engine"]),
    ("ballast-desktop", &["ballast-core", "ballast-engine"]),
    ("ballast-acceptance", &[]),
    ("ballast-e2e", &[]),
];

/// Crates that do input or output: none of them below `core`, SQL only where it belongs.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("rusqlite", &["ballast-store", "ballast-backup", "ballast-engine", "ballast-inputs"]),
    ("datafusion", &["ballast-compare-program", "ballast-cluster"]),
    ("datafusion-distributed", &["ballast-cluster"]),
    ("postgres", &["ballast-inputs"]),
    ("rustic_core", &["ballast-backup"]),
    ("tauri", &["ballast-desktop"]),
    ("clap", &["ballast-cli"]),
    ("reqwest", &["ballast-outside"]),
    ("hyper", &["ballast-outside"]),
    ("hickory-resolver", &["ballast-outside"]),
    ("x509-parser", &["ballast-outside"]),
    ("lettre", &["ballast-outside"]),
    ("keyring-core", &["ballast-outside"]),
];

fn house() -> BTreeMap<String, BTreeSet<String>> {
    let metadata = MetadataCommand::new().no_deps().exec().unwrap();
    let normal = |package: &cargo_metadata::Package| {
        package
            .dependencies
            .iter()
            .filter(|d| d.kind == DependencyKind::Normal)
            .map(|d| d.name.clone())
            .collect()
    };
    metadata.packages.iter().map(|package| (package.name.to_string(), normal(package))).collect()
}

#[test]
fn arrows_point_one_way() {
    let house = house();
    let expected: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    let found: BTreeSet<&str> = house.keys().map(String::as_str).collect();
    assert_eq!(found, expected, "a crate of the house is missing in this test, or the other way round");
    for (name, allowed) in ARROWS {
        let used: BTreeSet<&str> =
            house[*name].iter().map(String::as_str).filter(|d| d.starts_with("ballast-")).collect();
        let allowed: BTreeSet<&str> = allowed.iter().copied().collect();
        assert!(used.is_subset(&allowed), "{name} uses {:?}", used.difference(&allowed));
    }
}

#[test]
fn outside_libraries_stay_in_their_rooms() {
    let house = house();
    for (library, rooms) in ONLY_IN {
        for (name, used) in &house {
            let is_test = name == "ballast-acceptance" || name == "ballast-e2e";
            assert!(
                is_test || !used.contains(*library) || rooms.contains(&name.as_str()),
                "{name} uses {library}"
            );
        }
    }
}
