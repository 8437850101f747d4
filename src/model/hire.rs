//! People who are hired: when they come, when they go, and what they can do meanwhile.

use crate::error::Fault;
use crate::model::Pool;
use crate::random::Share;
use crate::time::Day;

/// People who join a pool on one day.
///
/// Their days are calendar days, counted from 0 on the first day, `from`:
///
/// - before day 0 they are not there;
/// - on the days 0 to `training_days` − 1 they decide nothing, and each hired fte keeps `trainers`
///   experienced fte from deciding;
/// - on day `training_days` + j, for j from 0 to `learning_days` − 1, they decide the share
///   `first_output` + (1 − `first_output`) × j / `learning_days` of an experienced colleague;
/// - from day `training_days` + `learning_days` on they are experienced colleagues;
/// - `until`, where there is one, is their last day.
///
/// # Example
/// ```
/// use arrears::model::Hire;
/// use arrears::random::Share;
/// use arrears::time::Day;
///
/// let from = Day::new(2020, 5, 1)?;
/// let mut hire = Hire::new(100.0, from)?;
/// (hire.training_days, hire.learning_days) = (90, 100);
/// hire.first_output = Share::new(0.5)?;
/// assert_eq!(hire.output_on(from + 89), 0.0);
/// assert_eq!(hire.output_on(from + 90), 0.5);
/// assert_eq!(hire.output_on(from + 140), 0.75);
/// assert_eq!(hire.output_on(from + 190), 1.0);
/// # Ok::<(), arrears::error::Fault>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Hire {
    /// What they are called, if anything.
    pub name: Option<String>,
    // In [0, 10,000,000].
    fte: f64,
    from: Day,
    // Not before `from`.
    until: Option<Day>,
    /// Calendar days in training, from the first day on.
    pub training_days: u32,
    /// Calendar days after the training on which they do less than an experienced colleague.
    pub learning_days: u32,
    /// What they do on the first learning day, as a share of an experienced colleague.
    pub first_output: Share,
    // In [0, 10].
    trainers: f64,
}

/// How far those of a hire are on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Stage {
    /// Not yet, or no longer, there.
    Away,
    /// In training.
    Training,
    /// Learning, with this output of one of them.
    Learning(f64),
    /// As able as anybody.
    Experienced,
}

impl Hire {
    /// People who are experienced from the first day on and stay for good.
    ///
    /// # Errors
    /// - `fte` is not between 0 and 10,000,000.
    pub fn new(fte: f64, from: Day) -> Result<Hire, Fault> {
        Ok(Hire {
            name: None,
            fte: Pool::checked_rate(fte)?,
            from,
            until: None,
            training_days: 0,
            learning_days: 0,
            first_output: Share::NONE,
            trainers: 0.0,
        })
    }

    /// Makes them a temporary team whose last day is `until`.
    ///
    /// # Errors
    /// - `until` is before the first day.
    pub fn set_until(&mut self, until: Day) -> Result<(), Fault> {
        if !(self.from <= until) {
            let right = format!("on or after the first day, {}", self.from);
            return Err(Fault::new(until, right));
        }
        self.until = Some(until);
        Ok(())
    }

    /// Sets how many experienced colleagues, in fte, each hired fte keeps from deciding while in
    /// training.
    ///
    /// # Errors
    /// - `trainers` is not between 0 and 10.
    pub fn set_trainers(&mut self, trainers: f64) -> Result<(), Fault> {
        if !(0.0 <= trainers && trainers <= 10.0) {
            return Err(Fault::new(trainers, "between 0 and 10 fte for each hired fte"));
        }
        self.trainers = trainers;
        Ok(())
    }

    /// How many start, in full-time equivalents.
    pub fn fte(&self) -> f64 {
        self.fte
    }

    /// The first day.
    pub fn from(&self) -> Day {
        self.from
    }

    /// The last day; `None` when they stay for good.
    pub fn until(&self) -> Option<Day> {
        self.until
    }

    /// Experienced fte that each hired fte keeps from deciding while in training.
    pub fn trainers(&self) -> f64 {
        self.trainers
    }

    /// What one of them who has not left decides on a day, as a share of an experienced colleague.
    pub fn output_on(&self, day: Day) -> f64 {
        match self.stage_on(day) {
            Stage::Away | Stage::Training => 0.0,
            Stage::Learning(output) => output,
            Stage::Experienced => 1.0,
        }
    }

    /// What all of them together add to a pool on their day `k`, from 0, as long as none leaves, in
    /// fte of experienced colleagues: their output less the trainers; below 0 while they train.
    pub fn adds_after(&self, k: u32) -> f64 {
        match self.stage_after(i64::from(k)) {
            Stage::Away => 0.0,
            Stage::Training => -self.fte * self.trainers,
            Stage::Learning(output) => self.fte * output,
            Stage::Experienced => self.fte,
        }
    }

    pub(crate) fn stage_on(&self, day: Day) -> Stage {
        match self.until.is_some_and(|until| until < day) {
            true => Stage::Away,
            false => self.stage_after(i64::from(day - self.from)),
        }
    }

    /// How far they are on their day `k`, from 0, if they are still there.
    fn stage_after(&self, k: i64) -> Stage {
        if k < 0 {
            return Stage::Away;
        }
        let learned = k - i64::from(self.training_days);
        if learned < 0 {
            Stage::Training
        } else if learned < i64::from(self.learning_days) {
            let first = self.first_output.value();
            let part = learned as f64 / f64::from(self.learning_days);
            Stage::Learning(first + (1.0 - first) * part)
        } else {
            Stage::Experienced
        }
    }
}
