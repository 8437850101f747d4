//! Ctrl-C: the program ends at once, unless files are just being put in place.

use std::process;
use std::sync::Mutex;
use std::sync::MutexGuard;

use crate::end;
use crate::end::End;
use crate::progress::Bar;

/// Whether files were put in place; held while they are.
static WRITTEN: Mutex<bool> = Mutex::new(false);

/// Lets an interruption wait until the guard is dropped; the guard says whether files are in place.
pub fn hold() -> MutexGuard<'static, bool> {
    WRITTEN.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// From now on Ctrl-C takes the bar away, says one line and ends the program.
///
/// # Errors
/// - the operating system lets nobody listen.
pub fn listen(bar: &Bar) -> Result<(), End> {
    let bar = bar.clone();
    let leave = move || {
        let written = hold();
        bar.clear();
        end::warn(if *written { end::INTERRUPTED_LATE } else { end::INTERRUPTED_EARLY });
        process::exit(i32::from(end::INTERRUPTED_STATUS));
    };
    ctrlc::set_handler(leave).map_err(|error| End::refused(format!("arrears: Ctrl-C: {error}")))
}
