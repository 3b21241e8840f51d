//! Alerts: who is told, how, and what was told.

use super::*;

words! {
    /// A way to tell somebody.
    pub enum AlertWay { Desktop, Email, Webhook, Command }
    /// Where a secret is.
    pub enum SecretKind { Keyring, File, Env, Command }
    /// How a mail server is spoken to.
    pub enum MailSecurity { StartTls, Tls, None }
}

wire! {
    pub struct AlertEntry {
        pub id: String,
        pub at: Timestamp,
        pub way: AlertWay,
        /// Who or what is told, without any secret.
        pub target: String,
        pub topic: AlertTopic,
        pub subject: String,
        pub state: OutboxState,
        pub attempts: u32,
        pub next_at: Option<Timestamp>,
        pub delivered_at: Option<Timestamp>,
        pub error: Option<WireError>,
    }
    pub struct AlertListRequest { #[serde(default)] #[ts(optional)] pub limit: Option<u32> }
    pub struct AlertList { pub entries: Vec<AlertEntry> }

    pub struct AlertTestRequest { #[serde(default)] #[ts(optional)] pub way: Option<AlertWay> }
    pub struct WayOutcome { pub way: AlertWay, pub target: String, pub delivered: bool, pub seconds: f64, pub error: Option<WireError> }
    /// One test alert through every way that is set up, and what became of it.
    pub struct AlertTestReport { pub ways: Vec<WayOutcome> }

    /// Where a secret is, never the secret.
    pub struct SecretPlace { pub kind: SecretKind, pub name: String }
    pub struct EmailSettings {
        pub to: Vec<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")] #[ts(optional)] pub from: Option<String>,
        /// `host:port`.
        pub server: String,
        #[serde(default, skip_serializing_if = "Option::is_none")] #[ts(optional)] pub security: Option<MailSecurity>,
        #[serde(default, skip_serializing_if = "Option::is_none")] #[ts(optional)] pub user: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")] #[ts(optional)] pub login: Option<SecretPlace>,
    }
    pub struct WebhookSettings { pub url: String, #[serde(default, skip_serializing_if = "Option::is_none")] #[ts(optional)] pub secret: Option<SecretPlace> }
    pub struct HeartbeatSettings { pub url: String, #[ts(type = "number")] pub every_seconds: u64 }
    pub struct AlertSettings {
        pub desktop: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")] #[ts(optional)] pub email: Option<EmailSettings>,
        #[serde(default, skip_serializing_if = "Option::is_none")] #[ts(optional)] pub webhook: Option<WebhookSettings>,
        #[serde(default, skip_serializing_if = "Option::is_none")] #[ts(optional)] pub command: Option<Vec<String>>,
        #[serde(default, skip_serializing_if = "Option::is_none")] #[ts(optional)] pub heartbeat_out: Option<HeartbeatSettings>,
        /// `22:00-07:00` in the workspace's time zone.
        #[serde(default, skip_serializing_if = "Option::is_none")] #[ts(optional)] pub quiet_hours: Option<String>,
        /// A schedule line.
        #[serde(default, skip_serializing_if = "Option::is_none")] #[ts(optional)] pub digest: Option<String>,
    }
    pub struct AlertSettingsView {
        pub settings: AlertSettings,
        /// The keyring of this computer answers; if not, secrets go to files that only their owner reads.
        pub keyring: bool,
    }
    /// Secrets go in and never come back: one that is not given stays as it is.
    pub struct SaveAlertSettings {
        pub settings: AlertSettings,
        #[serde(default)] #[ts(optional)] pub email_password: Option<String>,
        #[serde(default)] #[ts(optional)] pub webhook_secret: Option<String>,
    }

    /// What this computer does with the program, apart from any workspace.
    pub struct Preferences {
        /// Starts with the session; none where this surface cannot tell.
        pub autostart: Option<bool>,
        /// There is a tray, and closing the window hides it there.
        pub tray: bool,
        /// How to have the agent run without a window, for this platform.
        pub agent_unit: Option<String>,
    }
    pub struct SetPreferences { pub autostart: bool }
}
