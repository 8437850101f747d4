//! The worlds of a bridge: the scenario with some of the values of before, for every set of steps.

use std::collections::BTreeMap;

use crate::error::Fault;
use crate::error::Problem;
use crate::error::Problems;
use crate::model::Model;
use crate::scenario::Scenario;
use crate::scenario::Setting;
use crate::scenario::bridge::Draft;
use crate::scenario::bridge::Place;
use crate::study::Bridge;
use crate::study::Setup;

/// Keys that ask something of the world of now and say nothing of any world. What a policy would do
/// in another world need not be possible there.
const ASKED: [&str; 4] = ["budget", "observed", "policy", "bridge"];

impl Scenario {
    /// Reads the `[bridge]` of a scenario: the two forecasts, and a world for every set of its
    /// steps.
    ///
    /// The scenario as it is written, with `settings`, is the side of now: in it all steps are
    /// made. Where a step is not made, the values of its `before` are put in place as settings are,
    /// so that each world is read and checked as a whole. The number of replications is that of the
    /// bridge, where it names one. Each CSV file is loaded once. Time doubles with each step.
    ///
    /// # Errors
    /// - as [`Scenario::read_with`]; then the worlds are not looked at.
    /// - there is no `[bridge]`.
    /// - anything is wrong with a world: what is wrong with any of them, each thing once, at the
    ///   line of the value that is wrong, of the step, or of the bridge where it takes several steps.
    pub fn read_bridge(
        text: &str,
        settings: &[Setting],
        mut load: impl FnMut(&str) -> Result<String, String>,
    ) -> Result<Bridge, Problems> {
        let mut loaded: BTreeMap<String, Result<String, String>> = BTreeMap::new();
        let mut load_once =
            |name: &str| loaded.entry(name.to_owned()).or_insert_with(|| load(name)).clone();
        let Scenario { setup, bridge } = Scenario::read_with(text, settings, &mut load_once)?;
        let Some(draft) = bridge else {
            let right = "given: a table [bridge] with from, to and step";
            return Err(Fault::new("nothing", right).at("bridge").into());
        };
        let all = (1_usize << draft.steps.len()) - 1;
        // Few steps first, so that what one step alone breaks is said of that step.
        let mut sets: Vec<usize> = (0..=all).collect();
        sets.sort_by_key(|undone| (undone.count_ones(), *undone));
        let mut worlds: Vec<(usize, Model)> = Vec::new();
        let mut found = Found::default();
        for undone in sets {
            let settings = [settings, &settings_of(&draft, undone)].concat();
            match Scenario::read_without(&ASKED, text, &settings, &mut load_once) {
                Ok(scenario) => worlds.push((all ^ undone, scenario.into_setup().model)),
                Err(problems) => found.add(&draft, undone, &problems),
            }
        }
        found.into_problems().into_result(())?;
        worlds.sort_by_key(|(made, _)| *made);
        let worlds = worlds.into_iter().map(|(_, model)| model).collect();
        let steps = draft.steps.iter().map(|step| step.step()).collect();
        let replications = draft.replications.unwrap_or(setup.replications);
        Bridge::new(Setup { replications, ..setup }, draft.definitions, steps, worlds)
    }
}

/// The values of before of the steps whose bit is set.
fn settings_of(draft: &Draft, undone: usize) -> Vec<Setting> {
    let steps = draft.steps.iter().enumerate().filter(|(step, _)| undone >> step & 1 == 1);
    steps.flat_map(|(_, step)| step.before.iter().map(|it| it.setting.clone())).collect()
}

/// What is wrong with worlds, each thing once.
#[derive(Default)]
struct Found {
    // As the worlds say it.
    raw: Vec<Problem>,
    // As it is said of the bridge.
    said: Vec<Problem>,
}

impl Found {
    fn add(&mut self, draft: &Draft, undone: usize, problems: &Problems) {
        // More than anybody would read.
        const MOST: usize = 1_000;
        for problem in problems.iter() {
            if self.said.len() < MOST && !self.raw.contains(problem) {
                self.raw.push(problem.clone());
                self.said.push(said(draft, undone, problem));
            }
        }
    }

    /// By line; what has none stands last.
    fn into_problems(mut self) -> Problems {
        self.said.sort_by_key(|it| (it.file.is_some(), it.line.is_none(), it.line));
        let mut problems = Problems::default();
        self.said.into_iter().for_each(|problem| problems.push(problem));
        problems
    }
}

/// A problem of the world in which these steps are not made, said at its place in the bridge.
fn said(draft: &Draft, undone: usize, problem: &Problem) -> Problem {
    let values = draft.steps.iter().flat_map(|step| &step.before);
    let value = values.into_iter().find(|it| Some(it.setting.place()) == problem.file);
    let at = |place: &Place, found: String| Problem {
        file: place.file.clone(),
        line: place.line,
        key: place.key.clone(),
        fault: Fault::new(found, problem.fault.right.clone()),
    };
    let found = match problem.key.as_str() {
        "" => problem.fault.found.clone(),
        key => format!("{} at {key}", problem.fault.found),
    };
    if let Some(value) = value {
        return at(&value.place, found);
    }
    if problem.file.is_some() {
        // A row of a CSV file.
        return problem.clone();
    }
    let steps: Vec<usize> = (0..draft.steps.len()).filter(|step| undone >> step & 1 == 1).collect();
    match steps[..] {
        [step] => at(&draft.steps[step].place, format!("with its values of before: {found}")),
        _ => {
            let numbers: Vec<String> = steps.iter().map(|step| (step + 1).to_string()).collect();
            let found = format!("with the values before steps {}: {found}", numbers.join(" and "));
            at(&draft.place, found)
        }
    }
}
