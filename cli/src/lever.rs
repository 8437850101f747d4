//! Of what there is more, in which pool and from when on: what `price` and `plan` have in common.

use arrears::error::Fault;
use arrears::model::Hire;
use arrears::random::Share;
use arrears::study::Lever;
use arrears::study::Setup;
use arrears::time::Day;

use crate::end::End;

/// In which pool.
#[derive(Debug, clap::Args)]
pub struct InPool {
    /// The pool that has more [default: the only one].
    #[arg(long, value_name = "NAME")]
    pool: Option<String>,
}

/// How people who are hired are trained.
#[derive(Debug, clap::Args)]
pub struct Training {
    /// Days from the first one on which those who are hired decide nothing [default: as the first
    /// hire of the pool in the scenario, in the pool itself or in a policy; else 0].
    #[arg(long, value_name = "DAYS")]
    training_days: Option<u16>,

    /// Days after the training on which they do less than a colleague [default: as above].
    #[arg(long, value_name = "DAYS")]
    learning_days: Option<u16>,

    /// What they do on the first learning day, as a share of a colleague, as 0.25 [default: as
    /// above].
    #[arg(long, value_name = "SHARE")]
    first_output: Option<f64>,

    /// Experienced colleagues whom each keeps busy while in training, as 0.2 [default: as above].
    #[arg(long, value_name = "FTE")]
    trainers: Option<f64>,
}

impl InPool {
    /// The number of the pool.
    ///
    /// # Errors
    /// - there is no such pool; there are several and none is named.
    pub fn number(&self, setup: &Setup) -> Result<usize, End> {
        let pools = &setup.model.pools;
        let names: Vec<String> = pools.iter().map(|pool| format!("{:?}", pool.name)).collect();
        let right = format!("the name of a pool, one of: {}", names.join(", "));
        match &self.pool {
            None if pools.len() == 1 => Ok(0),
            None => Err(End::refused(format!("--pool  nothing, must be given: {right}"))),
            Some(name) => {
                let found = pools.iter().position(|pool| pool.name == *name);
                found.ok_or_else(|| End::refused(format!("--pool  {name:?}, must be {right}")))
            }
        }
    }
}

impl Training {
    /// People who are hired into a pool, trained as told.
    ///
    /// # Errors
    /// - a number is none that a hire may have, or has no effect.
    pub fn hire(&self, setup: &Setup, pool: usize) -> Result<Lever, End> {
        let refused = |option: &str, fault: Fault| End::refused(format!("{option}  {fault}"));
        let lever = Lever::hire_as_in(setup, pool).map_err(|fault| refused("--pool", fault))?;
        let Lever::Hire(mut hire) = lever else { return Ok(lever) };
        hire.training_days = self.training_days.map_or(hire.training_days, u32::from);
        hire.learning_days = self.learning_days.map_or(hire.learning_days, u32::from);
        if let Some(share) = self.first_output {
            let share = Share::new(share).map_err(|fault| refused("--first-output", fault))?;
            hire.first_output = share;
        }
        if let Some(trainers) = self.trainers {
            let set = hire.set_trainers(trainers);
            set.map_err(|fault| refused("--trainers", fault))?;
        }
        self.check_effect(&hire)?;
        Ok(Lever::Hire(hire))
    }

    /// Whether anything of it is told.
    pub fn is_told(&self) -> bool {
        self.training_days.is_some()
            || self.learning_days.is_some()
            || self.first_output.is_some()
            || self.trainers.is_some()
    }

    fn check_effect(&self, hire: &Hire) -> Result<(), End> {
        for (told, days, option, time) in [
            (self.first_output.is_some(), hire.learning_days, "--first-output", "--learning-days"),
            (self.trainers.is_some(), hire.training_days, "--trainers", "--training-days"),
        ] {
            if told && days == 0 {
                let right = format!("together with {time}, as 90");
                return Err(End::refused(format!("{option}  given alone, must be {right}")));
            }
        }
        Ok(())
    }
}

/// A day on which something more may start: as told, otherwise the as-of day.
///
/// # Errors
/// - it is before the as-of day or after the last.
pub fn first_day(setup: &Setup, option: &str, told: Option<Day>) -> Result<Day, End> {
    let (as_of, end) = (setup.model.period.as_of(), setup.model.period.end());
    match told.filter(|day| *day < as_of || end < *day) {
        Some(day) => {
            let right = format!("from the as-of day, {as_of}, to the last, {end}");
            Err(End::refused(format!("{option}  {day}, must be {right}")))
        }
        None => Ok(told.unwrap_or(as_of)),
    }
}
