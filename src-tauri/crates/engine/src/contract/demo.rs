//! The demo company.

use super::*;

wire! {
    pub struct DemoRequest { #[serde(default)] #[ts(optional)] pub dir: Option<String> }
    pub struct DemoProgress {
        pub state: DemoState,
        pub dir: String,
        pub step: u32,
        pub steps: u32,
        pub error: Option<WireError>,
    }
}
