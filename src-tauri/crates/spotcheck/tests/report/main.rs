//! The report and the lists beside it, from a whole spot check.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod catalogue;
mod sample;
mod sentences;

use ballast_spotcheck::draw::Reason;
use ballast_spotcheck::report::{corrections_csv, html, items_csv};
use catalogue::say;
use sample::{HOSTILE, by_item, by_value};

/// Reads a page as XML would be: every tag closed in its order, every attribute quoted, no stray sign. Gives the
/// names of the tags.
fn tags(page: &str) -> Vec<String> {
    let (mut open, mut seen) = (Vec::new(), Vec::new());
    let mut rest = page.strip_prefix("<!DOCTYPE html>").unwrap();
    while let Some((text, after)) = rest.split_once('<') {
        assert!(!text.contains('>'), "a stray sign before {}", &after[..40.min(after.len())]);
        entities(text);
        let (tag, after) = after.split_once('>').unwrap();
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "closed in another order");
            continue;
        }
        let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let name = tag.split(' ').next().unwrap().to_owned();
        assert!(name.chars().all(|sign| sign.is_ascii_alphanumeric()), "{name}");
        attributes(&tag[name.len()..]);
        seen.push(name.clone());
        if !is_empty {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "not closed: {open:?}");
    seen
}

fn attributes(text: &str) {
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (name, after) = rest.split_once("=\"").unwrap();
        assert!(name.chars().all(|sign| sign.is_ascii_alphanumeric() || "-:".contains(sign)), "{name}");
        let (value, after) = after.split_once('"').unwrap();
        entities(value);
        rest = after.trim_start();
    }
}

fn entities(text: &str) {
    for part in text.split('&').skip(1) {
        let known = ["amp;", "lt;", "gt;", "quot;", "#39;"];
        assert!(known.iter().any(|entity| part.starts_with(entity)), "&{part}");
    }
    assert!(!text.chars().any(|sign| sign.is_control() && sign != '\n' && sign != '\t'));
}

#[test]
fn the_page_is_well_formed_and_reaches_for_nothing() {
    for sample in [by_item(), by_value()] {
        let page = html(&sample.report(), &say);
        let tags = tags(&page);
        for never in ["script", "img", "link", "iframe", "a", "object"] {
            assert!(!tags.iter().any(|tag| tag == never), "{never}");
        }
        assert!(!page.contains("url(") && !page.contains("@import"));
        assert!(page.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;\u{fffd}"));
    }
}

#[test]
fn everything_that_it_stands_on_is_said() {
    let sample = by_item();
    let report = sample.report();
    let page = html(&report, &say);
    for said in [
        &sample.commitment.sha256,
        &sample.population.sha256,
        &sample.list.sha256,
        &sample.draw.seed.text,
        "Ana Keller, Ben Moser",
        "477",
        "PAY-2025-17–18, PAY-2025-230",
        "amount &gt; 4000",
        "Not accepted: to be raised",
        "A cause works elsewhere too",
        "rate table",
        "passphrase",
        "asserted only",
        "contract &quot;12&quot; &lt;signed&gt;.pdf",
        "cut-off date",
        "cannot be determined",
        "never a verdict",
        "verify.sh",
    ] {
        assert!(page.contains(said), "{said} is missing");
    }
    for item in &sample.draw.items {
        assert!(page.contains(&item.id), "{}", item.id);
    }
    let limit = sample.evaluation.total.limit.as_ref().unwrap();
    for number in ["N = ", "n = ", "k = ", "β = 0.05"] {
        assert!(page.contains(number), "{number}");
    }
    assert!(page.contains(&limit.formula));
    assert_eq!(page.matches("<svg").count(), 7);
    assert_eq!(page.matches("<tr class=\"finding\">").count(), 4);
}

#[test]
fn values_have_money_limits_and_no_share_of_payouts() {
    let sample = by_value();
    let page = html(&sample.report(), &say);
    assert!(page.contains("no share of payouts follows"));
    assert!(page.contains("Stringer over Poisson limits"));
    assert!(
        page.contains("certain by its size")
            || !sample.draw.items.iter().any(|item| item.reason == Reason::Certain)
    );
    assert!(!page.contains("What would a sample of n prove"));
}

#[test]
fn limits_are_never_rounded_down() {
    let mut sample = by_item();
    let limit = sample.evaluation.total.limit.as_mut().unwrap();
    limit.upper = 0.050_001;
    sample.evaluation.money.over.at_most = Some(123_400.2);
    let page = html(&sample.report(), &say);
    assert!(page.contains("gives 5.01%"), "the rate");
    assert!(page.contains("1,234.01\u{a0}CHF"), "the sum");
}

#[test]
fn an_item_that_nobody_looked_at_is_open() {
    let sample = by_item();
    let mut report = sample.report();
    report.items[0].first = None;
    report.items[0].resolutions.clear();
    let page = html(&report, &say);
    assert!(page.contains("not answered") && page.contains(">open<"));
    let (all, corrections) = (items_csv(&report, &say), corrections_csv(&report, &say));
    assert!(all.lines().any(|line| line.contains(&sample.draw.items[0].id) && line.contains(",open,")));
    assert!(!corrections.contains(&sample.draw.items[0].id));
}

/// Cells of a CSV text, quotes taken off.
fn cells(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{feff}').unwrap();
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => cell.extend(signs.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            sign => cell.push(sign),
        }
    }
    rows
}

#[test]
fn lists_have_a_row_for_each_item_and_no_formulas() {
    let sample = by_item();
    let report = sample.report();
    let all = cells(&items_csv(&report, &say));
    assert_eq!(all.len(), sample.draw.items.len() + 1);
    assert!(all.iter().all(|row| row.len() == all[0].len()));
    let corrections = cells(&corrections_csv(&report, &say));
    assert_eq!(corrections.len(), 4);
    for cell in all.iter().chain(&corrections).flatten() {
        let is_number = cell.parse::<f64>().is_ok();
        assert!(is_number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
    }
    assert!(all.iter().flatten().any(|cell| cell == "'=HYPERLINK(\"x\")"));
    assert!(all.iter().flatten().any(|cell| cell == HOSTILE));
}

#[test]
fn corrections_add_up() {
    let sample = by_item();
    let report = sample.report();
    let corrections = cells(&corrections_csv(&report, &say));
    let of = |row: &Vec<String>, at: usize| (row[at].parse::<f64>().unwrap() * 100.0).round();
    for row in &corrections[1..] {
        assert!((of(row, 3) - of(row, 4) - of(row, 5)).abs() < 0.5, "{row:?}");
    }
    assert!(corrections.iter().any(|row| row[7] == "cut-off date" && row[5] == "-12.50"));
}
