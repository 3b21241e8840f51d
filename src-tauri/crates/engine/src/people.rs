//! People, as they are named.

/// Names that differ in case or blanks alone are one person's.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    let plain = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    plain(one) == plain(other)
}
