use crate::contract::*;
use crate::host::Host;
use ballast_core::{Code, Error, Result};
macro_rules! later { ($($n:ident($q:ident) -> $a:ident;)*) => { $(pub fn $n(_: &Host, _: $q) -> Result<$a> { Err(Error::new(Code::NotSupported)) })* } }
later! {
 provider_list(Nothing) -> ProviderList; provider_show(PairId) -> PairDetail; provider_probe(PairId) -> RunStarted; provider_login(ProviderLogin) -> PairDetail;
 provider_fate(ProviderFate) -> PairDetail; provider_contract(ProviderContract) -> PairDetail; provider_import(ProviderImport) -> ProviderImported;
}
