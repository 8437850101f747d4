//! A bridge between two forecasts: what each number counts, which assumptions changed, and the
//! worlds in which some of them are changed and others not yet.

use crate::error::Fault;
use crate::error::Problems;
use crate::model::Model;
use crate::model::Parts;
use crate::model::Quantity;
use crate::model::Unit;
use crate::study::ChangedValue;
use crate::study::Setup;
use crate::summary::MOST_CHANGES;
use crate::time::Day;

/// What a number counts: a quantity on a day, under a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// What it is called, as "paid in 2020".
    pub name: String,
    /// What is counted.
    pub quantity: Quantity,
    /// The day up to or on which it is counted.
    pub date: Day,
    /// What somebody said it is, where somebody did.
    pub reported: Option<Reported>,
}

impl Definition {
    /// Whether another definition counts the same, whatever it is called.
    pub fn counts_as(&self, other: &Definition) -> bool {
        (self.quantity, self.date) == (other.quantity, other.date)
    }
}

/// A figure that was said, with its range; in the unit of its quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Reported {
    /// The figure.
    pub value: i64,
    /// The lowest figure that the words allow.
    pub low: i64,
    /// The highest figure that the words allow.
    pub high: i64,
    /// Who said it where.
    pub source: String,
}

/// An assumption that changed between two forecasts.
#[derive(Clone, Debug, PartialEq)]
pub struct BridgeStep {
    /// What changed, as "more applicants give notice".
    pub name: String,
    /// The values that were assumed before, by their keys in the scenario.
    pub before: Vec<ChangedValue>,
    /// The value of now for each of them, as it is written; `None` where the scenario leaves the
    /// key to its default.
    pub now: Vec<Option<String>>,
    /// Where these come from; empty for none.
    pub source: String,
}

/// What a scenario says of a bridge: its worlds are still to be read.
#[derive(Clone, Debug, PartialEq)]
pub struct BridgeOutline {
    /// What the numbers count, from the forecast before to that of now; at least two.
    pub definitions: Vec<Definition>,
    /// What changed; at least one.
    pub steps: Vec<BridgeStep>,
    /// How many futures are simulated in each world, where that is not the scenario's number.
    pub replications: Option<u32>,
}

/// Two forecasts, the chain of definitions and the steps that lead from one to the other.
///
/// The forecast before counts by the first definition in a world in which no step is made; the
/// forecast now counts by the last definition in the world of the scenario, in which all are.
#[derive(Clone, Debug, PartialEq)]
pub struct Bridge {
    setup: Setup,
    // At least one; all have the same unit.
    definitions: Vec<Definition>,
    // From 1 to MOST_CHANGES.
    steps: Vec<BridgeStep>,
    // 2^steps: in number m those steps i are made whose bit 2^i is set in m. All have the period of
    // the setup, and look at the quantities of the definitions.
    worlds: Vec<Model>,
}

impl Bridge {
    /// The bridge over these definitions and steps; in world m those steps i are made whose bit 2^i
    /// is set in m, and the last world is that of `setup`.
    ///
    /// What the worlds look at is replaced by the definitions.
    ///
    /// # Errors
    /// - there is no definition, two have different units, or one counts on a day outside the
    ///   period.
    /// - there is no step, or more than [`MOST_CHANGES`]; there are not 2^steps worlds.
    /// - a world has another period or fiscal year than the setup.
    pub fn new(
        setup: Setup,
        definitions: Vec<Definition>,
        steps: Vec<BridgeStep>,
        worlds: Vec<Model>,
    ) -> Result<Bridge, Problems> {
        let mut problems = Problems::default();
        let mut fault = |key: &str, found: String, right: &str| {
            problems.push(Fault::new(found, right).at(key));
        };
        let unit = |it: &Definition| it.quantity.unit();
        if definitions.is_empty() || definitions.iter().any(|it| unit(it) != unit(&definitions[0]))
        {
            let found = format!("{} definitions", definitions.len());
            fault("definitions", found, "at least one, all of the same unit");
        }
        if steps.is_empty() || MOST_CHANGES < steps.len() {
            fault("steps", format!("{} steps", steps.len()), "at least one and at most 8");
        } else if worlds.len() != 1 << steps.len() {
            let right = "a world for each set of the steps";
            fault("worlds", format!("{} worlds", worlds.len()), right);
        }
        let days = |model: &Model| (model.period, model.fiscal_year_starts);
        if worlds.iter().any(|world| days(world) != days(&setup.model)) {
            let right = "of the period and the fiscal year of the scenario";
            fault("worlds", "a world of other days".to_owned(), right);
        }
        let worlds = worlds.iter().map(|world| looking_at(world, &definitions));
        let worlds: Result<Vec<Model>, Problems> = worlds.collect();
        problems.into_result(())?;
        Ok(Bridge { setup, definitions, steps, worlds: worlds? })
    }

    /// The scenario: the side of now.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// What the numbers count: the first is that of the forecast before, the last that of the
    /// forecast now; never empty.
    pub fn definitions(&self) -> &[Definition] {
        &self.definitions
    }

    /// The assumptions that changed.
    pub fn steps(&self) -> &[BridgeStep] {
        &self.steps
    }

    /// The worlds, in the order of [`Bridge::new`].
    pub fn worlds(&self) -> &[Model] {
        &self.worlds
    }

    /// What all the numbers count.
    pub fn unit(&self) -> Unit {
        self.definitions[0].quantity.unit()
    }
}

/// The same world, in which the definitions are looked at and nothing else.
fn looking_at(world: &Model, definitions: &[Definition]) -> Result<Model, Problems> {
    let mut quantities: Vec<(Quantity, Day)> = Vec::new();
    for Definition { quantity, date, .. } in definitions {
        if !quantities.contains(&(*quantity, *date)) {
            quantities.push((*quantity, *date));
        }
    }
    Model::new(Parts { quantities, split_on: Vec::new(), ..(**world).clone() })
}
