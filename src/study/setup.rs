//! What is asked of a model: how many replications, which budgets, reported figures, policies.

use std::borrow::Cow;
use std::fmt;

use crate::error::Fault;
use crate::error::Problems;
use crate::model::Measure;
use crate::model::Model;
use crate::model::Quantity;
use crate::money::Money;
use crate::random::Share;
use crate::study::BridgeOutline;
use crate::study::Policy;
use crate::study::Uncertain;
use crate::time::Day;

/// A model and what is asked of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    /// What the scenario is called.
    pub title: String,
    /// The code of the currency, as EUR.
    pub currency: String,
    /// What is assumed about the world.
    pub model: Model,
    /// The seed of chance.
    pub seed: u64,
    /// How many futures are simulated unless the caller says otherwise.
    pub replications: u32,
    /// Budgets whose chance of being exceeded is asked.
    pub budgets: Vec<Budget>,
    /// Reported figures, printed beside what the model makes of them.
    pub observed: Vec<Observed>,
    /// What could be done instead: compared with `model`, which is policy 0.
    pub policies: Vec<Policy>,
    /// The numbers that are not known, where there are any: every future draws its own.
    pub uncertain: Option<Uncertain>,
    /// What policy 0 is called: [`Policy::DO_NOTHING`], unless it is one of several scenarios.
    pub baseline: String,
    /// The first twelve hexadecimal digits of the SHA-256 of all that was read; empty for a model
    /// that was built in Rust.
    pub fingerprint: String,
    /// The values that were changed when the scenario was read, in the order of the changes.
    pub changed: Vec<ChangedValue>,
    /// What the scenario says of a bridge from another forecast, if it has one.
    pub bridge: Option<BridgeOutline>,
}

impl Setup {
    /// A model with seed 1, 1,000 replications, no budgets, no reported figures, no
    /// policies and nothing uncertain.
    pub fn new(title: &str, currency: &str, model: Model) -> Setup {
        Setup {
            title: title.to_owned(),
            currency: currency.to_owned(),
            model,
            seed: Setup::DEFAULT_SEED,
            replications: Setup::DEFAULT_REPLICATIONS,
            budgets: Vec::new(),
            observed: Vec::new(),
            policies: Vec::new(),
            uncertain: None,
            baseline: Policy::DO_NOTHING.to_owned(),
            fingerprint: String::new(),
            changed: Vec::new(),
            bridge: None,
        }
    }

    /// The model of a policy by its number; 0 is the setup's own.
    ///
    /// # Panics
    /// - there is no such policy.
    pub fn policy_model(&self, policy: usize) -> &Model {
        match policy.checked_sub(1) {
            Some(index) => &self.policies[index].model,
            None => &self.model,
        }
    }

    /// The model of a policy of this setup in another world of it: the policy of the same name
    /// there, or else its measures taken there.
    ///
    /// # Errors
    /// - the world has no such policy, and this one does not say of which measures it consists.
    /// - the measures cannot be taken there.
    pub(crate) fn policy_in<'w>(
        &self,
        world: &'w Setup,
        policy: usize,
    ) -> Result<Cow<'w, Model>, Problems> {
        let Some(index) = policy.checked_sub(1) else { return Ok(Cow::Borrowed(&world.model)) };
        let policy = &self.policies[index];
        if let Some(same) = world.policies.iter().find(|it| it.name == policy.name) {
            return Ok(Cow::Borrowed(&same.model));
        }
        if policy.measures.is_empty() {
            let right = "one that the uncertain setups have too, or that consists of measures";
            let found = format!("the policy {:?}, a model of its own", policy.name);
            return Err(Fault::new(found, right).at("policy").into());
        }
        Measure::apply_all(&world.model, &policy.measures).map(Cow::Owned)
    }

    /// The seed of a scenario that names none.
    pub const DEFAULT_SEED: u64 = 1;

    /// The replications of a scenario that names none.
    pub const DEFAULT_REPLICATIONS: u32 = 1_000;
}

/// A value that a scenario has by way of the command, not of its file; printed as
/// `pool.fte = 400`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChangedValue {
    /// The key, as it was typed.
    pub key: String,
    /// The value, as it was typed.
    pub value: String,
}

impl fmt::Display for ChangedValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} = {}", self.key, self.value)
    }
}

/// Which of a year's amounts a budget is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BudgetOf {
    /// What is run up in the year.
    Owed,
    /// What is transferred in the year.
    Paid,
}

/// A stated budget for one fiscal year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// The fiscal year.
    pub year: i32,
    /// Which amount it is for.
    pub of: BudgetOf,
    /// The amount.
    pub amount: Money,
}

/// A figure that was reported about the service.
///
/// Value, range and standard error are in the quantity's unit: whole cents, cases, or millionths of a share.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// What was reported.
    pub quantity: Quantity,
    /// The day it was reported for.
    pub date: Day,
    /// The reported figure.
    pub value: i64,
    /// The lowest figure that the report allows.
    pub low: i64,
    /// The highest figure that the report allows.
    pub high: i64,
    /// How far off the figure may typically be, above 0; `None` where the report does not say.
    pub standard_error: Option<i64>,
    /// The share of the true figure that is known when it is reported ("for as far as known");
    /// usually 1.
    pub reporting_share: Share,
    /// Where it was reported.
    pub source: String,
}
