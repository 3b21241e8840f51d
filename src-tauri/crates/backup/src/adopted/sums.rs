//! Lists of checksums: `SHA256SUMS`, and `x.zip.sha256` beside an archive.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::Path;

use ballast_core::limits::SUMS_BYTES_MAX;

use crate::walk::path_text;

/// Hashes by name, as the list spells it, without a leading `./`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub file: String,
    pub by_name: BTreeMap<String, String>,
}

fn hash(text: &str) -> Option<String> {
    (text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| text.to_ascii_lowercase())
}

/// `sha256sum` writes a backslash first where the name has one, or a line break.
fn unescaped(name: &str) -> String {
    name.replace("\\n", "\n").replace("\\r", "\r").replace("\\\\", "\\")
}

/// `HASH  name`, `HASH *name` and `SHA256 (name) = HASH`. The name is empty where the line is a hash alone.
fn line(text: &str) -> Option<(String, String)> {
    if let Some((name, found)) = text.strip_prefix("SHA256 (").and_then(|rest| rest.rsplit_once(") = ")) {
        return Some((name.to_owned(), hash(found.trim())?));
    }
    let (escaped, text) = text.strip_prefix('\\').map_or((false, text), |rest| (true, rest));
    let Some((found, name)) = text.split_once(' ') else { return Some((String::new(), hash(text)?)) };
    let name = name.strip_prefix(['*', ' ']).unwrap_or(name);
    Some((if escaped { unescaped(name) } else { name.to_owned() }, hash(found)?))
}

/// Every line must be one, comments and empty lines apart.
pub(super) fn parse(text: &str) -> Result<BTreeMap<String, String>, usize> {
    let mut all = BTreeMap::new();
    for (number, text) in text.lines().enumerate() {
        let text = text.trim_end_matches('\r');
        if text.trim().is_empty() || text.starts_with('#') {
            continue;
        }
        let (name, hash) = line(text).ok_or(number + 1)?;
        let name = name.strip_prefix("./").unwrap_or(&name);
        all.insert(path_text(Path::new(name)), hash);
    }
    Ok(all)
}

/// The text of a list; one that is too large or no text is invalid data.
pub(super) fn text_of(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    let file = std::fs::File::open(path)?;
    if file.take(SUMS_BYTES_MAX + 1).read_to_string(&mut text)? as u64 > SUMS_BYTES_MAX {
        return Err(io::ErrorKind::InvalidData.into());
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_common_form_is_read() {
        let hash = "ab".repeat(32);
        let text = format!(
            "# made by x\n{hash}  a b.zip\n{hash} *./c\r\n\nSHA256 (d (1)) = {}\n\\{hash}  e\\nf\n",
            hash.to_uppercase()
        );
        let all = parse(&text).unwrap();
        assert_eq!(all.keys().collect::<Vec<_>>(), ["a b.zip", "c", "d (1)", "e\nf"]);
        assert!(all.values().all(|found| *found == hash));
        assert_eq!(parse(&hash).unwrap().keys().collect::<Vec<_>>(), [""]);
        assert_eq!(parse(&format!("{hash}  a\nno hash  b")), Err(2));
    }
}
