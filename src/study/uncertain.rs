//! What is not known of a setup: its numbers that are distributions, and the setup of each draw.

use std::fmt;
use std::sync::Arc;

use crate::error::Problems;
use crate::random::Key;
use crate::random::UncertainInputs;
use crate::random::UncertainNumber;
use crate::random::WeightedDraws;
use crate::study::Setup;

/// The setup in which the uncertain numbers have these values.
pub type SetupOf = dyn Fn(&[f64]) -> Result<Setup, Problems> + Send + Sync;

/// The numbers of a setup that are not known, and the setup that each set of their values stands
/// for.
///
/// Every replication draws its own values: from what was believed before, or, after a calibration,
/// from its weighted draws. A study of a setup that has this never uses the setup's own model but
/// for its period; that model stands where one world is asked for (a calendar on paper, a bridge), and has each number at
/// a single value.
///
/// # Example
/// ```
/// # use arrears::model::{Law, Model, Parts, Period, Pool, Stock, Stream};
/// # use arrears::time::{Day, Length, Term};
/// # fn model(per_week: f64) -> Result<Model, arrears::error::Problems> {
/// #     let start = Day::new(2026, 1, 5).unwrap();
/// #     let period = Period::new(start, start, start + 27).unwrap();
/// #     let mut permits = Stream::new("permits", Term::new(Length::Weeks(8)).unwrap());
/// #     permits.stock = Stock::new(vec![(start - 90, 100)]);
/// #     let pool = Pool::new("deciders", vec![0], per_week).unwrap();
/// #     Model::new(Parts::new(period, vec![permits], vec![pool], Law::none()))
/// # }
/// use arrears::ensemble::unwatched;
/// use arrears::random::{UncertainInputs, UncertainNumber};
/// use arrears::sim::{Count, Total};
/// use arrears::study::{Replications, Setup, Uncertain, UncertainInput, forecast};
/// use std::sync::Arc;
///
/// // 5 or 15 decisions a week, nobody knows which.
/// let number = UncertainNumber::discrete(&[(5.0, 1.0), (15.0, 1.0)])?;
/// let input = UncertainInput { key: "decisions_per_week".to_owned(), name: None };
/// let setup_of = |values: &[f64]| Ok(Setup::new("Permits", "EUR", model(values[0])?));
/// let inputs = UncertainInputs::independent(vec![number])?;
/// let mut setup = setup_of(&[10.0])?;
/// setup.uncertain = Some(Uncertain::new(vec![input], inputs, Arc::new(setup_of)));
///
/// let forecast = forecast(&setup, setup.seed, Replications::Exactly(100), &mut unwatched)?;
/// let decided = forecast.total(Total::Count(Count::Decided)).unwrap();
/// assert_eq!((decided.min(), decided.max()), (Some(20), Some(60)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Uncertain {
    inputs: Vec<UncertainInput>,
    before: UncertainInputs,
    after: Option<WeightedDraws>,
    setup_of: Arc<SetupOf>,
}

/// What one uncertain number is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UncertainInput {
    /// Its key, as `stream[1].notice.share`.
    pub key: String,
    /// What its author calls it.
    pub name: Option<String>,
}

impl UncertainInput {
    /// Its name, or its key where it has none.
    pub fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.key)
    }
}

impl Uncertain {
    /// Numbers, what is believed about them, and the setup of each set of values.
    ///
    /// `setup_of` must give setups that differ in nothing but what the values say, and what is
    /// uncertain about them is not used.
    ///
    /// # Panics
    /// - there are not as many inputs as numbers.
    pub fn new(
        inputs: Vec<UncertainInput>,
        before: UncertainInputs,
        setup_of: Arc<SetupOf>,
    ) -> Uncertain {
        assert!(inputs.len() == before.count(), "one number an input");
        Uncertain { inputs, before, after: None, setup_of }
    }

    /// The same with the draws of a calibration instead of what was believed before.
    ///
    /// # Panics
    /// - there are not as many values in a draw as inputs.
    pub fn after(self, draws: WeightedDraws) -> Uncertain {
        assert!(draws.draws()[0].1.len() == self.inputs.len(), "one value an input");
        Uncertain { after: Some(draws), ..self }
    }

    /// The same without what a calibration said.
    pub fn without_calibration(self) -> Uncertain {
        Uncertain { after: None, ..self }
    }

    /// What each number is.
    pub fn inputs(&self) -> &[UncertainInput] {
        &self.inputs
    }

    /// The distribution of each number before any calibration.
    pub fn numbers(&self) -> &[UncertainNumber] {
        self.before.numbers()
    }

    /// What was believed before any calibration, with how the numbers depend on each other.
    pub fn before(&self) -> &UncertainInputs {
        &self.before
    }

    /// The draws of a calibration, if there was one.
    pub fn calibrated(&self) -> Option<&WeightedDraws> {
        self.after.as_ref()
    }

    /// The values of a replication.
    pub fn draw(&self, key: Key) -> Vec<f64> {
        match &self.after {
            Some(draws) => draws.draw(key).to_vec(),
            None => self.before.draw(key),
        }
    }

    /// The setup in which the numbers have these values.
    ///
    /// # Errors
    /// - no such world is possible: what is wrong with it.
    ///
    /// # Panics
    /// - there are not as many values as inputs.
    pub fn setup(&self, values: &[f64]) -> Result<Setup, Problems> {
        assert!(values.len() == self.inputs.len(), "one value an input");
        (self.setup_of)(values)
    }
}

impl fmt::Debug for Uncertain {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Uncertain");
        shown.field("inputs", &self.inputs).field("before", &self.before);
        shown.field("after", &self.after).finish_non_exhaustive()
    }
}

/// Two are equal when they believe the same of the same numbers.
impl PartialEq for Uncertain {
    fn eq(&self, other: &Uncertain) -> bool {
        (&self.inputs, &self.before, &self.after) == (&other.inputs, &other.before, &other.after)
    }
}
