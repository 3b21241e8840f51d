//! Lists that are no text: what is frozen of them, and drawn from them, is what a text with the same payouts gives.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::sync::Arc;

use arrow::array::{ArrayRef, Decimal128Array, Int64Array, RecordBatch, StringArray};
use ballast_acceptance::Workshop;
use ballast_acceptance::files::put;
use ballast_acceptance::payouts::{Payout, SEED, payouts};
use ballast_acceptance::postgres::{DATABASE_PASSWORD, Postgres};
use ballast_acceptance::spot_checks::{act, file, shop};
use ballast_acceptance::tables::only;
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use serde_json::{Value, json};

const SAMPLE: &str = r#"percent = "20%""#;

fn list() -> Vec<Payout> {
    let mut list = payouts(80);
    // A clawback, and one that was never paid.
    (list[3].cents, list[4].cents) = (-1_250, 0);
    list
}

fn draw(shop: &Workshop) -> Value {
    act(shop, "draw", &["--seed", SEED]).exits(0)
}

/// The same list, and of it the same payouts, as from a text.
#[track_caller]
fn is_as_from_text(found: &Value) {
    let text = draw(&shop(&list(), SAMPLE, ""));
    for field in ["population", "commitment", "items", "sample"] {
        assert_eq!(found[field], text[field], "{field}");
    }
    assert_eq!(found["population"]["count"], 80, "{found:#}");
}

/// In an order of its own, in several groups of rows, with amounts as exact decimals.
fn parquet(list: &[Payout]) -> Vec<u8> {
    let rows: Vec<&Payout> = list.iter().rev().collect();
    let text = |cell: fn(&Payout) -> &str| -> ArrayRef {
        Arc::new(rows.iter().map(|payout| Some(cell(payout))).collect::<StringArray>())
    };
    let amounts: Decimal128Array = rows.iter().map(|payout| Some(i128::from(payout.cents))).collect();
    let revenues: Int64Array = rows.iter().map(|payout| Some(payout.revenue)).collect();
    let columns: [(&str, ArrayRef); 5] = [
        ("amount", Arc::new(amounts.with_precision_and_scale(12, 2).unwrap())),
        ("revenue", Arc::new(revenues)),
        ("region", text(|payout| payout.stratum)),
        ("rep", text(|payout| &payout.person)),
        ("payout_id", text(|payout| &payout.id)),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let small = WriterProperties::builder().set_max_row_group_row_count(Some(16)).build();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(small)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

#[test]
fn a_list_in_parquet_is_frozen_and_drawn_as_the_same_list_in_csv() {
    let shop = Workshop::with(&file(r#"parquet = "list.parquet""#, SAMPLE, ""));
    let whole = parquet(&list());
    put(&shop.at("list.parquet"), &whole);
    is_as_from_text(&draw(&shop));
    // Read again, it is still the list that was frozen; with one cent more it is not.
    assert_eq!(act(&shop, "verify", &[]).exits(0)["verdict"], "passed");
    let mut other = list();
    other[10].cents += 1;
    put(&shop.at("list.parquet"), &parquet(&other));
    let changed = act(&shop, "verify", &[]).exits(1);
    assert_eq!(only(&changed, "population_changed")["subject"], other[10].id.as_str(), "{changed:#}");
}

#[test]
fn half_a_list_in_parquet_is_no_list() {
    let shop = Workshop::with(&file(r#"parquet = "list.parquet""#, SAMPLE, ""));
    let whole = parquet(&list());
    put(&shop.at("list.parquet"), &whole[..whole.len() / 2]);
    let document = act(&shop, "draw", &[]).exits(3);
    assert_eq!(only(&document, "side_incomplete")["severity"], "blocking", "{document:#}");
    assert_eq!(shop.run(["spotcheck", "list"]).exits(0)["spot_checks"][0]["round"], Value::Null);
}

#[test]
fn a_list_in_postgresql_is_frozen_and_drawn_as_the_same_list_in_csv() {
    let Some(server) = Postgres::start() else { return };
    let source =
        r#"postgres = { env = "PAYOUTS_DATABASE" }, query = "SELECT * FROM payouts ORDER BY revenue DESC""#;
    let mut shop = Workshop::with(&file(source, SAMPLE, ""));
    shop.set("PAYOUTS_DATABASE", &server.connection());
    // Nothing there yet: said without the password, and nothing is frozen.
    let said = act(&shop, "draw", &[]);
    assert_eq!(said.code, 3, "{said}");
    let spoken = format!("{}{}", said.stdout, said.stderr);
    assert!(!spoken.contains(DATABASE_PASSWORD), "{spoken}");
    assert_eq!(shop.run(["spotcheck", "list"]).exits(0)["spot_checks"][0]["round"], Value::Null);

    server.run("CREATE TABLE payouts (payout_id text PRIMARY KEY, rep text, region text, revenue bigint, amount numeric(12, 2))");
    let rows: Vec<String> = list()
        .iter()
        .map(|payout| {
            let Payout { id, person, stratum, revenue, .. } = payout;
            format!("('{id}', '{person}', '{stratum}', {revenue}, {})", payout.amount())
        })
        .collect();
    server.run(&format!("INSERT INTO payouts VALUES {}", rows.join(", ")));
    is_as_from_text(&draw(&shop));
    assert_eq!(act(&shop, "verify", &[]).exits(0)["verdict"], "passed");
    let id = &list()[10].id;
    server.run(&format!("UPDATE payouts SET amount = amount + 0.01 WHERE payout_id = '{id}'"));
    let changed = act(&shop, "verify", &[]).exits(1);
    assert_eq!(only(&changed, "population_changed")["subject"], json!(id), "{changed:#}");
    let ledger = shop.at("ledger.txt");
    shop.run(["evidence", "export", ledger.to_str().unwrap()]).exits(0);
    let kept = std::fs::read_to_string(ledger).unwrap();
    assert!(!kept.contains(DATABASE_PASSWORD), "the password is evidence of nothing");
}
