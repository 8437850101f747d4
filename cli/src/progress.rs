//! A bar on standard error that says how long it will take.

use std::io;
use std::io::IsTerminal;
use std::ops::ControlFlow;

use arrears::ensemble::Progress;
use arrears::study::CalibrationQuestion;
use arrears::summary::CalibrationState;
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

const OF_CALIBRATION: &str = "{msg}; {human_pos} of at most {human_len} simulations, \
                              at most {eta} left";

/// A line that says how far a calibration is.
pub struct CalibrationBar(Bar);

impl CalibrationBar {
    /// A line that is not drawn before the first simulation.
    pub fn new(question: &CalibrationQuestion, from: Option<&CalibrationState>) -> CalibrationBar {
        let bar = Bar::new();
        let style =
            ProgressStyle::with_template(OF_CALIBRATION).expect("a template that is tested");
        bar.0.set_style(style);
        bar.0.set_length(u64::from(question.plan().sampling().most_simulations));
        match from {
            Some(state) => {
                bar.0.set_position(u64::from(state.last().simulations));
                bar.0.reset_eta();
                CalibrationBar(bar).said(state)
            }
            None => {
                bar.0.set_message("generation 1");
                CalibrationBar(bar)
            }
        }
    }

    /// The line below which it stands, for Ctrl-C.
    pub fn bar(&self) -> &Bar {
        &self.0
    }

    /// One more simulation is done.
    pub fn simulated(&self) {
        self.0.0.inc(1);
    }

    /// A generation is done.
    pub fn generation(&self, state: &CalibrationState) {
        self.0.0.set_message(format!(
            "generation {}, tolerance {:.2}",
            state.path.len() + 1,
            state.last().tolerance,
        ));
    }

    fn said(self, state: &CalibrationState) -> CalibrationBar {
        self.generation(state);
        self
    }

    /// Takes the line away.
    pub fn clear(&self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_of_a_calibration_is_understood() {
        assert!(ProgressStyle::with_template(OF_CALIBRATION).is_ok());
    }

    #[test]
    fn the_template_is_understood() {
        let bar = Bar::new();
        assert!(bar.show(Progress { done: 1, planned: 2 }).is_continue());
        bar.clear();
    }
}
