//! Writes reports to look at: `cargo run -p ballast-spotcheck --example report_sample -- FOLDER`.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../tests/report/catalogue.rs"]
mod catalogue;
#[path = "../tests/report/sample.rs"]
mod sample;

use ballast_spotcheck::report::{corrections_csv, html, items_csv};
use catalogue::say;

fn main() {
    let to = std::path::PathBuf::from(std::env::args().nth(1).expect("where the reports go"));
    for (name, sample) in [("by-item", sample::by_item()), ("by-value", sample::by_value())] {
        let report = sample.report();
        std::fs::write(to.join(format!("{name}.html")), html(&report, &say)).unwrap();
        std::fs::write(to.join(format!("{name}.csv")), items_csv(&report, &say)).unwrap();
        std::fs::write(to.join(format!("{name}-corrections.csv")), corrections_csv(&report, &say)).unwrap();
    }
}
