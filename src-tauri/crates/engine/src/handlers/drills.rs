use crate::contract::*;
use crate::host::Host;
use ballast_core::{Code, Error, Result};
macro_rules! later { ($($n:ident($q:ident) -> $a:ident;)*) => { $(pub fn $n(_: &Host, _: $q) -> Result<$a> { Err(Error::new(Code::NotSupported)) })* } }
later! {
 drill_list(Nothing) -> DrillList; drill_plan(DrillId) -> DrillPlanView; drill_start(DrillStart) -> DrillStarted; drill_show(DrillRunId) -> DrillView; drill_do(DrillDo) -> DrillView; drill_sign(DrillSign) -> DrillView; drill_reschedule(DrillReschedule) -> DrillPlanView; drill_export(DrillExport) -> DrillExported; drill_import(DrillImport) -> DrillImported; drill_report(DrillReport) -> FileWritten; drill_calendar(DrillCalendar) -> FileWritten;
}
