//! Sizes and limits of section 3.2.

use ballast_core::bound::{Sample, damaged_at_most, rate_at_most};
use ballast_spotcheck::Rate;
use ballast_spotcheck::plan::{Aim, Distribution, attribute_size, size_with_errors};

fn aim(confidence: &str, tolerable: &str, expected: &str) -> Aim {
    let rate = |text: &str| text.parse::<Rate>().unwrap();
    Aim { confidence: rate(confidence), tolerable: rate(tolerable), expected: rate(expected) }
}

/// `46x8` is eight times 46.
fn cells(row: &str) -> Vec<u64> {
    let cell = |text: &str| {
        let (value, times) = text.split_once('x').unwrap_or((text, "1"));
        vec![value.parse().unwrap(); times.parse().unwrap()]
    };
    row.split_whitespace().flat_map(cell).collect()
}

fn binomial(confidence: &str, tolerable: &str, expected: &str) -> u64 {
    attribute_size(Distribution::Binomial, None, aim(confidence, tolerable, expected)).unwrap().sample
}

/// Rows: the tolerable rate; sizes for 0, 0.25, 0.5 … % expected; and sizes for further expected rates.
type Row<'a> = (&'a str, &'a str, &'a [(&'a str, u64)]);

fn sizes(confidence: &str, rows: &[Row]) -> usize {
    let mut compared = 0;
    for (tolerable, row, further) in rows {
        for (quarters, size) in cells(row).into_iter().enumerate() {
            let expected = format!("{}.{:02}%", quarters / 4, quarters % 4 * 25);
            assert_eq!(binomial(confidence, tolerable, &expected), size, "{tolerable} {expected}");
            compared += 1;
        }
        for (expected, size) in *further {
            assert_eq!(binomial(confidence, tolerable, expected), *size, "{tolerable} {expected}");
            compared += 1;
        }
    }
    compared
}

#[test]
fn attribute_sizes_at_five_percent_risk_are_those_of_table_a_1() {
    let rows: [Row; 11] = [
        ("2%", "149 236 313 386 590 1030", &[]),
        ("3%", "99 157 157 208 257 303 392 562 846 1466", &[]),
        ("4%", "74 117 117 117 156 156 192 227 294 390 513 722 1098 1936", &[]),
        ("5%", "59 93x4 124 124 153 181 208 234 286 361 458 624 877 1348", &[]),
        ("6%", "49 78x5 103 103 127 127 150 173 195 238 280 341 421", &[("5%", 1580)]),
        ("7%", "42 66x6 88x3 109 109 129 148 167 185 221", &[("5%", 478), ("6%", 1832)]),
        ("8%", "36 58x6 77x4 95 95 112 112 129 146", &[("5%", 240), ("6%", 532)]),
        ("9%", "32 51x7 68x4 84x3 100x2", &[("5%", 158), ("6%", 266), ("7%", 585)]),
        ("10%", "29 46x8 61x5 76x2 89", &[("5%", 116), ("6%", 179), ("7%", 298), ("8%", 649)]),
        (
            "15%",
            "19 30x13 40x3",
            &[("5%", 40), ("6%", 50), ("7%", 68), ("8%", 85), ("9%", 110), ("10%", 150), ("12.5%", 576)],
        ),
        (
            "20%",
            "14 22x16",
            &[
                ("5%", 30),
                ("6%", 30),
                ("7%", 37),
                ("8%", 37),
                ("9%", 44),
                ("10%", 50),
                ("12.5%", 88),
                ("15%", 193),
                ("17.5%", 720),
            ],
        ),
    ];
    assert!(sizes("95%", &rows) > 180);
}

#[test]
fn attribute_sizes_at_ten_percent_risk_are_those_of_table_a_2() {
    let rows: [Row; 6] = [
        ("2%", "114 194 194 265 398 708 1463", &[]),
        ("3%", "76 129x3 176 221 265 390 590 974", &[]),
        ("4%", "57 96x4 132 132 166 198 262 353 471 730 1258", &[]),
        // 400, where floats give 423.
        ("5%", "45 77x5 105 105 132 132 158 209 258 306 400 583 873", &[]),
        ("7%", "32 55x7 75x3 94 94 113 113 131 149", &[]),
        ("10%", "22 38x10 52x5 65", &[("5%", 78), ("6%", 116), ("7%", 199), ("8%", 424), ("9%", 1577)]),
    ];
    assert!(sizes("90%", &rows) > 70);
    // 1,300, where floats give 1,313.
    assert_eq!(binomial("90%", "8%", "7%"), 1300);
}

/// Upper limits in tenths of a percent, rounded up.
fn limits(confidence: f64, rows: &[(u64, [f64; 6])]) {
    for (sample, limits) in rows {
        for (errors, limit) in (0..).zip(limits) {
            let found = (rate_at_most(*sample, errors, confidence) * 1000.0 - 1e-9).ceil() / 10.0;
            assert!((found - limit).abs() < 1e-9, "{errors} of {sample}: {found} is not {limit}");
        }
    }
}

#[test]
fn upper_limits_are_those_of_tables_a_3_and_a_4() {
    limits(
        0.95,
        &[
            (20, [14.0, 21.7, 28.3, 34.4, 40.2, 45.6]),
            (25, [11.3, 17.7, 23.2, 28.2, 33.0, 37.6]),
            (40, [7.3, 11.4, 15.0, 18.3, 21.5, 24.6]),
            (60, [4.9, 7.7, 10.2, 12.5, 14.7, 16.8]),
            (80, [3.7, 5.8, 7.7, 9.5, 11.1, 12.7]),
            (100, [3.0, 4.7, 6.2, 7.6, 9.0, 10.3]),
            (200, [1.5, 2.4, 3.2, 3.9, 4.6, 5.2]),
            (500, [0.6, 1.0, 1.3, 1.6, 1.9, 2.1]),
        ],
    );
    limits(
        0.90,
        &[
            (20, [10.9, 18.1, 24.5, 30.5, 36.1, 41.5]),
            (40, [5.6, 9.4, 12.8, 16.0, 19.0, 22.0]),
            (60, [3.8, 6.4, 8.7, 10.8, 12.9, 15.0]),
            (100, [2.3, 3.9, 5.3, 6.6, 7.9, 9.1]),
            (500, [0.5, 0.8, 1.1, 1.4, 1.6, 1.9]),
        ],
    );
}

#[test]
fn monetary_unit_sizes_are_those_of_table_c_1() {
    // Tolerable shares in hundredths of a percent; expected as tenths of the tolerable one.
    let tolerable: [u64; 11] = [5000, 3000, 1000, 800, 600, 500, 400, 300, 200, 100, 50];
    let rows = [
        ("95%", 0, "6 10 30 38 50 60 75 100 150 300 600"),
        ("95%", 1, "8 13 37 46 62 74 92 123 184 368 736"),
        ("95%", 2, "10 16 47 58 78 93 116 155 232 463 925"),
        ("95%", 3, "12 20 60 75 100 120 150 200 300 600 1199"),
        ("95%", 5, "24 39 116 145 193 231 289 385 577 1154 2308"),
        ("90%", 0, "5 8 24 29 39 47 58 77 116 231 461"),
        ("90%", 2, "7 12 35 43 57 69 86 114 171 341 682"),
        ("80%", 0, "4 6 17 21 27 33 41 54 81 161 322"),
        ("50%", 6, "4 6 17 22 29 34 43 57 85 170 340"),
    ];
    for (confidence, tenths, row) in rows {
        for (tolerable, size) in tolerable.into_iter().zip(cells(row)) {
            let ratio = |hundred_thousandths: u64| format!("0.{hundred_thousandths:05}");
            let aim = aim(confidence, &ratio(tolerable * 10), &ratio(tolerable * tenths));
            let found = attribute_size(Distribution::Poisson, None, aim).unwrap().sample;
            assert_eq!(found, size, "{confidence} {tolerable} {tenths}");
        }
    }
}

fn hypergeometric(population: u64, aim: Aim) -> u64 {
    attribute_size(Distribution::Hypergeometric, Some(population), aim).unwrap().sample
}

#[test]
fn finite_populations_have_the_sizes_of_ez_quant_and_audit_sampler() {
    for (confidence, rows) in [
        ("90%", ["27 36 54 102", "28 37 55 108", "28 38 57 113"]),
        ("95%", ["35 47 69 129", "36 48 71 138", "36 49 73 147"]),
        ("99%", ["53 70 101 183", "54 72 107 204", "55 74 112 223"]),
    ] {
        for (population, row) in [500, 1000, 5000].into_iter().zip(rows) {
            for (tolerable, size) in ["8%", "6%", "4%", "2%"].into_iter().zip(cells(row)) {
                assert_eq!(
                    hypergeometric(population, aim(confidence, tolerable, "0%")),
                    size,
                    "{confidence} {population} {tolerable}"
                );
            }
        }
    }
    for (population, expected, tolerable, confidence, finite, without_end) in [
        (500, "1%", "4%", "90%", 90, 96),
        (500, "2%", "5%", "95%", 139, 181),
        (500, "4%", "7%", "95%", 170, 221),
        (500, "6%", "9%", "95%", 196, 266),
        (5000, "1%", "4%", "95%", 154, 156),
    ] {
        assert_eq!(hypergeometric(population, aim(confidence, tolerable, expected)), finite);
        assert_eq!(binomial(confidence, tolerable, expected), without_end);
    }
    // "TM 5 %, no error", for the populations of the table of percentages.
    let needed =
        [100, 200, 400, 1000, 2000, 5000, 20_000].map(|whole| hypergeometric(whole, aim("95%", "5%", "0%")));
    assert_eq!(needed, [45, 51, 55, 57, 58, 59, 59]);
}

#[test]
fn touw_and_hoogduin_and_idea_agree() {
    let size = |errors| {
        let aim = aim("90%", "5%", "0%");
        size_with_errors(Distribution::Hypergeometric, Some(1200), aim, errors).unwrap()
    };
    assert_eq!((size(0), size(2)), (Some(45), Some(102)));
    let at_most = |damaged| damaged_at_most(Sample { units: 1200, read: 102, damaged, confidence: 0.9 });
    assert_eq!([0, 1, 2, 3].map(at_most), [25, 43, 59, 75]);
    let idea = attribute_size(Distribution::Binomial, Some(3653), aim("95%", "9%", "2%")).unwrap();
    assert_eq!((idea.sample, idea.allowed_errors), (68, 2));
    // Reliability factors would say 95 and 30; the exact sizes are these.
    assert_eq!((binomial("95%", "5%", "0.25%"), binomial("95%", "10%", "0%")), (93, 29));
}
