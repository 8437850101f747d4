//! A bar on standard error that says how long it will take.

use std::io;
use std::io::IsTerminal;
use std::ops::ControlFlow;

use arrears::ensemble::Progress;
use indicatif::ProgressBar;
use indicatif::ProgressDrawTarget;
use indicatif::ProgressStyle;

const TEMPLATE: &str = "{bar:32} {human_pos} of {human_len} futures, {eta} left";

/// A bar, drawn only where somebody looks at it.
#[derive(Clone)]
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar that is not drawn before the first progress.
    pub fn new() -> Bar {
        let target = match io::stderr().is_terminal() {
            true => ProgressDrawTarget::stderr(),
            false => ProgressDrawTarget::hidden(),
        };
        let style = ProgressStyle::with_template(TEMPLATE).expect("a template that is tested");
        Bar(ProgressBar::with_draw_target(None, target).with_style(style))
    }

    /// Draws how far it is; never ends the run.
    pub fn show(&self, progress: Progress) -> ControlFlow<()> {
        self.0.update(|bar| {
            bar.set_len(progress.planned);
            bar.set_pos(progress.done);
        });
        ControlFlow::Continue(())
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        self.0.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_is_understood() {
        let bar = Bar::new();
        assert!(bar.show(Progress { done: 1, planned: 2 }).is_continue());
        bar.clear();
    }
}
