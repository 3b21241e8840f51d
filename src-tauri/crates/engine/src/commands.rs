//! The one command list. It feeds the CLI, the window's handlers and permissions, the TypeScript
//! types and a parity test.

use crate::contract::WireError;
use crate::host::Host;

/// Calls `$then!` with every command: its name, request, answer, words of the CLI ("" for none; several with `, ` between) and
/// whether the window may call it.
#[macro_export]
macro_rules! for_each_command {
    ($then:ident) => {
        $then! {
            app_state(Nothing) -> AppState, cli "", window true;
            set_theme(SetTheme) -> AppState, cli "", window true;
            workspace_open(OpenWorkspace) -> AppState, cli "", window true;
            init(InitRequest) -> InitReport, cli "init", window false;
            apply(ApplyRequest) -> ApplyReport, cli "apply", window false;
            export(ExportRequest) -> ExportReport, cli "export", window false;
            today(Nothing) -> Today, cli "", window true;
            status(Nothing) -> StatusReport, cli "status", window true;
            backup_list(Nothing) -> BackupList, cli "backup list", window true;
            backup_show(BackupId) -> BackupDetail, cli "backup show", window true;
            backup_run(BackupRunRequest) -> RunStarted, cli "backup run", window true;
            backup_verify(BackupVerifyRequest) -> RunStarted, cli "backup verify", window true;
            backup_restore(BackupRestoreRequest) -> RunStarted, cli "backup restore", window true;
            backup_snapshots(SnapshotsRequest) -> SnapshotsReport, cli "backup snapshots", window true;
            backup_confidence(ConfidenceRequest) -> ConfidenceReport, cli "backup confidence", window true;
            protect_folder(ProtectFolder) -> Protected, cli "", window true;
            pick_folder(PickFolder) -> PickedFolder, cli "", window true;
            pick_file(PickFile) -> PickedFile, cli "", window true;
            adopt_look(AdoptLook) -> Adoptable, cli "", window true;
            adopt(AdoptRequest) -> Adopted, cli "backup adopt", window true;
            recovery_sheet_save(RepositoryId) -> RecoverySheet, cli "repository sheet", window true;
            recovery_sheet_kept(RepositoryId) -> EvidenceRef, cli "repository sheet-kept", window true;
            run_list(RunListRequest) -> RunList, cli "run list", window true;
            run_show(RunId) -> RunDetail, cli "run show", window true;
            run_cancel(RunId) -> RunDetail, cli "run cancel", window true;
            schedule_next(ScheduleNextRequest) -> ScheduleNextReport, cli "schedule next", window true;
            schedule_status(Nothing) -> ScheduleStatus, cli "schedule status", window true;
            schedule_lines(Nothing) -> ScheduleLines, cli "schedule list", window true;
            schedule_set(ScheduleSetRequest) -> ScheduleLines, cli "schedule set", window true;
            schedule_calendar(CalendarRequest) -> Calendar, cli "schedule calendar", window true;
            pause(PauseRequest) -> Pauses, cli "pause", window true;
            resume(ResumeRequest) -> Pauses, cli "resume", window true;
            dead_list(Nothing) -> DeadList, cli "dead list", window true;
            dead_retry(DeadId) -> DeadRetried, cli "dead retry", window true;
            dead_settle(DeadSettle) -> DeadList, cli "dead settle", window true;
            agent(AgentRequest) -> AgentReport, cli "agent", window false;
            alert_list(AlertListRequest) -> AlertList, cli "alert list", window true;
            alert_test(AlertTestRequest) -> AlertTestReport, cli "alert test", window true;
            alert_settings(Nothing) -> AlertSettingsView, cli "", window true;
            alert_settings_save(SaveAlertSettings) -> AlertSettingsView, cli "", window true;
            preferences(Nothing) -> Preferences, cli "", window true;
            set_preferences(SetPreferences) -> Preferences, cli "", window true;
            compare_list(Nothing) -> CompareList, cli "compare list", window true;
            compare_show(CompareId) -> CompareDetail, cli "compare show", window true;
            compare_report(CompareRunId) -> CompareRunView, cli "compare report", window true;
            compare_run(CompareRunRequest) -> RunStarted, cli "compare run", window true;
            compare_files(CompareFilesRequest) -> CheckDocument, cli "compare files", window false;
            compare_responses(CompareResponsesRequest) -> CheckDocument, cli "compare responses", window false;
            compare_differences(DifferencesRequest) -> Differences, cli "compare differences", window true;
            compare_export(CompareExportRequest) -> CompareExported, cli "compare export", window true;
            compare_accept(AcceptDifference) -> CompareDetail, cli "compare accept", window true;
            compare_withdraw(WithdrawDifference) -> CompareDetail, cli "compare withdraw", window true;
            compare_accept_rename(AcceptRename) -> CompareDetail, cli "compare accept-rename", window true;
            compare_sign(SignCutover) -> CompareDetail, cli "compare sign", window true;
            compare_worker(CompareWorkerRequest) -> Nothing, cli "compare worker", window false;
            compare_look(CompareLookRequest) -> CompareLook, cli "", window true;
            compare_set_up(CompareSetUp) -> Named, cli "", window true;
            compare_edit(CompareId) -> CompareSetUp, cli "", window true;
            compare_change(CompareChange) -> CompareDetail, cli "", window true;
            spotcheck_list(Nothing) -> SpotcheckList, cli "spotcheck list", window true;
            spotcheck_show(SampleRequest) -> SpotcheckDetail, cli "spotcheck status", window true;
            spotcheck_freeze(SpotcheckFreeze) -> RunStarted, cli "", window true;
            spotcheck_draw(SpotcheckDraw) -> RunStarted, cli "spotcheck draw", window true;
            spotcheck_sample(SampleRequest) -> SpotcheckSample, cli "spotcheck show", window false;
            spotcheck_verify(SpotcheckId) -> RunStarted, cli "spotcheck verify", window true;
            spotcheck_next(SpotcheckNext) -> NextItem, cli "spotcheck next", window true;
            spotcheck_draft(SaveDraft) -> Nothing, cli "", window true;
            spotcheck_answer(SpotcheckAnswer) -> AnsweredItem, cli "spotcheck answer", window true;
            spotcheck_remark(SpotcheckRemark) -> Nothing, cli "spotcheck remark", window true;
            spotcheck_resolve(SpotcheckResolve) -> SpotcheckDetail, cli "spotcheck resolve", window true;
            spotcheck_evaluate(SpotcheckId) -> RunStarted, cli "spotcheck evaluate", window true;
            spotcheck_reach(ReachRequest) -> Reached, cli "spotcheck reach", window true;
            spotcheck_close_cause(CloseCause) -> SpotcheckDetail, cli "spotcheck close-cause", window true;
            spotcheck_sign(SpotcheckSign) -> SpotcheckDetail, cli "spotcheck sign", window true;
            spotcheck_export(SpotcheckExport) -> SpotcheckExported, cli "spotcheck export", window true;
            spotcheck_export_work(ExportWork) -> WorkExported, cli "spotcheck export-work", window true;
            spotcheck_open_work(WorkFile) -> WorkFileView, cli "spotcheck open-work", window true;
            spotcheck_answer_work(WorkFileAnswer) -> WorkFileView, cli "spotcheck answer-work", window true;
            spotcheck_import_work(ImportWork) -> WorkImported, cli "spotcheck import-work", window true;
            spotcheck_look(SpotcheckLookRequest) -> SpotcheckLook, cli "", window true;
            spotcheck_set_up(SpotcheckSetUp) -> Named, cli "", window true;
            spotcheck_edit(SpotcheckId) -> SpotcheckSetUp, cli "", window true;
            spotcheck_change(SpotcheckChange) -> SpotcheckDetail, cli "", window true;
            person_list(Nothing) -> People, cli "person list", window true;
            person_passphrase(SetPassphrase) -> People, cli "person passphrase", window true;
            spotcheck_plan(PlanRequest) -> PlanReport, cli "spotcheck plan", window false;
            spotcheck_bound(BoundRequest) -> BoundReport, cli "spotcheck bound", window false;
            spotcheck_tickets(TicketsRequest) -> TicketsReport, cli "spotcheck tickets", window false;
            provider_list(Nothing) -> ProviderList, cli "provider status", window true;
            provider_show(PairId) -> PairDetail, cli "provider show", window true;
            provider_probe(PairId) -> RunStarted, cli "provider probe", window true;
            provider_login(ProviderLogin) -> PairDetail, cli "provider login", window true;
            provider_fate(ProviderFate) -> PairDetail, cli "provider shared", window true;
            provider_contract(ProviderContract) -> PairDetail, cli "provider accept-contract", window true;
            provider_beat(ProviderBeat) -> Nothing, cli "provider beat", window false;
            provider_import(ProviderImport) -> ProviderImported, cli "provider import", window true;
            provider_estimate(EstimateRequest) -> EstimateReport, cli "provider estimate", window false;
            drill_list(Nothing) -> DrillList, cli "drill list", window true;
            drill_plan(DrillId) -> DrillPlanView, cli "drill plan", window true;
            drill_start(DrillStart) -> DrillStarted, cli "drill start", window true;
            drill_show(DrillRunId) -> DrillView, cli "drill show", window true;
            drill_do(DrillDo) -> DrillView, cli "drill next, drill confirm, drill problem, drill back, drill abort, drill cancel, drill decide, drill note, drill hand-over", window true;
            drill_sign(DrillSign) -> DrillView, cli "drill sign", window true;
            drill_reschedule(DrillReschedule) -> DrillPlanView, cli "drill reschedule", window true;
            drill_export(DrillExport) -> DrillExported, cli "drill export", window true;
            drill_import(DrillImport) -> DrillImported, cli "drill import", window true;
            drill_report(DrillReport) -> FileWritten, cli "drill report", window true;
            drill_calendar(DrillCalendar) -> FileWritten, cli "drill calendar", window true;
            drill_cadence(CadenceRequest) -> Cadence, cli "drill cadence", window false;
            risk(RiskRequest) -> RiskReport, cli "risk", window true;
            risk_explain(RiskExplain) -> RiskExplained, cli "risk explain", window true;
            risk_ranges(RiskRangesRequest) -> RiskRangesReport, cli "risk ranges", window true;
            risk_import(RiskImport) -> RiskImported, cli "risk import", window true;
            risk_export(RiskExport) -> FileWritten, cli "risk export", window true;
            risk_confirm(RiskConfirm) -> MapSaved, cli "risk confirm", window true;
            risk_templates(Nothing) -> RiskTemplates, cli "risk templates", window true;
            risk_picture(RiskPicture) -> FileWritten, cli "", window true;
            map_show(Nothing) -> MapSheet, cli "", window true;
            map_save(MapSave) -> MapSaved, cli "", window true;
            risk_model(RiskModelRequest) -> RiskModelReport, cli "risk model", window false;
            evidence_list(EvidenceListRequest) -> EvidenceList, cli "evidence list", window true;
            evidence_show(EvidenceShowRequest) -> EvidenceDetail, cli "evidence show", window true;
            evidence_verify(EvidenceVerifyRequest) -> EvidenceVerifyReport, cli "evidence verify", window true;
            evidence_export(EvidenceExportRequest) -> EvidenceExportReport, cli "evidence export", window false;
            demo_start(DemoRequest) -> DemoProgress, cli "demo", window true;
            demo_progress(Nothing) -> DemoProgress, cli "", window true;
        }
    };
}

/// A command as data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Command {
    pub name: &'static str,
    pub request: &'static str,
    pub answer: &'static str,
    /// The words of the CLI, with `, ` between several; empty where it has none.
    pub cli: &'static str,
    pub window: bool,
}

macro_rules! list {
    ($($name:ident($request:ident) -> $answer:ident, cli $cli:literal, window $window:literal;)*) => {
        pub const COMMANDS: &[Command] = &[
            $(Command { name: stringify!($name), request: stringify!($request), answer: stringify!($answer), cli: $cli, window: $window },)*
        ];

        /// Calls a command by its name with a JSON request.
        pub fn call(host: &Host, name: &str, request: serde_json::Value) -> Result<serde_json::Value, WireError> {
            use ballast_core::{Code, Error};
            let wire = |error: Error| host.messages.error(&error);
            match name {
                $(stringify!($name) => {
                    let request: $crate::contract::$request = serde_json::from_value(request)
                        .map_err(|error| wire(Error::new(Code::InvalidCall).with("what", name).because(&error)))?;
                    let answer = $crate::handlers::$name(host, request).map_err(wire)?;
                    serde_json::to_value(answer).map_err(|error| wire(Error::new(Code::Internal).because(&error)))
                })*
                _ => Err(wire(Error::new(Code::UnknownId).with("what", "command").with("id", name))),
            }
        }
    };
}

for_each_command!(list);
