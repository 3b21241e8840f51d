//! Which sign separates the fields of a file.

use super::split::{Splitter, Step};

const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];
const SAMPLE_BYTES: usize = 64 * 1024;

/// Detects by the start of the text: the sign that gives every record as many fields as the first one has,
/// the most if several do; a comma where none separates anything.
pub(super) fn detect(text: &[u8], is_all: bool) -> u8 {
    let sample = &text[..text.len().min(SAMPLE_BYTES)];
    let is_all = is_all && sample.len() == text.len();
    let mut best: Option<(Score, u8)> = None;
    for candidate in CANDIDATES {
        if let Some(score) = score(sample, is_all, candidate)
            && best.is_none_or(|(better, _)| score > better)
        {
            best = Some((score, candidate));
        }
    }
    best.map_or(b',', |(_, candidate)| candidate)
}

/// How well a sign fits, in the order in which it counts. The records that agree are per 1,000.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Score {
    is_consistent: bool,
    agreeing: usize,
    fields: usize,
}

fn score(sample: &[u8], is_all: bool, delimiter: u8) -> Option<Score> {
    let mut splitter = Splitter::new(delimiter);
    let (mut rest, mut header) = (sample, None);
    let (mut records, mut agreeing) = (0_usize, 0_usize);
    loop {
        match splitter.split(rest, is_all) {
            Ok(Step::Record(next)) => {
                let expected = *header.get_or_insert(splitter.fields.len());
                records += 1;
                agreeing += usize::from(splitter.fields.len() == expected);
                rest = &rest[next..];
            }
            Ok(Step::Blank(_) | Step::More | Step::End) | Err(super::split::Bad::OpenQuote(_)) => break,
            Err(_) => return None,
        }
    }
    // A first record that is longer than the sample: its fields so far.
    let fields = header.unwrap_or(splitter.fields.len());
    if fields < 2 {
        return None;
    }
    let agreeing_share = (agreeing * 1000).checked_div(records).unwrap_or(1000);
    Some(Score { is_consistent: agreeing == records, agreeing: agreeing_share, fields })
}
