//! A key as one value that compares, byte by byte, like its cells one after the other: null before any text,
//! texts by their UTF-8. After it stands the number of the row, so that equal keys have one order too.
//!
//! A cell is 0 for null, else 1, its bytes with each 0 as `0 255`, and the end `0 0`.

use ballast_compare::KeyText;

use crate::row::{Damaged, pull_number};

/// Before every key stands a cell, and cells begin with 0 or 1: this is after all of them.
pub const LAST: u8 = 0xff;
const ORDINAL_BYTES: usize = 8;

fn push_cell(key: &mut Vec<u8>, cell: Option<&str>) {
    let Some(text) = cell else { return key.push(0) };
    key.push(1);
    for byte in text.bytes() {
        key.push(byte);
        if byte == 0 {
            key.push(255);
        }
    }
    key.extend_from_slice(&[0, 0]);
}

/// Makes keys of packed rows.
pub struct Keys {
    /// The key's columns in the order of the table, each with its place in the key.
    order: Vec<(usize, usize)>,
    text: KeyText,
    empty_is_null: bool,
    found: Vec<Option<(usize, usize)>>,
}

impl Keys {
    /// `columns`: where the cells of the key stand in the table.
    #[must_use]
    pub fn new(columns: &[usize], text: KeyText, empty_is_null: bool) -> Self {
        let mut order: Vec<_> = columns.iter().enumerate().map(|(place, column)| (*column, place)).collect();
        order.sort_unstable();
        Self { order, text, empty_is_null, found: vec![None; columns.len()] }
    }

    /// Writes the key of a row of a table with so many columns, the row's number at its end. Gives the length
    /// of the key without the number.
    pub fn write(&mut self, row: &[u8], columns: usize, key: &mut Vec<u8>) -> Result<usize, Damaged> {
        key.clear();
        let mut bytes = row;
        let ordinal = pull_number(&mut bytes)?;
        let mut wanted = self.order.iter().peekable();
        let mut at = 0;
        for column in 0..columns {
            let length = usize::try_from(pull_number(&mut bytes)?).map_err(|_| Damaged)?;
            while let Some((_, place)) = wanted.next_if(|(wanted, _)| *wanted == column) {
                self.found[*place] = length.checked_sub(1).map(|length| (at, at + length));
            }
            at += length.saturating_sub(1);
        }
        for cell in &self.found {
            let cell = match cell {
                Some((from, to)) => {
                    let bytes = bytes.get(*from..*to).ok_or(Damaged)?;
                    Some(self.text.apply(std::str::from_utf8(bytes).map_err(|_| Damaged)?))
                }
                None => None,
            };
            let cell = cell.filter(|text| !(self.empty_is_null && text.is_empty()));
            push_cell(key, cell.as_deref());
        }
        let length = key.len();
        key.extend_from_slice(&ordinal.to_be_bytes());
        Ok(length)
    }
}

/// A key without the number of its row.
pub fn without_ordinal(key: &[u8]) -> Result<&[u8], Damaged> {
    key.len().checked_sub(ORDINAL_BYTES).map(|end| &key[..end]).ok_or(Damaged)
}

/// The cells of a key without a number.
pub fn cells(mut key: &[u8]) -> Result<Vec<Option<String>>, Damaged> {
    let mut cells = Vec::new();
    while let Some((kind, rest)) = key.split_first() {
        key = rest;
        if *kind == 0 {
            cells.push(None);
            continue;
        }
        let mut bytes = Vec::new();
        loop {
            let (first, rest) = key.split_first().ok_or(Damaged)?;
            key = rest;
            if *first != 0 {
                bytes.push(*first);
                continue;
            }
            let (second, rest) = key.split_first().ok_or(Damaged)?;
            key = rest;
            if *second == 0 {
                break;
            }
            bytes.push(0);
        }
        cells.push(Some(String::from_utf8(bytes).map_err(|_| Damaged)?));
    }
    Ok(cells)
}

/// Whether a cell of the key is null: such a key equals none, not even itself.
#[must_use]
pub fn has_null(key: &[u8]) -> bool {
    let mut at = 0;
    while at < key.len() {
        if key[at] == 0 {
            return true;
        }
        at += 1;
        // The end of a cell is a 0 that no 255 follows.
        while at < key.len() && !(key[at] == 0 && key.get(at + 1) == Some(&0)) {
            at += if key[at] == 0 { 2 } else { 1 };
        }
        at += 2;
    }
    false
}

/// In which of many shares a key belongs, the same on every machine: FNV-1a.
#[must_use]
pub fn bucket(key: &[u8]) -> u32 {
    let hash = key.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    #[allow(clippy::cast_possible_truncation)]
    let folded = (hash ^ (hash >> 32)) as u32;
    folded
}

#[cfg(test)]
mod tests {
    use ballast_compare::Normalise;
    use proptest::prelude::*;

    use super::*;
    use crate::row::Packer;

    fn key_of(row: &[Option<&str>], columns: &[usize]) -> Vec<u8> {
        let mut keys = Keys::new(columns, KeyText::new(&Normalise::default()).unwrap(), false);
        let mut key = Vec::new();
        let bytes = Packer::default().pack(7, row.iter().copied()).to_vec();
        let length = keys.write(&bytes, row.len(), &mut key).unwrap();
        assert_eq!(without_ordinal(&key).unwrap().len(), length);
        key.truncate(length);
        key
    }

    proptest! {
        #[test]
        fn keys_compare_like_their_cells(
            pair in (1_usize..4).prop_flat_map(|cells| {
                let cell = proptest::option::of("[\0\u{1}ab\u{ff}ü]{0,4}");
                let key = proptest::collection::vec(cell, cells);
                (key.clone(), key)
            })
        ) {
            let (left, right) = pair;
            let all: Vec<usize> = (0..left.len()).collect();
            let bytes = |row: &[Option<String>]| {
                key_of(&row.iter().map(Option::as_deref).collect::<Vec<_>>(), &all)
            };
            prop_assert_eq!(bytes(&left).cmp(&bytes(&right)), left.cmp(&right));
            prop_assert_eq!(cells(&bytes(&left)).unwrap(), left.clone());
            prop_assert_eq!(has_null(&bytes(&left)), left.contains(&None));
        }
    }

    #[test]
    fn the_order_is_that_of_the_key_and_not_of_the_table() {
        let row = [Some("a"), Some("b"), None, Some("c")];
        let cells_of = |columns: &[usize]| cells(&key_of(&row, columns)).unwrap();
        assert_eq!(cells_of(&[3, 0]), [Some("c".to_owned()), Some("a".to_owned())]);
        assert_eq!(cells_of(&[1, 2, 1]), [Some("b".to_owned()), None, Some("b".to_owned())]);
    }
}
