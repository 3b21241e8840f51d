//! The program and its workspace.

use super::*;

wire! {
    pub struct AppState {
        pub version: String,
        /// A BCP 47 tag that `Intl` accepts.
        pub locale: String,
        pub theme: Theme,
        pub person: String,
        pub workspace: Option<WorkspaceInfo>,
    }

    pub struct WorkspaceInfo {
        pub name: String,
        pub path: String,
        pub timezone: String,
        pub currency: String,
        /// Made under a simulated clock: the demo company. Every screen says so.
        pub simulated: bool,
        /// The clock of this workspace, now.
        pub now: Timestamp,
    }

    pub struct SetTheme { pub theme: Theme }
    pub struct OpenWorkspace { pub dir: String }
    pub struct InitRequest { pub name: String, #[serde(default)] #[ts(optional)] pub timezone: Option<String>, #[serde(default)] #[ts(optional)] pub currency: Option<String> }
    pub struct InitReport { pub created: bool, pub path: String, pub name: String, pub timezone: String, pub currency: String, pub workspace: String }

    pub struct ApplyRequest { pub file: String, #[serde(default)] pub dry_run: bool, #[serde(default)] pub force: bool }
    pub struct PlanEntry { pub table: String, pub id: String, #[serde(default, skip_serializing_if = "Vec::is_empty")] pub fields: Vec<String> }
    pub struct ApplyReport {
        pub applied: bool,
        pub created: Vec<PlanEntry>,
        pub changed: Vec<PlanEntry>,
        pub unchanged: u32,
        pub retired: Vec<PlanEntry>,
        /// Codes of things to know, such as `secret_only_in_environment`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub warnings: Vec<Warning>,
    }
    pub struct Warning { pub code: String, pub params: BTreeMap<String, String> }
    pub struct ExportRequest { #[serde(default)] #[ts(optional)] pub file: Option<String> }
    pub struct ExportReport { pub file: Option<String>, pub text: String }
}
