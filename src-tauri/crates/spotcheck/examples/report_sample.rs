//! Writes reports to look at: `cargo run -p ballast-spotcheck --example report_sample -- FOLDER`.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../tests/report/sample.rs"]
mod sample;

fn main() {
    let to = std::path::PathBuf::from(std::env::args().nth(1).expect("where the reports go"));
    for (name, sample) in [("by-item", sample::by_item()), ("by-value", sample::by_value())] {
        let report = sample.report();
        std::fs::write(to.join(format!("{name}.html")), ballast_spotcheck::report::html(&report)).unwrap();
        std::fs::write(to.join(format!("{name}.csv")), ballast_spotcheck::report::items_csv(&report))
            .unwrap();
        let corrections = ballast_spotcheck::report::corrections_csv(&report);
        std::fs::write(to.join(format!("{name}-corrections.csv")), corrections).unwrap();
    }
}
