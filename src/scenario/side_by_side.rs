//! Whole scenarios side by side, and some of the policies of one.

use std::sync::Arc;

use crate::error::Fault;
use crate::error::Problem;
use crate::error::Problems;
use crate::model::Model;
use crate::scenario::fingerprint::fingerprint;
use crate::scenario::nearest::one_of_texts;
use crate::scenario::notes::quoted;
use crate::study::Policy;
use crate::study::Setup;
use crate::study::Uncertain;

/// One setup in which the first of some scenarios is what the others are compared with, each of
/// them a policy under its name; the title of each is its description.
///
/// Seed, replications, budgets and reported figures are those of the first. Policies that the
/// scenarios name themselves are left out. The fingerprint is that of all of them. Names say where
/// a fault is, so the names of files serve best.
///
/// # Errors
/// - a scenario has another as-of day, end, fiscal year or currency than the first, or, where money
///   is spent beside the penalties, another start: all that differs.
/// - two have the same name.
/// - numbers are not known in some of them, and these are not the same numbers, believed to be the
///   same.
///
/// # Panics
/// - there is no scenario.
///
/// # Example
/// ```
/// use arrears::scenario::{Scenario, side_by_side};
///
/// let text = "format = 1\ntitle = \"As it is\"\nas_of = 2026-01-01\nend = 2026-12-31\n\
///             stream = [{ name = \"permits\", term = { weeks = 8 } }]\n\
///             pool = [{ name = \"deciders\", decisions_per_week = 60 }]\n";
/// let read = |text: &str| Scenario::read(text, |_| Err(String::new())).map(Scenario::into_setup);
/// let more = text.replace("= 60", "= 70");
/// let scenarios = vec![("a".to_owned(), read(text)?), ("b".to_owned(), read(&more)?)];
/// let setup = side_by_side(scenarios)?;
/// assert_eq!((setup.baseline.as_str(), setup.policies[0].name.as_str()), ("a", "b"));
///
/// let later = text.replace("as_of = 2026-01-01", "as_of = 2026-02-01");
/// let scenarios = vec![("a".to_owned(), read(text)?), ("b".to_owned(), read(&later)?)];
/// let problems = side_by_side(scenarios).unwrap_err();
/// let said = "b  as_of  2026-02-01, must be 2026-01-01, as in a: scenarios are compared over the \
///             same days and years; --set as_of=2026-01-01 makes it so in all";
/// assert_eq!(problems.to_string(), said);
/// # Ok::<(), arrears::error::Problems>(())
/// ```
pub fn side_by_side(scenarios: Vec<(String, Setup)>) -> Result<Setup, Problems> {
    let mut scenarios = scenarios.into_iter();
    let (baseline, mut setup) = scenarios.next().expect("at least one scenario");
    let mut problems = Problems::default();
    let mut prints = vec![setup.fingerprint.clone()];
    let mut names = vec![baseline.clone()];
    let mut uncertain = Vec::new();
    setup.policies.clear();
    for (name, other) in scenarios {
        for fault in mismatches(&other, &setup, &baseline) {
            problems.push(Problem { file: Some(name.clone()), ..fault });
        }
        if names.contains(&name) {
            let fault = Fault::new(quoted(&name), "a scenario of its own: it is there already");
            problems.push(Problem { file: Some(name.clone()), ..fault.at("") });
        }
        names.push(name.clone());
        prints.push(other.fingerprint);
        uncertain.push((name.clone(), other.model.clone(), other.uncertain));
        let description = if other.title == setup.title { String::new() } else { other.title };
        setup.policies.push(Policy { description, ..Policy::new(&name, other.model) });
    }
    match together(&setup, &uncertain) {
        Ok(joined) => setup.uncertain = joined,
        Err((name, fault)) => problems.push(Problem { file: Some(name), ..fault.at("") }),
    }
    setup.baseline = baseline;
    if prints.iter().all(|print| !print.is_empty()) && 1 < prints.len() {
        setup.fingerprint = fingerprint(&prints.join(" "), std::iter::empty(), &[]);
    }
    problems.into_result(setup)
}

/// What is not known of the first scenario and of others, each with its name and its model.
///
/// In every future all of them have the same values of what is not known in all.
fn together(
    first: &Setup,
    others: &[(String, Model, Option<Uncertain>)],
) -> Result<Option<Uncertain>, (String, Fault)> {
    let all = std::iter::once(&first.uncertain).chain(others.iter().map(|(_, _, of)| of));
    let Some(known) = all.flatten().next().cloned() else { return Ok(None) };
    for (name, _, of) in others {
        if of.as_ref().is_some_and(|of| *of != known) {
            let right = "the same as in the other scenarios, or known: scenarios are compared with \
                         the same values of what is not known";
            return Err((name.clone(), Fault::new("other numbers that are not known", right)));
        }
    }
    let others = others.to_vec();
    let first = first.clone();
    let setup_of = move |values: &[f64]| {
        let mut setup = match &first.uncertain {
            Some(of) => of.setup(values)?,
            None => first.clone(),
        };
        setup.policies.clear();
        for (name, model, of) in &others {
            let model = match of {
                Some(of) => of.setup(values)?.model,
                None => model.clone(),
            };
            setup.policies.push(Policy::new(name, model));
        }
        Ok(setup)
    };
    let (inputs, before) = (known.inputs().to_vec(), known.before().clone());
    let joined = Uncertain::new(inputs, before, Arc::new(setup_of));
    Ok(Some(match known.calibrated() {
        Some(draws) => joined.after(draws.clone()),
        None => joined,
    }))
}

/// In what a scenario cannot be compared with the first, which has this name.
fn mismatches(other: &Setup, first: &Setup, name: &str) -> Vec<Problem> {
    let value = |setup: &Setup, key: &str| {
        let period = setup.model.period;
        match key {
            "start" => period.start().to_string(),
            "as_of" => period.as_of().to_string(),
            "end" => period.end().to_string(),
            "currency" => setup.currency.clone(),
            _ => setup.model.fiscal_year_starts.to_string(),
        }
    };
    let mut keys = Policy::mismatches(&other.model, &first.model);
    if other.currency != first.currency {
        keys.push("currency");
    }
    let problem = |key: &str| {
        let (found, right) = (value(other, key), value(first, key));
        let why = match key {
            "currency" => "amounts of two currencies are not compared",
            "start" => "what is spent is counted from the start on",
            _ => "scenarios are compared over the same days and years",
        };
        let right = format!("{right}, as in {name}: {why}; --set {key}={right} makes it so in all");
        Fault::new(found, right).at(key)
    };
    keys.into_iter().map(problem).collect()
}

impl Setup {
    /// The same with only some of the policies, in their order: `names` has their names with commas
    /// between, or is the name of one that has a comma itself.
    ///
    /// What policy 0 is called may be among them; it is compared anyway.
    ///
    /// # Errors
    /// - a name is that of no policy: each such name, with those there are.
    ///
    /// # Example
    /// ```
    /// use arrears::scenario::Scenario;
    ///
    /// let text = "format = 1\ntitle = \"Permits\"\nas_of = 2026-01-01\nend = 2026-12-31\n\
    ///             stream = [{ name = \"permits\", term = { weeks = 8 } }]\n\
    ///             pool = [{ name = \"deciders\", decisions_per_week = 60 }]\n\
    ///             policy = [{ name = \"a\" }, { name = \"b\" }, { name = \"c, d\" }]\n";
    /// let setup = Scenario::read(text, |_| Err(String::new()))?.into_setup();
    /// let names = |setup: &arrears::study::Setup| -> Vec<String> {
    ///     setup.policies.iter().map(|policy| policy.name.clone()).collect()
    /// };
    /// assert_eq!(names(&setup.clone().only(&["b, a".to_owned()]).unwrap()), ["a", "b"]);
    /// assert_eq!(names(&setup.clone().only(&["c, d".to_owned()]).unwrap()), ["c, d"]);
    /// let faults = setup.only(&["a,x".to_owned()]).unwrap_err();
    /// let said = "\"x\", must be the name of a policy, one of: \"a\", \"b\", \"c, d\"";
    /// assert_eq!(faults.to_string(), said);
    /// # Ok::<(), arrears::error::Problems>(())
    /// ```
    pub fn only(self, names: &[String]) -> Result<Setup, Problems> {
        let known: Vec<&str> = self.policies.iter().map(|policy| policy.name.as_str()).collect();
        let mut chosen: Vec<&str> = Vec::new();
        let mut problems = Problems::default();
        for list in names {
            let whole = known.contains(&list.as_str());
            let parts = if whole { vec![list.as_str()] } else { list.split(',').collect() };
            for name in parts.into_iter().map(str::trim) {
                match known.contains(&name) || name == self.baseline {
                    true => chosen.push(name),
                    false => {
                        let right = format!("the name of a policy, {}", one_of_texts(name, &known));
                        problems.push(Fault::new(quoted(name), right).at(""));
                    }
                }
            }
        }
        let chosen: Vec<String> = chosen.into_iter().map(str::to_owned).collect();
        let mut setup = problems.into_result(self)?;
        setup.policies.retain(|policy| chosen.contains(&policy.name));
        Ok(setup)
    }
}
