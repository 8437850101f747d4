//! Long work: on how many threads, with a bar, until Ctrl-C.

use arrears::ensemble::Cancelled;
use arrears::ensemble::Watch;

use crate::args::Simulation;
use crate::end::End;
use crate::interrupt;
use crate::progress::Bar;

/// Simulates on as many threads as asked for, with a bar; Ctrl-C ends the program.
pub fn on_threads<T: Send>(
    told: &Simulation,
    simulate: impl FnOnce(Watch<'_>) -> Result<T, Cancelled> + Send,
) -> Result<T, End> {
    // 0 lets rayon choose: one thread a core.
    let threads = told.threads.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| End::refused(format!("--threads {threads}: {error}")))?;
    let bar = Bar::new();
    interrupt::listen(&bar)?;
    let outcome = pool.install(|| simulate(&mut |progress| bar.show(progress)));
    bar.clear();
    outcome.map_err(|_| End::interrupted())
}
