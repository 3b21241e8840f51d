//! Whose network an address or a name belongs to.

use std::net::IpAddr;
use std::str::FromStr;
use std::sync::LazyLock;

/// What an operator's range is for. Behind a content network the origin cannot be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Network {
    Cloud,
    ContentNetwork,
}

/// A range and its operator.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Range {
    operator: String,
    network: Network,
    base: IpAddr,
    bits: u32,
}

impl FromStr for Range {
    type Err = ();

    fn from_str(line: &str) -> Result<Self, ()> {
        let mut words = line.split_whitespace();
        let operator = words.next().ok_or(())?.to_owned();
        let network = match words.next() {
            Some("cloud") => Network::Cloud,
            Some("cdn") => Network::ContentNetwork,
            _ => return Err(()),
        };
        let (base, bits) = words.next().and_then(|range| range.split_once('/')).ok_or(())?;
        let base: IpAddr = base.parse().map_err(|_| ())?;
        let bits: u32 = bits.parse().map_err(|_| ())?;
        let width = if base.is_ipv4() { 32 } else { 128 };
        (bits <= width && words.next().is_none()).then_some(Self { operator, network, base, bits }).ok_or(())
    }
}

impl Range {
    fn holds(&self, address: IpAddr) -> bool {
        same_range(self.base, address, self.bits)
    }
}

/// Whether two addresses of one family agree in their first bits.
pub(super) fn same_range(one: IpAddr, other: IpAddr, bits: u32) -> bool {
    match (one, other) {
        (IpAddr::V4(one), IpAddr::V4(other)) => {
            (one.to_bits() ^ other.to_bits()).checked_shr(32_u32.saturating_sub(bits)).unwrap_or(0) == 0
        }
        (IpAddr::V6(one), IpAddr::V6(other)) => {
            (one.to_bits() ^ other.to_bits()).checked_shr(128_u32.saturating_sub(bits)).unwrap_or(0) == 0
        }
        _ => false,
    }
}

static RANGES: LazyLock<Vec<Range>> = LazyLock::new(|| {
    let lines = include_str!("ranges.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.filter_map(|line| line.parse().ok()).collect()
});

/// The operator of the narrowest published range around an address.
pub(super) fn of_address(address: IpAddr) -> Option<(&'static str, Network)> {
    let around = RANGES.iter().filter(|range| range.holds(address));
    around.max_by_key(|range| range.bits).map(|range| (range.operator.as_str(), range.network))
}

/// Names that an operator gives to what it runs.
const NAMES: [(&str, &str, Network); 14] = [
    ("amazonaws.com", "aws", Network::Cloud),
    ("awsglobalaccelerator.com", "aws", Network::Cloud),
    ("azurewebsites.net", "azure", Network::Cloud),
    ("cloudapp.azure.com", "azure", Network::Cloud),
    ("windows.net", "azure", Network::Cloud),
    ("run.app", "gcp", Network::Cloud),
    ("appspot.com", "gcp", Network::Cloud),
    ("ondigitalocean.app", "digitalocean", Network::Cloud),
    ("cloudfront.net", "cloudfront", Network::ContentNetwork),
    ("cdn.cloudflare.net", "cloudflare", Network::ContentNetwork),
    ("fastly.net", "fastly", Network::ContentNetwork),
    ("akamaiedge.net", "akamai", Network::ContentNetwork),
    ("edgekey.net", "akamai", Network::ContentNetwork),
    ("azureedge.net", "azure-cdn", Network::ContentNetwork),
];

/// The operator of a name, such as one that an alias leads to.
pub(super) fn of_name(name: &str) -> Option<(&'static str, Network)> {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let under =
        |suffix: &str| name.strip_suffix(suffix).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    NAMES.iter().find(|(suffix, ..)| under(suffix)).map(|(_, operator, network)| (*operator, *network))
}

/// Second levels under which registries give out names, so that three labels are one owner's.
const SECOND_LEVELS: [&str; 10] = ["co", "com", "org", "net", "ac", "gov", "edu", "or", "ne", "go"];

/// Who runs a name or mail server, as far as its name tells: the owner's part of the name, or a known operator
/// that uses many. `ns-12.awsdns-34.co.uk` and `ns-5.awsdns-6.com` are one.
pub(super) fn of_server(name: &str) -> String {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    // A record of a mail server begins with its preference.
    let name = name.rsplit(' ').next().unwrap_or_default();
    let labels: Vec<&str> = name.split('.').collect();
    for (start, operator) in [("awsdns-", "aws"), ("azure-dns", "azure")] {
        if labels.iter().any(|label| label.starts_with(start)) {
            return operator.to_owned();
        }
    }
    let is_country = labels.last().is_some_and(|last| last.len() == 2);
    let second = labels.len().checked_sub(2).and_then(|at| labels.get(at)).copied().unwrap_or_default();
    let owner = if is_country && SECOND_LEVELS.contains(&second) { 3 } else { 2 };
    labels.get(labels.len().saturating_sub(owner)..).unwrap_or_default().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_list_is_a_range() {
        let lines =
            include_str!("ranges.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        for line in lines {
            let range = line.parse::<Range>().unwrap_or_else(|()| panic!("{line}"));
            // The base is the first address of its range: a slip of a digit would show here.
            let low = match range.base {
                IpAddr::V4(base) => u128::from(base.to_bits()) << 96,
                IpAddr::V6(base) => base.to_bits(),
            };
            assert_eq!(low.checked_shl(range.bits).unwrap_or(0), 0, "{line}");
        }
    }

    #[test]
    fn the_narrowest_range_counts() {
        let of = |address: &str| of_address(address.parse().unwrap());
        assert_eq!(of("104.17.1.1"), Some(("cloudflare", Network::ContentNetwork)));
        assert_eq!(of("54.192.7.7"), Some(("cloudfront", Network::ContentNetwork)));
        assert_eq!(of("54.193.7.7"), Some(("aws", Network::Cloud)));
        assert_eq!(of("2606:4700::1"), Some(("cloudflare", Network::ContentNetwork)));
        assert_eq!(of("192.0.2.1"), None);
    }

    #[test]
    fn owners_of_names_and_servers() {
        assert_eq!(of_name("d1.cloudfront.net."), Some(("cloudfront", Network::ContentNetwork)));
        assert_eq!(of_name("evilcloudfront.net"), None);
        for (name, owner) in [
            ("ns-12.awsdns-34.co.uk", "aws"),
            ("ns1-01.azure-dns.com.", "azure"),
            ("ANA.ns.cloudflare.com", "cloudflare.com"),
            ("10 aspmx.l.google.com", "google.com"),
            ("ns.provider.co.uk", "provider.co.uk"),
            ("ns.de", "ns.de"),
            ("", ""),
        ] {
            assert_eq!(of_server(name), owner, "{name}");
        }
    }
}
