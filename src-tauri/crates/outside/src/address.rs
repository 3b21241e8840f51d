//! Where an address leads: to the public network, or to this computer and the networks around it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use serde::{Deserialize, Serialize};

/// What an address is that does not lead to the public network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LocalKind {
    /// This computer.
    Loopback,
    /// "This host, this network" (RFC 1122) and the unspecified addresses: often answered by this computer.
    Unspecified,
    LinkLocal,
    /// RFC 1918, RFC 4193, and the site-local addresses before it.
    Private,
    /// Shared by providers (RFC 6598).
    Shared,
    /// Where clouds hand out credentials to who asks.
    Metadata,
    Multicast,
    /// For documentation, for benchmarks and for later.
    Reserved,
    /// An IPv4 address in the clothes of another: mapped, compatible, 6to4, Teredo, translated locally.
    Embedded,
}

/// None: the address is public. Sources: the special-purpose registries of RFC 6890, and what the clouds
/// document as their metadata services.
///
/// An address of the well-known NAT64 prefix is what the IPv4 address in it is: in a network that has IPv6
/// only, every public name without IPv6 resolves to one.
#[must_use]
pub fn local_kind(address: IpAddr) -> Option<LocalKind> {
    match address {
        IpAddr::V4(four) => of_four(four),
        IpAddr::V6(six) => of_six(six),
    }
}

fn of_four(address: Ipv4Addr) -> Option<LocalKind> {
    Some(match address.octets() {
        // The clouds' common one, Alibaba's, Oracle's, Azure's.
        [169, 254, 169, 254] | [100, 100, 100, 200] | [192, 0, 0, 192] | [168, 63, 129, 16] => {
            LocalKind::Metadata
        }
        [0, ..] => LocalKind::Unspecified,
        [127, ..] => LocalKind::Loopback,
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => LocalKind::Private,
        [169, 254, ..] => LocalKind::LinkLocal,
        [100, 64..=127, ..] => LocalKind::Shared,
        [224..=239, ..] => LocalKind::Multicast,
        [240..=255, ..]
        | [192, 0, 0 | 2, _]
        | [192, 88, 99, _]
        | [198, 18 | 19, ..]
        | [198, 51, 100, _]
        | [203, 0, 113, _] => LocalKind::Reserved,
        _ => return None,
    })
}

fn of_six(address: Ipv6Addr) -> Option<LocalKind> {
    Some(match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0] => LocalKind::Unspecified,
        [0, 0, 0, 0, 0, 0, 0, 1] => LocalKind::Loopback,
        // Amazon's.
        [0xfd00, 0x0ec2, 0, 0, 0, 0, 0, 0x254] => LocalKind::Metadata,
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            let [a, b] = high.to_be_bytes();
            let [c, d] = low.to_be_bytes();
            return of_four(Ipv4Addr::new(a, b, c, d));
        }
        [0, 0, 0, 0, 0, 0 | 0xffff, ..]
        | [0, 0, 0, 0, 0xffff, 0, ..]
        | [0x64, 0xff9b, 1, ..]
        | [0x2001, 0, ..]
        | [0x2002, ..] => LocalKind::Embedded,
        [0xfe80..=0xfebf, ..] => LocalKind::LinkLocal,
        [0xfc00..=0xfdff | 0xfec0..=0xfeff, ..] => LocalKind::Private,
        [0xff00..=0xffff, ..] => LocalKind::Multicast,
        [0x2000..=0x3fff, ..] => return of_global_six(address),
        _ => LocalKind::Reserved,
    })
}

/// What of the global addresses is for documentation and benchmarks.
fn of_global_six(address: Ipv6Addr) -> Option<LocalKind> {
    let is_reserved = matches!(
        address.segments(),
        [0x2001, 0xdb8 | 0x10..=0x2f, ..] | [0x2001, 2, 0, ..] | [0x3fff, 0..=0xfff, ..]
    );
    is_reserved.then_some(LocalKind::Reserved)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kind(text: &str) -> Option<LocalKind> {
        local_kind(text.parse().unwrap())
    }

    #[test]
    fn every_kind_at_its_first_and_last_address() {
        use LocalKind::*;
        for (wanted, addresses) in [
            (Loopback, &["127.0.0.1", "127.255.255.255", "::1"][..]),
            (Unspecified, &["0.0.0.0", "0.255.255.255", "::"]),
            (LinkLocal, &["169.254.0.0", "169.254.255.255", "fe80::1", "febf:ffff::"]),
            (Private, &["10.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.1"]),
            (Private, &["fc00::", "fdff::1", "fec0::1"]),
            (Shared, &["100.64.0.0", "100.127.255.255"]),
            (Metadata, &["169.254.169.254", "100.100.100.200", "fd00:ec2::254", "168.63.129.16"]),
            (Multicast, &["224.0.0.1", "239.255.255.255", "ff02::1"]),
            (Reserved, &["240.0.0.1", "255.255.255.255", "192.0.2.1", "198.51.100.1", "203.0.113.1"]),
            (Reserved, &["198.18.0.0", "198.19.255.255", "2001:db8::1", "3fff::1", "4000::1", "100::1"]),
            (Embedded, &["::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "2002:7f00:1::"]),
            (Embedded, &["64:ff9b:1::1", "2001::1", "::ffff:0:127.0.0.1"]),
        ] {
            for address in addresses {
                assert_eq!(kind(address), Some(wanted), "{address}");
            }
        }
    }

    #[test]
    fn their_neighbours_are_public() {
        for address in ["1.1.1.1", "126.255.255.255", "128.0.0.0", "172.15.255.255", "172.32.0.0"] {
            assert_eq!(kind(address), None, "{address}");
        }
        for address in ["100.63.255.255", "100.128.0.0", "169.253.255.255", "223.255.255.255", "11.0.0.0"] {
            assert_eq!(kind(address), None, "{address}");
        }
        for address in ["2606:4700::1111", "2001:4860:4860::8888", "2001:db9::", "2003::1"] {
            assert_eq!(kind(address), None, "{address}");
        }
    }

    proptest! {
        /// However an IPv4 address is wrapped, it does not become more public than it is.
        #[test]
        fn no_wrapping_makes_an_address_public(high in any::<u16>(), low in any::<u16>()) {
            let four = Ipv4Addr::from(u32::from(high) << 16 | u32::from(low));
            let translated = Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low);
            prop_assert_eq!(local_kind(translated.into()), local_kind(four.into()));
            prop_assert!(local_kind(four.to_ipv6_mapped().into()).is_some());
            prop_assert!(local_kind(Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 0).into()).is_some());
        }
    }
}
