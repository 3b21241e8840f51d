//! A row as the engine carries it: one value, whatever the number of columns. Sorting, moving and spilling
//! then cost the same for ten thousand columns as for eight.
//!
//! `ordinal length* text`: the number of the row in its table, the length of each cell plus one (0 is null),
//! and the text of all cells. Numbers are LEB128.

/// A row that was not written by [`Packer`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damaged;

impl std::fmt::Display for Damaged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a packed row is damaged")
    }
}

impl std::error::Error for Damaged {}

impl From<Damaged> for datafusion::error::DataFusionError {
    fn from(damaged: Damaged) -> Self {
        Self::External(Box::new(damaged))
    }
}

pub fn push_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        #[allow(clippy::cast_possible_truncation)]
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    #[allow(clippy::cast_possible_truncation)]
    bytes.push(number as u8);
}

/// Takes a number off the front.
pub fn pull_number(bytes: &mut &[u8]) -> Result<u64, Damaged> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first().ok_or(Damaged)?;
        *bytes = rest;
        number |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(Damaged)
}

/// Packs rows one after the other into the same memory.
#[derive(Default)]
pub struct Packer {
    bytes: Vec<u8>,
}

impl Packer {
    pub fn pack<'a>(&mut self, ordinal: u64, cells: impl Iterator<Item = Option<&'a str>> + Clone) -> &[u8] {
        self.bytes.clear();
        push_number(&mut self.bytes, ordinal);
        for cell in cells.clone() {
            push_number(&mut self.bytes, cell.map_or(0, |text| text.len() as u64 + 1));
        }
        for text in cells.flatten() {
            self.bytes.extend_from_slice(text.as_bytes());
        }
        &self.bytes
    }

    /// The row that was packed last.
    #[must_use]
    pub fn packed(&self) -> &[u8] {
        &self.bytes
    }
}

/// The cells of a packed row of so many columns, into memory that is used again. Gives the row's number.
pub fn unpack<'a>(
    mut bytes: &'a [u8],
    columns: usize,
    cells: &mut Vec<Option<&'a str>>,
) -> Result<u64, Damaged> {
    cells.clear();
    let ordinal = pull_number(&mut bytes)?;
    let mut lengths = bytes;
    for _ in 0..columns {
        pull_number(&mut bytes)?;
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Damaged)?;
    let mut at = 0;
    for _ in 0..columns {
        let length = pull_number(&mut lengths)?;
        cells.push(match usize::try_from(length).map_err(|_| Damaged)?.checked_sub(1) {
            Some(length) => {
                let end = at + length;
                let cell = text.get(at..end).ok_or(Damaged)?;
                at = end;
                Some(cell)
            }
            None => None,
        });
    }
    if at == text.len() { Ok(ordinal) } else { Err(Damaged) }
}

/// The memory of a list of cells, for the cells of another row.
#[must_use]
pub fn recycled<'b>(mut cells: Vec<Option<&str>>) -> Vec<Option<&'b str>> {
    cells.clear();
    // The standard library collects in place where both types have one layout.
    cells.into_iter().map(|_| None).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_comes_back_as_it_was() {
        let long = "ü".repeat(300);
        let rows: [&[Option<&str>]; 4] =
            [&[Some("a"), None, Some(""), Some(&long)], &[], &[None], &[Some("\0\n\"")]];
        let mut packer = Packer::default();
        let mut cells = Vec::new();
        for (ordinal, row) in (1_u64 << 40..).zip(rows) {
            let bytes = packer.pack(ordinal, row.iter().copied()).to_vec();
            assert_eq!(unpack(&bytes, row.len(), &mut cells), Ok(ordinal));
            assert_eq!(cells, row);
            cells = recycled(cells);
            assert_eq!(unpack(&bytes, row.len() + 1, &mut cells), Err(Damaged));
            cells = recycled(cells);
        }
    }
}
