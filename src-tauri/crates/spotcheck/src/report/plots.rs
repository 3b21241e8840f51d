//! Plots as SVG, small functions from numbers to text. In ink alone: shapes, hatching and words say what colour
//! would.

use std::fmt::Write as _;

use super::page::escaped;
use crate::digits::FirstDigits;
use crate::plan::Proof;
use crate::plan::attribute::as_float;

const INK: &str = "#1b1b1b";
const PALE: &str = "#c8c8c8";
const WIDTH: f64 = 680.0;
/// Where the names of rows end, and where values to the right of them begin.
const LEFT: f64 = 150.0;
const RIGHT: f64 = 560.0;
const ROW: f64 = 30.0;
/// Letters of a name of a row.
const NAME_LETTERS: usize = 24;

/// A row with a most likely value, and how far it may reach; all in one unit, with how they are written.
#[derive(Clone, Debug)]
pub struct Bar {
    pub name: String,
    pub most_likely: f64,
    pub lower: Option<f64>,
    pub at_most: Option<f64>,
    pub written: String,
}

/// What was paid and what was due.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub paid: f64,
    pub due: f64,
    pub shape: Shape,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Right,
    Over,
    Under,
    /// Not supported, or missing.
    Nothing,
}

struct Svg(String);

impl Svg {
    fn new(title: &str, height: f64) -> Self {
        let title = escaped(title);
        Self(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" \
             aria-label=\"{title}\"><title>{title}</title>"
        ))
    }

    fn line(&mut self, from: (f64, f64), to: (f64, f64), style: &str) {
        let _ = write!(
            self.0,
            "<line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" {style}/>",
            from.0, from.1, to.0, to.1
        );
    }

    fn text(&mut self, at: (f64, f64), anchor: &str, text: &str) {
        let _ = write!(
            self.0,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{}</text>",
            at.0,
            at.1,
            escaped(text)
        );
    }

    fn bar(&mut self, from: (f64, f64), size: (f64, f64), style: &str) {
        let _ = write!(
            self.0,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" {style}/>",
            from.0,
            from.1,
            size.0.max(0.0),
            size.1.max(0.0)
        );
    }

    fn dot(&mut self, at: (f64, f64), radius: f64, style: &str) {
        let _ = write!(self.0, "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"{radius}\" {style}/>", at.0, at.1);
    }

    fn path(&mut self, path: &str, style: &str) {
        let _ = write!(self.0, "<path d=\"{path}\" {style}/>");
    }

    fn end(self) -> String {
        self.0 + "</svg>"
    }
}

fn stroke(width: f64) -> String {
    format!("stroke=\"{INK}\" stroke-width=\"{width}\"")
}

fn dashed() -> String {
    format!("stroke=\"{INK}\" stroke-width=\"1\" stroke-dasharray=\"4 3\"")
}

fn filled(colour: &str) -> String {
    format!("fill=\"{colour}\"")
}

fn outlined() -> String {
    format!("fill=\"#fff\" stroke=\"{INK}\" stroke-width=\"1\"")
}

/// A name that fits beside its row.
fn cut(name: &str) -> String {
    if name.chars().count() <= NAME_LETTERS {
        return name.to_owned();
    }
    name.chars().take(NAME_LETTERS - 1).chain(['…']).collect()
}

/// The largest of the numbers that is one, and a little room; 1 where there is none.
fn top(numbers: impl Iterator<Item = f64>) -> f64 {
    let largest = numbers.filter(|number| number.is_finite()).fold(0.0, f64::max);
    if largest > 0.0 { largest * 1.06 } else { 1.0 }
}

fn across(value: f64, most: f64) -> f64 {
    LEFT + (RIGHT - LEFT) * (value / most).clamp(0.0, 1.0)
}

fn row_ends(bar: &Bar) -> [f64; 3] {
    [bar.most_likely, bar.at_most.unwrap_or_default(), bar.lower.unwrap_or_default()]
}

/// The dashed line of what is tolerable, over rows.
fn tolerable_line(svg: &mut Svg, tolerable: Option<(f64, &str)>, most: f64, height: f64) {
    if let Some((value, written)) = tolerable {
        let x = across(value, most);
        svg.line((x, 18.0), (x, height), &dashed());
        svg.text((x, 12.0), "middle", written);
    }
}

/// Each row as a solid bar to the most likely value and an outlined one to the limit, against what is tolerable.
#[must_use]
pub fn objectives(title: &str, rows: &[Bar], tolerable: Option<(f64, &str)>) -> String {
    let most = top(rows.iter().flat_map(row_ends).chain(tolerable.map(|(value, _)| value)));
    let height = 24.0 + ROW * as_float(rows.len() as u64);
    let mut svg = Svg::new(title, height);
    for (row, place) in rows.iter().zip(0_u32..) {
        let y = 26.0 + ROW * f64::from(place);
        svg.text((LEFT - 8.0, y + 11.0), "end", &cut(&row.name));
        if let Some(at_most) = row.at_most {
            svg.bar((LEFT, y + 2.0), (across(at_most, most) - LEFT, 12.0), &outlined());
        }
        svg.bar((LEFT, y + 2.0), ((across(row.most_likely, most) - LEFT).max(1.0), 12.0), &filled(INK));
        svg.text((RIGHT + 8.0, y + 11.0), "start", &row.written);
    }
    tolerable_line(&mut svg, tolerable, most, height);
    svg.line((LEFT, 20.0), (LEFT, height), &stroke(1.0));
    svg.end()
}

/// Each row as a dot with a line between its limits.
#[must_use]
pub fn intervals(title: &str, rows: &[Bar], tolerable: Option<(f64, &str)>) -> String {
    let most = top(rows.iter().flat_map(row_ends).chain(tolerable.map(|(value, _)| value)));
    let height = 24.0 + 22.0 * as_float(rows.len() as u64);
    let mut svg = Svg::new(title, height);
    for (row, place) in rows.iter().zip(0_u32..) {
        let y = 32.0 + 22.0 * f64::from(place);
        svg.text((LEFT - 8.0, y + 4.0), "end", &cut(&row.name));
        let from = across(row.lower.unwrap_or(row.most_likely), most);
        let to = across(row.at_most.unwrap_or(row.most_likely), most);
        svg.line((from, y), (to, y), &stroke(1.5));
        for end in [from, to] {
            svg.line((end, y - 4.0), (end, y + 4.0), &stroke(1.5));
        }
        svg.dot((across(row.most_likely, most), y), 3.5, &filled(INK));
        svg.text((RIGHT + 8.0, y + 4.0), "start", &row.written);
    }
    tolerable_line(&mut svg, tolerable, most, height);
    svg.line((LEFT, 20.0), (LEFT, height), &stroke(1.0));
    svg.end()
}

/// What was paid (to the right) against what was due (up); right ones are pale rings on the line.
#[must_use]
pub fn scatter(title: &str, points: &[Point], paid: &str, due: &str) -> String {
    let numbers = || points.iter().flat_map(|point| [point.paid, point.due]);
    let most = top(numbers());
    let least = -top(numbers().map(|number| -number));
    let least = if numbers().any(|number| number < 0.0) { least } else { 0.0 };
    let (left, size, height) = (60.0, 300.0, 350.0);
    let part = |value: f64| size * (value - least) / (most - least);
    let place = |point: &Point| (left + part(point.paid), 310.0 - part(point.due));
    let mut svg = Svg::new(title, height);
    svg.line((left, 310.0), (left + size, 310.0), &stroke(1.0));
    svg.line((left, 310.0), (left, 10.0), &stroke(1.0));
    svg.line((left, 310.0), (left + size, 10.0), &format!("stroke=\"{PALE}\" stroke-width=\"1\""));
    svg.text((left + size, 328.0), "end", &format!("{paid} →"));
    svg.text((left + 8.0, 14.0), "start", &format!("↑ {due}"));
    // Wrong ones last, so that none of them is covered.
    for point in points.iter().filter(|point| point.shape == Shape::Right) {
        svg.dot(place(point), 2.5, &format!("fill=\"none\" stroke=\"{INK}\" stroke-width=\"0.7\""));
    }
    for point in points.iter().filter(|point| point.shape != Shape::Right) {
        let (x, y) = place(point);
        let (path, style) = match point.shape {
            Shape::Over => (format!("M{x:.1} {:.1}l5 9h-10z", y - 5.0), filled(INK)),
            Shape::Under => (format!("M{x:.1} {:.1}l5 -9h-10z", y + 5.0), filled(INK)),
            _ => (
                format!("M{:.1} {:.1}l9 9m0 -9l-9 9", x - 4.5, y - 4.5),
                format!("fill=\"none\" {}", stroke(2.0)),
            ),
        };
        svg.path(&path, &style);
    }
    svg.end()
}

/// Counts, largest first, with how much of all they make together.
#[must_use]
pub fn pareto(title: &str, bars: &[(String, u64)]) -> String {
    let all: u64 = bars.iter().map(|(_, count)| count).sum();
    let most = top(bars.iter().map(|(_, count)| as_float(*count)));
    let height = 8.0 + 22.0 * as_float(bars.len() as u64);
    let mut svg = Svg::new(title, height);
    let mut sum = 0;
    for ((name, count), place) in bars.iter().zip(0_u32..) {
        let y = 6.0 + 22.0 * f64::from(place);
        sum += count;
        svg.text((LEFT - 8.0, y + 11.0), "end", &cut(name));
        svg.bar((LEFT, y), (across(as_float(*count), most) - LEFT, 14.0), &filled(INK));
        let together = 100.0 * as_float(sum) / as_float(all.max(1));
        svg.text((RIGHT + 8.0, y + 11.0), "start", &format!("{count}  (Σ {together:.0}%)"));
    }
    svg.line((LEFT, 2.0), (LEFT, height), &stroke(1.0));
    svg.end()
}

/// Columns over time: a dot with a line between its limits.
#[must_use]
pub fn months(title: &str, months: &[Bar], tolerable: Option<(f64, &str)>) -> String {
    let most = top(months.iter().flat_map(row_ends).chain(tolerable.map(|(value, _)| value)));
    let (left, right, bottom) = (60.0, RIGHT, 170.0);
    let up = |value: f64| bottom - 150.0 * (value / most).clamp(0.0, 1.0);
    let mut svg = Svg::new(title, 200.0);
    if let Some((value, written)) = tolerable {
        svg.line((left, up(value)), (right, up(value)), &dashed());
        svg.text((right + 8.0, up(value) + 4.0), "start", written);
    }
    let step = (right - left) / as_float(months.len().max(1) as u64);
    // Names would run into each other.
    let every = (60.0 / step).ceil().max(1.0);
    for (month, place) in months.iter().zip(0_u32..) {
        let x = left + step * (f64::from(place) + 0.5);
        let (low, high) = (month.lower.unwrap_or_default(), month.at_most.unwrap_or(month.most_likely));
        svg.line((x, up(low)), (x, up(high)), &stroke(1.5));
        for end in [low, high] {
            svg.line((x - 4.0, up(end)), (x + 4.0, up(end)), &stroke(1.5));
        }
        svg.dot((x, up(month.most_likely)), 3.5, &filled(INK));
        if f64::from(place) % every < 0.5 {
            svg.text((x, bottom + 18.0), "middle", &month.name);
        }
        svg.text((x + 7.0, up(high) + 4.0), "start", &month.written);
    }
    svg.line((left, bottom), (right, bottom), &stroke(1.0));
    svg.end()
}

/// First digits as columns, with marks where Benford's law expects their ends.
#[must_use]
pub fn digits(title: &str, found: &FirstDigits) -> String {
    let most = top(found.digits.iter().flat_map(|digit| [as_float(digit.count), digit.expected]));
    let up = |value: f64| 150.0 - 130.0 * value / most;
    let mut svg = Svg::new(title, 175.0);
    for (digit, place) in found.digits.iter().zip(0_u32..) {
        let x = 60.0 + 52.0 * f64::from(place);
        let end = up(as_float(digit.count));
        svg.bar((x, end), (32.0, 150.0 - end), &format!("fill=\"{PALE}\" {}", stroke(1.0)));
        svg.line((x - 5.0, up(digit.expected)), (x + 37.0, up(digit.expected)), &stroke(2.0));
        svg.text((x + 16.0, 167.0), "middle", &digit.digit.to_string());
    }
    svg.line((50.0, 150.0), (530.0, 150.0), &stroke(1.0));
    svg.end()
}

/// The largest share of wrong items that a clean sample of n leaves open; n on a logarithmic axis.
#[must_use]
pub fn curve(title: &str, points: &[Proof], current: u64, axis: &str) -> String {
    let rate = |proof: &Proof| proof.shown.first().map_or(1.0, |shown| shown.rate);
    let largest = points.last().map_or(1, |proof| proof.population);
    let (left, right, bottom) = (60.0, RIGHT, 170.0);
    let span = as_float(largest).ln().max(1.0);
    let x = |n: u64| left + (right - left) * as_float(n.max(1)).ln() / span;
    let y = |rate: f64| bottom - 150.0 * rate;
    let mut svg = Svg::new(title, 200.0);
    for percent in [0_u32, 25, 50, 75, 100] {
        let at = y(f64::from(percent) / 100.0);
        svg.line((left, at), (right, at), &format!("stroke=\"{PALE}\" stroke-width=\"0.7\""));
        svg.text((left - 8.0, at + 4.0), "end", &format!("{percent}%"));
    }
    let mut path = String::new();
    for (at, proof) in points.iter().enumerate() {
        let sign = if at == 0 { 'M' } else { 'L' };
        let _ = write!(path, "{sign}{:.1} {:.1}", x(proof.sample), y(rate(proof)));
    }
    svg.path(&path, &format!("fill=\"none\" {}", stroke(1.5)));
    let ends = std::iter::successors(Some(1_u64), |n| n.checked_mul(10)).take_while(|n| *n <= largest);
    for n in ends {
        svg.text((x(n), bottom + 16.0), "middle", &super::words::count(n));
    }
    svg.text((right + 8.0, bottom + 16.0), "start", axis);
    if let Some(now) = points.iter().find(|proof| proof.sample == current) {
        svg.dot((x(current), y(rate(now))), 4.0, &filled(INK));
        let written = format!("{axis} = {current}: {}", super::words::share_at_most(rate(now)));
        svg.text((x(current) + 8.0, y(rate(now)) - 6.0), "start", &written);
    }
    svg.end()
}
