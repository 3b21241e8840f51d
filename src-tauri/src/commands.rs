//! One Tauri command an entry of the command list, so that permissions mean something.

use std::sync::Arc;

use ballast_engine::contract::*;
use ballast_engine::{Host, handlers};
use tauri::State;
use tauri::ipc::Invoke;

/// Handlers run on threads of their own: a slow disk never stops the window.
async fn on_a_thread<T: Send + 'static>(
    host: Arc<Host>,
    act: impl FnOnce(&Host) -> Result<T, ballast_core::Error> + Send + 'static,
) -> Result<T, WireError> {
    let messages = Arc::clone(&host);
    let done = tauri::async_runtime::spawn_blocking(move || act(&host)).await;
    let outcome = done
        .unwrap_or_else(|error| Err(ballast_core::Error::new(ballast_core::Code::Internal).because(&error)));
    outcome.map_err(|error| messages.messages.error(&error))
}

macro_rules! tauri_commands {
    ($($name:ident($request:ident) -> $answer:ident, cli $cli:literal, window $window:literal;)*) => {
        $(
            #[tauri::command]
            async fn $name(host: State<'_, Arc<Host>>, request: $request) -> Result<$answer, WireError> {
                on_a_thread(Arc::clone(&host), move |host| handlers::$name(host, request)).await
            }
        )*

        /// Every command of the list; the capability file decides which of them a window may call.
        pub(crate) fn handler() -> impl Fn(Invoke<tauri::Wry>) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$($name),*]
        }
    };
}

ballast_engine::for_each_command!(tauri_commands);
