//! What could be done: a model beside the scenario's own.

use crate::error::Problems;
use crate::model::Measure;
use crate::model::Model;
use crate::sim;

/// Something that could be done instead of nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// What it is called.
    pub name: String,
    /// What it is, in a sentence; empty for none.
    pub description: String,
    /// The measures of which it consists, for reports; empty for a model that was made otherwise.
    pub measures: Vec<Measure>,
    /// The world in which it is done. It must have the scenario's as-of day, end and fiscal
    /// year; see [`Policy::mismatch`].
    pub model: Model,
}

impl Policy {
    /// The name of policy 0, the scenario as it is written.
    pub const DO_NOTHING: &'static str = "do nothing";

    /// A policy that is a model of the caller's own, without a description.
    pub fn new(name: &str, model: Model) -> Policy {
        Policy { name: name.to_owned(), description: String::new(), measures: Vec::new(), model }
    }

    /// A policy that takes measures in a scenario, one after the other, without a description.
    ///
    /// # Errors
    /// - as [`Measure::apply_all`].
    ///
    /// # Example
    /// ```
    /// # use arrears::model::{Law, Model, Parts, Period, Pool, Stream};
    /// # use arrears::time::{Day, Length, Term};
    /// use arrears::model::{Hire, Measure};
    /// use arrears::study::Policy;
    ///
    /// # let start = Day::new(2026, 1, 5)?;
    /// # let period = Period::new(start, start, start + 27)?;
    /// # let permits = Stream::new("permits", Term::new(Length::Weeks(8))?);
    /// # let pool = Pool::new("deciders", vec![0], 10.0)?;
    /// # let scenario = Model::new(Parts::new(period, vec![permits], vec![pool], Law::none()))?;
    /// let hire = Hire::new(1.0, start + 7)?;
    /// let policy = Policy::of("hire one", &scenario, vec![Measure::Hire { pool: 0, hire }])?;
    /// assert_eq!(policy.model.pools[0].decisions_per_week(start + 7), 20.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(name: &str, scenario: &Model, measures: Vec<Measure>) -> Result<Policy, Problems> {
        let model = Measure::apply_all(scenario, &measures)?;
        Ok(Policy { measures, ..Policy::new(name, model) })
    }

    /// Whether it is no policy that can be chosen but the bound of what any can do: a pool decides
    /// everything at once ([`Pool::unlimited_from`](crate::model::Pool::unlimited_from)) that does
    /// not do so in the scenario.
    pub fn is_bound(&self, scenario: &Model) -> bool {
        let unlimited =
            |model: &Model| model.pools.iter().filter(|pool| pool.unlimited_from.is_some()).count();
        unlimited(scenario) < unlimited(&self.model)
    }

    /// In what a model cannot be compared with `scenario`: the keys of the as-of day, the end, the
    /// first month of the fiscal year, and, where either has costs beside the penalties, the start,
    /// as far as these differ; none when they can be compared.
    ///
    /// What is spent is counted from the start on, so that with another start it would be another
    /// sum; penalties are counted from ever.
    pub fn mismatches(model: &Model, scenario: &Model) -> Vec<&'static str> {
        let (mine, other) = (model.period, scenario.period);
        let spends = sim::spends(model) || sim::spends(scenario);
        let differing = [
            ("start", spends && mine.start() != other.start()),
            ("as_of", mine.as_of() != other.as_of()),
            ("end", mine.end() != other.end()),
            ("fiscal_year_starts", model.fiscal_year_starts != scenario.fiscal_year_starts),
        ];
        differing.into_iter().filter(|(_, differs)| *differs).map(|(key, _)| key).collect()
    }

    /// The first of the [mismatches](Policy::mismatches); `None` when the models can be compared.
    pub fn mismatch(model: &Model, scenario: &Model) -> Option<&'static str> {
        Policy::mismatches(model, scenario).first().copied()
    }
}
