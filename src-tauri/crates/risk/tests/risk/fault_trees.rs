//! Fault trees in Open-PSA form: the public models, and what hostile files get.

use std::collections::BTreeMap;

use ballast_core::{Code, Error};
use ballast_risk::{Budget, CutOff, FaultTree, Top, TreeFile};

use crate::maps::{budget, map, ridge_with_spare};

const CHINESE: &str = include_str!("trees/chinese.xml");
const BAOBAB: &str = include_str!("trees/baobab2.xml");

fn read(text: &str) -> Result<FaultTree, Error> {
    FaultTree::read(&[TreeFile { name: "tree.xml", bytes: text.as_bytes() }])
}

fn only_top(text: &str) -> Top {
    let mut tops = read(text).unwrap().tops(10, budget());
    assert_eq!(tops.len(), 1);
    tops.remove(0)
}

/// A tree of these definitions.
fn tree(definitions: &str) -> String {
    format!("<opsa-mef><define-fault-tree name=\"t\">{definitions}</define-fault-tree></opsa-mef>")
}

fn event(name: &str, probability: f64) -> String {
    format!("<define-basic-event name=\"{name}\"><float value=\"{probability}\"/></define-basic-event>")
}

#[test]
fn the_public_models() {
    let chinese = only_top(CHINESE);
    assert_eq!((chinese.events, chinese.gates, chinese.cut_sets), (25, 36, 392));
    assert_eq!(chinese.by_order, BTreeMap::from([(2, 12), (4, 24), (5, 188), (6, 168)]));
    assert_eq!(format!("{:.6e}", chinese.probability.unwrap()), "1.170582e-3");
    let baobab = only_top(BAOBAB);
    assert_eq!((baobab.events, baobab.gates, baobab.cut_sets), (32, 40, 4805));
    assert_eq!(baobab.by_order, BTreeMap::from([(2, 6), (3, 121), (4, 268), (5, 630), (6, 3780)]));
    assert_eq!(format!("{:.6e}", baobab.probability.unwrap()), "7.130183e-4");
    assert_eq!(baobab.cut_off, None);
    assert_eq!(baobab.listed.len(), 10);
}

#[test]
fn what_is_written_is_the_same_tree() {
    for text in [CHINESE, BAOBAB] {
        let before = read(text).unwrap();
        let after = read(&before.write("again")).unwrap();
        assert_eq!(before.tops(5000, budget()), after.tops(5000, budget()));
    }
}

#[test]
fn a_map_becomes_a_tree() {
    let text = FaultTree::of(&map(&ridge_with_spare())).unwrap().write("ridge");
    let tops = read(&text).unwrap().tops(100, budget());
    let found: Vec<(&str, u64, String)> = tops
        .iter()
        .map(|top| (top.id.as_str(), top.cut_sets, format!("{:.6e}", top.probability.unwrap())))
        .collect();
    assert_eq!(
        found,
        [
            ("orders_stops", 7, "1.670824e-3".to_owned()),
            ("ship_stops", 3, "3.417317e-3".to_owned()),
            ("mail_stops", 9, "5.328797e-4".to_owned()),
        ]
    );
    assert!(tops[0].listed.contains(&vec!["pay-a".to_owned(), "pay_on_demand".to_owned()]));
}

#[test]
fn parts_of_one_tree_may_stand_in_several_files() {
    let gates = tree(
        "<define-gate name=\"top\"><and><basic-event name=\"a\"/><gate name=\"g\"/></and></define-gate>",
    );
    let more = tree("<define-gate name=\"g\"><or><basic-event name=\"b\"/></or></define-gate>");
    let data =
        format!("<opsa-mef><model-data>{}{}</model-data></opsa-mef>", event("a", 0.5), event("b", 0.5));
    let file = |text: &'static str, name| TreeFile { name, bytes: text.as_bytes() };
    let texts: Vec<&'static str> = [gates, more, data].into_iter().map(|text| &*text.leak()).collect();
    let files = [file(texts[0], "1.xml"), file(texts[1], "2.xml"), file(texts[2], "3.xml")];
    let tops = FaultTree::read(&files).unwrap().tops(1, budget());
    assert_eq!(tops[0].probability, Some(0.25));
    // Without the third, the sets are known and the probability is not.
    let tops = FaultTree::read(&files[..2]).unwrap().tops(1, budget());
    assert_eq!((tops[0].cut_sets, tops[0].probability), (1, None));
    assert_eq!(tops[0].without_probability, ["a", "b"]);
    // Without the second, a gate is missing.
    let error = FaultTree::read(&files[..1]).unwrap_err();
    assert_eq!((reason(&error), error.params["found"].as_str()), ("missing_gate", "g"));
}

#[test]
fn not_xor_house_events_and_constants() {
    let data = format!("{}{}{}", event("a", 0.5), event("b", 0.25), event("c", 0.5));
    let top = |formula: &str| {
        only_top(&tree(&format!(
            "<define-house-event name=\"on\"><constant value=\"true\"/></define-house-event>{data}\
             <define-gate name=\"top\"><label>A &amp; B</label>{formula}</define-gate>"
        )))
    };
    let (a, b, c) = ("<basic-event name=\"a\"/>", "<basic-event name=\"b\"/>", "<basic-event name=\"c\"/>");
    let on = "<house-event name=\"on\"/>";
    let table = [
        (format!("<xor>{a}{b}</xor>"), 0.5, 2),
        (format!("<xor>{a}{b}{c}</xor>"), 0.5, 3),
        (format!("<xor>{b}{on}</xor>"), 0.75, 1),
        (format!("<xor>{b}<constant value=\"false\"/></xor>"), 0.25, 1),
        (format!("<and>{a}<not>{b}</not></and>"), 0.375, 1),
        (format!("<not>{on}</not>"), 0.0, 0),
        (format!("<and>{b}{on}</and>"), 0.25, 1),
        (format!("<or>{b}{on}</or>"), 1.0, 1),
        (format!("<atleast min=\"2\">{a}{b}{c}</atleast>"), 0.375, 3),
        (format!("<atleast min=\"2\">{a}{b}{on}</atleast>"), 0.625, 2),
        ("<constant value=\"true\"/>".to_owned(), 1.0, 1),
        (b.to_owned(), 0.25, 1),
    ];
    for (formula, probability, sets) in table {
        let found = top(&formula);
        assert_eq!(found.probability, Some(probability), "{formula}");
        assert_eq!(found.cut_sets, sets, "{formula}");
    }
}

fn reason(error: &Error) -> &str {
    &error.params["reason"]
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let bomb = "<!DOCTYPE opsa-mef [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;\">]><opsa-mef/>";
    let table: Vec<(String, &str)> = vec![
        (String::new(), "empty"),
        ("  \n".into(), "empty"),
        ("<opsa-mef/>".into(), "empty"),
        ("<html/>".into(), "unsupported_element"),
        ("<opsa-mef><define-gate name=\"a\"/></opsa-mef>".into(), "misplaced_element"),
        ("<opsa-mef><define-event-tree name=\"a\"/></opsa-mef>".into(), "unsupported_element"),
        ("<opsa-mef>".into(), "ends_early"),
        ("<opsa-mef></other>".into(), "not_xml"),
        ("<opsa-mef/><opsa-mef/>".into(), "misplaced_element"),
        (bomb.into(), "doctype"),
        ("<opsa-mef>&lol;</opsa-mef>".into(), "entity"),
        ("<opsa-mef><define-fault-tree name=\"a\">text</define-fault-tree></opsa-mef>".into(), "stray_text"),
    ];
    refuses(table);
}

fn refuses(table: Vec<(String, &str)>) {
    for (text, expected) in table {
        let error = read(&text).map(|_| ()).unwrap_err();
        assert_eq!(error.code, Code::InvalidFile, "{text}");
        assert_eq!(reason(&error), expected, "{text}");
        let place = error.place.unwrap();
        assert_eq!(place.file.as_deref(), Some("tree.xml"));
        assert!(place.line.is_some());
    }
}

#[test]
fn what_is_wrong_in_a_definition_is_named_with_its_place() {
    let gate = |body: &str| tree(&format!("\n<define-gate name=\"top\">\n{body}</define-gate>"));
    let a = "<basic-event name=\"a\"/>";
    let deep = format!("{}{a}", "<and>".repeat(200));
    let name = "n".repeat(600);
    let table: Vec<(String, &str)> = vec![
        (gate(&format!("<nand>{a}{a}</nand>")), "unsupported_element"),
        (gate(&format!("<iff>{a}{a}</iff>")), "unsupported_element"),
        (gate(&format!("<not>{a}{a}</not>")), "wrong_inputs"),
        (gate(&format!("<xor>{a}</xor>")), "wrong_inputs"),
        (gate("<and></and>"), "wrong_inputs"),
        (gate(""), "wrong_inputs"),
        (gate(&format!("{a}{a}")), "wrong_inputs"),
        (gate(&format!("<or>{a}</or>{a}")), "wrong_inputs"),
        (gate(&format!("<or>{a}</or><or>{a}</or>")), "wrong_inputs"),
        (gate(&format!("<atleast min=\"3\">{a}{a}</atleast>")), "need_too_many"),
        (gate(&format!("<atleast min=\"0\">{a}{a}</atleast>")), "need_zero"),
        (gate(&format!("<atleast min=\"-1\">{a}{a}</atleast>")), "bad_number"),
        (gate(&format!("<atleast>{a}{a}</atleast>")), "missing_attribute"),
        (gate("<gate name=\"gone\"/>"), "missing_gate"),
        (gate("<house-event name=\"gone\"/>"), "missing_house_event"),
        (gate("<and><gate name=\"top\"/></and>"), "cycle"),
        (gate("<basic-event/>"), "missing_attribute"),
        (gate("<basic-event name=\"\"/>"), "bad_name"),
        (gate(&format!("<basic-event name=\"{name}\"/>")), "bad_name"),
        (gate("<basic-event name=\"&lol;\"/>"), "entity"),
        (gate("<constant value=\"maybe\"/>"), "bad_constant"),
        (gate(&deep), "too_deep"),
        (tree(&event("a", 1.5)), "not_a_probability"),
        (
            tree("<define-basic-event name=\"a\"><float value=\"NaN\"/></define-basic-event>"),
            "not_a_probability",
        ),
        (tree("<define-basic-event name=\"a\"><float value=\"often\"/></define-basic-event>"), "bad_number"),
        (tree("<define-basic-event name=\"a\"><exponential/></define-basic-event>"), "unsupported_element"),
        (tree(&format!("{}{}", event("a", 0.5), event("a", 0.5))), "duplicate_name"),
        (
            tree(&format!("{0}{0}", "<define-gate name=\"g\"><basic-event name=\"a\"/></define-gate>")),
            "duplicate_name",
        ),
    ];
    refuses(table);
    let error = read(&gate("<gate name=\"gone\"/>")).unwrap_err();
    assert_eq!(error.place.unwrap().line, Some(3));
}

#[test]
fn a_cycle_over_several_gates_is_named() {
    let gate = |name: &str, to: &str| {
        format!(
            "<define-gate name=\"{name}\"><or><gate name=\"{to}\"/><basic-event name=\"e\"/></or></define-gate>"
        )
    };
    let text = tree(&[gate("top", "a"), gate("a", "b"), gate("b", "c"), gate("c", "a")].concat());
    let error = read(&text).unwrap_err();
    assert_eq!(reason(&error), "cycle");
    assert_eq!(error.params["path"], "a → b → c");
}

#[test]
fn binary_and_broken_files_are_refused() {
    let noise: Vec<u8> = (0..4096u32).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[1]).collect();
    for bytes in [&noise[..], b"\xff\xfe<\0o\0p\0", b"\x7fELF\x02\x01\x01\0\0\0", b"PK\x03\x04\x14\0"] {
        let error = FaultTree::read(&[TreeFile { name: "noise.xml", bytes }]).unwrap_err();
        assert_eq!(error.code, Code::InvalidFile);
    }
    for end in (0..CHINESE.len()).step_by(97) {
        assert!(read(&CHINESE[..end]).is_err(), "{end}");
    }
}

#[test]
fn a_million_gates_are_refused_and_a_long_chain_is_not() {
    let mut many = String::new();
    for index in 0..1_000_000 {
        many.push_str(&format!("<define-gate name=\"g{index}\"><basic-event name=\"e\"/></define-gate>"));
    }
    let error = read(&tree(&many)).unwrap_err();
    assert!(["too_many_gates", "too_large"].contains(&reason(&error)));

    let mut chain = String::from("<define-gate name=\"g0\"><basic-event name=\"e0\"/></define-gate>");
    for index in 1..50_000 {
        let below = index - 1;
        let body = format!("<gate name=\"g{below}\"/><basic-event name=\"e{}\"/>", index % 3_000);
        chain.push_str(&format!("<define-gate name=\"g{index}\"><or>{body}</or></define-gate>"));
    }
    assert_eq!(only_top(&tree(&chain)).by_order, BTreeMap::from([(1, 3_000)]));
}

#[test]
fn an_answer_that_was_cut_off_is_a_lower_bound() {
    let exact = only_top(BAOBAB);
    let over = || true;
    for (budget, why) in
        [(Budget::of_nodes(200), CutOff::Nodes), (Budget { nodes: 1_000_000, over: &over }, CutOff::Time)]
    {
        let bound = read(BAOBAB).unwrap().tops(10_000, budget).remove(0);
        assert_eq!(bound.cut_off, Some(why));
        let known = bound.complete_to.unwrap();
        assert!(known >= 2, "{known}");
        // What is counted is counted right.
        let small: BTreeMap<usize, u64> =
            exact.by_order.iter().filter(|(size, _)| **size <= known).map(|(a, b)| (*a, *b)).collect();
        assert_eq!(bound.by_order, small);
        assert_eq!(bound.cut_sets, bound.listed.len() as u64);
        let (bound, exact) = (bound.probability.unwrap(), exact.probability.unwrap());
        assert!(bound > exact * 0.5 && bound <= exact, "{bound} {exact}");
    }
}
