//! Long work: on how many threads, with a bar, until Ctrl-C.

use arrears::ensemble::Watch;

use crate::args::Simulation;
use crate::end::End;
use crate::interrupt;
use crate::progress::Bar;

/// Simulates on as many threads as asked for, with a bar; Ctrl-C ends the program.
pub fn on_threads<T: Send, E: Into<End> + Send>(
    told: &Simulation,
    simulate: impl FnOnce(Watch<'_>) -> Result<T, E> + Send,
) -> Result<T, End> {
    let bar = Bar::new();
    let outcome = pool(told.threads, &bar, || simulate(&mut |progress| bar.show(progress)))?;
    bar.clear();
    outcome.map_err(E::into)
}

/// Does long work on so many threads (none told: one a core); Ctrl-C takes the bar away and ends the
/// program.
pub fn pool<T: Send>(
    threads: Option<usize>,
    bar: &Bar,
    work: impl FnOnce() -> T + Send,
) -> Result<T, End> {
    // 0 lets rayon choose: one thread a core.
    let threads = threads.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| End::refused(format!("--threads {threads}: {error}")))?;
    interrupt::listen(bar)?;
    Ok(pool.install(work))
}
