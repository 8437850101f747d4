//! The `[[policy]]` tables: what could be done, each as a model of its own.

use crate::error::Fault;
use crate::model::Measure;
use crate::model::Model;
use crate::scenario::measure::KEYS;
use crate::scenario::measure::Named;
use crate::scenario::measure::Written;
use crate::scenario::measure::measures;
use crate::scenario::value::Node;
use crate::study::Policy;

/// A policy as it is written.
pub(crate) struct Draft<'a> {
    node: Node<'a>,
    name: String,
    description: String,
    measures: Vec<Written<'a>>,
}

/// The policies of a scenario; what is wrong in them is noted and left out.
pub(crate) fn drafts<'a>(nodes: &[Node<'a>], named: &Named<'_>) -> Vec<Draft<'a>> {
    let mut names = vec![Policy::DO_NOTHING.to_owned()];
    let mut drafts = Vec::new();
    for node in nodes {
        let Some(table) = node.table(KEYS) else { continue };
        let name = table.required("name", "what the policy is called, as \"hire 100\"", |node| {
            let name = node.text(200, "hire 100")?;
            if names.iter().any(|known| known == name) {
                return node.refuse("a name of its own: another policy has it");
            }
            names.push(name.to_owned());
            Some(name.to_owned())
        });
        let description = table.optional("description", String::new(), |node| {
            node.text(1_000, "One hundred more deciders from May on").map(str::to_owned)
        });
        let measures = measures(&table, named);
        if let (Some(name), Some(description)) = (name, description) {
            drafts.push(Draft { node: node.clone(), name, description, measures });
        }
    }
    drafts
}

/// What is done under each policy, as a model; what is no model is noted where it is written.
pub(crate) fn policies(drafts: Vec<Draft<'_>>, model: &Model) -> Option<Vec<Policy>> {
    let all: Vec<Option<Policy>> = drafts.into_iter().map(|draft| policy(draft, model)).collect();
    all.into_iter().collect()
}

fn policy(draft: Draft<'_>, model: &Model) -> Option<Policy> {
    let measures: Vec<Measure> = draft.measures.iter().map(|it| it.measure.clone()).collect();
    let problems = match Measure::apply_all(model, &measures) {
        Ok(model) => {
            let Draft { name, description, .. } = draft;
            return Some(Policy { name, description, measures, model });
        }
        Err(problems) => problems,
    };
    for problem in problems.iter() {
        let number = problem.key.strip_prefix("measure[").and_then(|it| it.strip_suffix(']'));
        let number = number.and_then(|number| number.parse::<usize>().ok());
        match number.and_then(|number| draft.measures.get(number - 1)) {
            Some(written) => written.node.fault::<()>(problem.fault.clone()),
            // What the measures make together is no model: the key says where in it.
            None => {
                let fault = Fault::new(
                    format!("with its measures {} is {}", problem.key, problem.fault.found),
                    problem.fault.right.clone(),
                );
                draft.node.fault::<()>(fault)
            }
        };
    }
    None
}
