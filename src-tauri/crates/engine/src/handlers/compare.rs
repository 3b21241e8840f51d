//! Parallel runs.

use ballast_core::{Code, Error, Result};

use crate::contract::*;
use crate::host::Host;

pub fn compare_list(_host: &Host, _request: Nothing) -> Result<CompareList> {
    Err(Error::new(Code::NotSupported))
}

pub fn compare_show(_host: &Host, _request: CompareId) -> Result<CompareDetail> {
    Err(Error::new(Code::NotSupported))
}

pub fn compare_report(_host: &Host, _request: CompareRunId) -> Result<CompareRunView> {
    Err(Error::new(Code::NotSupported))
}

pub fn compare_run(_host: &Host, _request: CompareRunRequest) -> Result<RunStarted> {
    Err(Error::new(Code::NotSupported))
}

pub fn compare_files(_host: &Host, _request: CompareFilesRequest) -> Result<CheckDocument> {
    Err(Error::new(Code::NotSupported))
}

pub fn compare_differences(_host: &Host, _request: DifferencesRequest) -> Result<Differences> {
    Err(Error::new(Code::NotSupported))
}

pub fn compare_export(_host: &Host, _request: CompareExportRequest) -> Result<CompareExported> {
    Err(Error::new(Code::NotSupported))
}

pub fn compare_accept(_host: &Host, _request: AcceptDifference) -> Result<CompareDetail> {
    Err(Error::new(Code::NotSupported))
}

pub fn compare_withdraw(_host: &Host, _request: WithdrawDifference) -> Result<CompareDetail> {
    Err(Error::new(Code::NotSupported))
}

pub fn compare_accept_rename(_host: &Host, _request: AcceptRename) -> Result<CompareDetail> {
    Err(Error::new(Code::NotSupported))
}

pub fn compare_sign(_host: &Host, _request: SignCutover) -> Result<CompareDetail> {
    Err(Error::new(Code::NotSupported))
}

pub fn compare_look(_host: &Host, _request: CompareLookRequest) -> Result<CompareLook> {
    Err(Error::new(Code::NotSupported))
}

pub fn compare_set_up(_host: &Host, _request: CompareSetUp) -> Result<Named> {
    Err(Error::new(Code::NotSupported))
}
