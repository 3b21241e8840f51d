use proptest::prelude::*;

use super::*;

fn json(content: impl AsRef<[u8]>) -> Result<(Read, Table), Trouble> {
    read_bytes(FileKind::Json, content.as_ref(), &Format::default())
}

fn lines(content: impl AsRef<[u8]>) -> Result<(Read, Table), Trouble> {
    read_bytes(FileKind::JsonLines, content.as_ref(), &Format::default())
}

fn part(content: &str, part: &str) -> Result<(Read, Table), Trouble> {
    let format = Format { part: Some(part.into()), ..Format::default() };
    read_bytes(FileKind::Json, content.as_bytes(), &format)
}

#[test]
fn a_list_of_objects_is_a_table_whose_columns_may_come_late() {
    let (told, table) = json(r#" [{"a":1,"b":"x"}, {"c":null,"b":"\u00e4\n\"","a":true},{}] "#).unwrap();
    assert_eq!(table.columns, ["a", "b", "c"]);
    assert_eq!(table.texts(), [["1", "x", "NULL"], ["true", "ä\n\"", "NULL"], ["NULL", "NULL", "NULL"]]);
    assert_eq!(told.encoding.as_deref(), Some("UTF-8"));
    let below = "{\"a\":1}\r\n\n{\"a\":\n2,\"b\":\"\"} \n{\"a\":3}";
    assert_eq!(lines(below).unwrap().1.texts(), [["1", "NULL"], ["2", ""], ["3", "NULL"]]);
    let wide: Vec<u8> = "\u{feff}[{\"ä\":1}]".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(json(wide).unwrap().1.columns, ["ä"]);
}

#[test]
fn numbers_stay_as_they_are_written() {
    let numbers = ["9007199254740993", "0.10", "-0", "1e5", "123456789012345678901234567890.5"];
    let content = format!("[{{\"n\":{}}}]", numbers.join("},{\"n\":"));
    let (_, table) = json(content).unwrap();
    assert_eq!(table.texts().concat(), numbers);
}

#[test]
fn what_nests_is_its_text() {
    let (_, table) = json(r#"[{"a": {"b" : [1, 2.50 ,"x \" y"], "c":{ } }, "d": [ ]}]"#).unwrap();
    assert_eq!(table.texts(), [[r#"{"b":[1,2.50,"x \" y"],"c":{}}"#, "[]"]]);
}

#[test]
fn the_list_may_lie_deeper_and_what_is_beside_it_is_passed_over() {
    let content = r#"{"meta": {"rows": [1,{"x":"]}"}]}, "n": -1.5, "t": true, "data": {"rows": [{"a":1}], "more": null}, "end": "}"}"#;
    assert_eq!(part(content, "data.rows").unwrap().1.texts(), [["1"]]);
    let finding = found(part(content, "data.lines"));
    assert_eq!(reason(&finding), (FindingKind::Unparsable, "no_such_part"));
    assert_eq!(finding.params["found"], "rows, more");
    assert_eq!(reason(&found(part(content, "n.rows"))), (FindingKind::Unparsable, "no_such_part"));
    assert_eq!(reason(&found(part(content, "meta"))), (FindingKind::Unparsable, "not_a_list"));
    let twice = r#"{"rows": [{"a":1}], "rows": [{"a":2}]}"#;
    assert_eq!(reason(&found(part(twice, "rows"))), (FindingKind::Unparsable, "duplicate_name"));
    assert_eq!(reason(&found(part("{}", "rows"))).1, "no_such_part");
}

#[test]
fn nothing_in_it_is_nothing_examined() {
    for content in ["", "  \n", "[]", "[{},{}]"] {
        assert_eq!(found(json(content)).kind, FindingKind::NothingExamined, "{content:?}");
    }
    assert_eq!(found(lines("\n\n")).kind, FindingKind::NothingExamined);
}

#[test]
fn a_cut_is_incomplete_and_garbage_is_unparsable() {
    let whole = r#"{"data":{"rows":[{"a":"x\"","b":[1]},{"a":2}],"z":0}}"#;
    assert!(part(whole, "data.rows").is_ok());
    for length in 1..whole.len() {
        let finding = found(part(&whole[..length], "data.rows"));
        assert_eq!(finding.kind, FindingKind::SideIncomplete, "{}: {finding:?}", &whole[..length]);
    }
    assert_eq!(found(lines("{\"a\":1}\n{\"a\":")).kind, FindingKind::SideIncomplete);
    for (content, why, line) in [
        ("[{\"a\":1}]\n[]", "behind_end", "2"),
        ("[{\"a\":1},\n1]", "not_an_object", "2"),
        ("{\"a\":1}", "not_a_list", "1"),
        ("[\n{\"a\":1,\n\"b\":01}]", "json", "3"),
        ("[{\"a\":1}\n{\"a\":2}]", "json", "2"),
        ("[{\"a\":1},\n{\"a\":1,\"a\":2}]", "duplicate_name", "2"),
        ("[{\"a\":\"\\ud800\"}]", "json", "1"),
        ("[{'a':1}]", "json", "1"),
        ("a,b\n1,2", "json", "1"),
        ("[{\"a\":tru}]", "json", "1"),
        ("[{\"a\":[1}]}]", "json", "1"),
    ] {
        let finding = found(json(content));
        assert_eq!(reason(&finding), (FindingKind::Unparsable, why), "{content}: {finding:?}");
        assert_eq!(finding.params["line"], line, "{content}");
    }
    for (content, why) in [
        ("{\"a\":1} x", "behind_end"),
        ("{\"a\":1}{\"a\":2}", "behind_end"),
        ("[{\"a\":1}]", "not_an_object"),
    ] {
        assert_eq!(reason(&found(lines(content))), (FindingKind::Unparsable, why), "{content}");
    }
}

#[test]
fn depth_and_size_are_limited() {
    let deep = |depth: usize| format!("[{{\"a\":{}1{}}}]", "[".repeat(depth), "]".repeat(depth));
    assert!(json(deep(127)).is_ok());
    for depth in [128, 200_000] {
        assert_eq!(reason(&found(json(deep(depth)))), (FindingKind::Unsupported, "too_deep"));
        assert_eq!(reason(&found(part(&format!("{{\"x\":{}", deep(depth)), "rows"))).1, "too_deep");
    }
    let text = "x".repeat(70 << 20);
    assert_eq!(reason(&found(json(format!("[{{\"a\":\"{text}\"}}]")))).1, "row_too_large");
    assert_eq!(reason(&found(lines(format!("{{\"a\":\"{text}\"}}")))).1, "row_too_large");
    let long = &text[..17 << 20];
    assert_eq!(reason(&found(json(format!("[{{\"a\":\"{long}\"}}]")))).1, "cell_too_large");
    // What is passed over may be of any size.
    let beside = format!("{{\"x\":\"{text}\",\"y\":[\"{text}\"],\"rows\":[{{\"a\":1}}]}}");
    assert!(part(&beside, "rows").is_ok());
    let names: Vec<String> = (0..10_001).map(|n| format!("\"c{n}\":1")).collect();
    assert_eq!(reason(&found(json(format!("[{{{}}}]", names.join(","))))).1, "too_many_columns");
    assert!(json(format!("[{{{}}}]", names[1..].join(","))).is_ok());
}

#[test]
fn both_passes_must_see_the_same() {
    struct Changing(PathBuf);
    impl Sink for Changing {
        fn columns(&mut self, _: &[String]) -> Result<()> {
            std::fs::write(&self.0, "[{\"a\":2}]").unwrap();
            Ok(())
        }
        fn row(&mut self, _: &[Cell<'_>]) -> Result<()> {
            Ok(())
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.json");
    std::fs::write(&path, "[{\"a\":1}]").unwrap();
    set_modified(&path, 100);
    let reading = Reading { day: DAY, progress: &mut |_, _| {}, keep: None };
    let source = Source::File { path: path.clone(), kind: FileKind::Json };
    let outcome = read(&source, &Format::default(), reading, &mut Changing(path));
    let Err(Trouble::Finding(finding)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(reason(&finding), (FindingKind::SideIncomplete, "changed"));
}

proptest! {
    #[test]
    fn any_table_reads_back(
        rows in prop::collection::vec(prop::collection::vec(prop::option::of(".{0,8}"), 3), 1..20),
        pretty in any::<bool>(),
    ) {
        let objects: Vec<serde_json::Value> = rows
            .iter()
            .map(|row| serde_json::json!({ "a": row[0], "b\"\n": row[1], "c": row[2] }))
            .collect();
        let text = if pretty { serde_json::to_string_pretty(&objects) } else { serde_json::to_string(&objects) };
        let (_, table) = json(text.unwrap()).unwrap();
        prop_assert_eq!(&table.rows, &rows);
        let below: Vec<String> = objects.iter().map(ToString::to_string).collect();
        prop_assert_eq!(&lines(below.join("\n")).unwrap().1.rows, &rows);
    }

    #[test]
    fn no_signs_bring_it_down(content in "[\\[\\]{}\":,\\\\ a1\n]{0,40}") {
        let _ = json(&content);
        let _ = lines(&content);
        let _ = part(&content, "a");
    }
}
