//! The mean engine against the engine that simulates every case, path by path: what the path decides
//! is equal, the rest differs by the luck of the cases alone, which has mean 0 and the variance that
//! the mean engine says.

use arrears::model::Casework;
use arrears::model::Line;
use arrears::model::Model;
use arrears::model::Order;
use arrears::model::Parts;
use arrears::model::Rule;
use arrears::model::Stage;
use arrears::random::Key;
use arrears::sim::Count;
use arrears::sim::Engine;
use arrears::sim::MeanEngine;
use arrears::sim::MeanWorkspace;
use arrears::sim::Tier;
use arrears::sim::Total;
use arrears::sim::Workspace;

use crate::bundled;
use crate::random_costs::with_costs;

/// What one total of the cases has more than was expected, summed over the paths.
#[derive(Clone, Copy, Debug)]
struct Excess {
    total: Total,
    sum: f64,
    squares: f64,
    /// On how many paths there was more than expected, and on how many less.
    signs: [u32; 2],
    /// The conditional variance; `None` when it is not worked out.
    variance: Option<f64>,
    // Of squares over variances, where there is any: sum, sum of squares, number.
    ratios: [f64; 3],
}

impl Excess {
    fn new(total: Total) -> Excess {
        Excess {
            total,
            sum: 0.0,
            squares: 0.0,
            signs: [0; 2],
            variance: Some(0.0),
            ratios: [0.0; 3],
        }
    }

    fn add(&mut self, excess: f64, variance: Option<f64>) {
        self.sum += excess;
        self.squares += excess * excess;
        self.signs[0] += u32::from(0.0 < excess);
        self.signs[1] += u32::from(excess < 0.0);
        self.variance = self.variance.zip(variance).map(|(sum, here)| sum + here);
        if let Some(variance) = variance.filter(|it| 1e-3 < *it) {
            let ratio = excess * excess / variance;
            self.ratios[0] += ratio;
            self.ratios[1] += ratio * ratio;
            self.ratios[2] += 1.0;
        }
    }
}

/// Compares the two engines on some paths.
fn excesses(model: &Model, replications: u32) -> Vec<Excess> {
    let (mean, engine) = (MeanEngine::new(model).unwrap(), Engine::new(model));
    let (mut cases, mut means) = (Workspace::default(), MeanWorkspace::default());
    let place = |total: &Total| engine.totals().iter().position(|it| it == total).unwrap();
    let places: Vec<usize> = mean.totals().iter().map(place).collect();
    let mut all: Vec<Excess> = mean.totals().iter().map(|it| Excess::new(*it)).collect();
    for number in 0..replications {
        let key = Key::from_seed(1).replication(number);
        let case = engine.simulate(key, &mut cases);
        let expected = mean.simulate(key, &mut means);
        assert_eq!(expected.replication, number);
        for ((place, value), of) in places.iter().zip(&expected.values).zip(&mut all) {
            match case.totals[*place] {
                Total::NEVER => assert_eq!(value.mean, f64::INFINITY, "{}", of.total),
                found => of.add(found as f64 - value.mean, value.variance),
            }
        }
    }
    all
}

/// The count whose events an amount is made of.
fn events_of(total: Total) -> Option<Count> {
    match total {
        Total::Bill(Some(Tier::Judicial)) | Total::Owed(_, Some(Tier::Judicial)) => {
            Some(Count::JudicialPenalties)
        }
        Total::Cost(..) => Some(Count::Judgments),
        Total::Count(count) | Total::CountIn(count, _) => Some(count),
        _ => Some(Count::AdministrativePenalties),
    }
}

/// Checks that what was simulated differs from what was expected by luck alone. Of rare events too
/// few happen for their sum to be nearly normal: below 25 nothing is said. Returns how many totals
/// were compared.
#[track_caller]
fn check(model: &Model, replications: u32) -> usize {
    let all = excesses(model, replications);
    let mut compared = 0;
    for of in &all {
        let (name, sum) = (of.total, of.sum.abs());
        // Sums of some thousand products have an error in their last digits.
        let rounding = 1e-3 * f64::from(replications);
        if of.variance.is_some_and(|it| it <= rounding) {
            assert!(sum <= rounding.max(5.0 * f64::from(replications).sqrt()), "{name}: {of:?}");
            continue;
        }
        let events = events_of(of.total).and_then(|count| {
            all.iter().find(|it| it.total == Total::Count(count)).map(|it| it.squares)
        });
        if events.is_none_or(|events| events < 25.0) || of.squares == 0.0 {
            continue;
        }
        let deviation = of.variance.unwrap_or(of.squares).sqrt();
        // Where no variance is worked out, the spread of the sample stands for it, unless it may lack
        // what is rare: what is owed varies less than the bill.
        let deviation = match (of.variance, of.total) {
            (Some(_), _) => deviation,
            (None, Total::AfterEnd | Total::Count(_) | Total::CountIn(..)) => {
                if of.signs.into_iter().min() < Some(8) {
                    continue;
                }
                deviation
            }
            (None, _) => deviation.max(all[0].variance.unwrap_or(0.0).sqrt()),
        };
        compared += 1;
        assert!(sum <= 4.5 * deviation + rounding, "{name}: {sum}, deviation {deviation}");
        let [ratio, squares, number] = of.ratios;
        if 100.0 <= number && 25.0 * number <= events.unwrap_or(0.0) {
            let error = ((squares - ratio * ratio / number) / (number - 1.0) / number).sqrt();
            let mean = ratio / number;
            assert!((mean - 1.0).abs() <= 4.5 * error, "{name}: {mean} ± {error}");
        }
    }
    compared
}

#[test]
fn the_reference_problem_differs_by_luck_alone() {
    assert!(11 <= check(&bundled::setup("reference.toml").model, 400));
}

#[test]
fn bundled_scenarios_differ_by_luck_alone() {
    for (name, replications) in
        [("minimal.toml", 1_000), ("policies.toml", 200), ("register.toml", 400)]
    {
        let compared = check(&bundled::setup(name).model, replications);
        assert!(8 <= compared, "{name}: {compared}");
    }
    assert!(25 <= check(&bundled::setup("ind-2020.toml").model, 60));
}

/// What holds of a rule if it changes only at stages of which tables are kept, else its first version.
fn kept<T: Clone>(rule: &Rule<T>, stages: &[Stage]) -> Rule<T> {
    let changes = rule.versions().iter().skip(1);
    match changes.into_iter().all(|change| stages.contains(&change.touches)) {
        true => rule.clone(),
        false => Rule::constant(rule.versions()[0].value.clone()),
    }
}

/// The parts of a random model without what the mean engine refuses.
fn random_without_feedback(seed: u64) -> Parts {
    let mut parts = with_costs(seed);
    for pool in &mut parts.pools {
        pool.casework = Casework::default();
        let blind = |line: &Line| match line.order.looks() {
            true => Line { order: Order::OldestFirst, ..line.clone() },
            false => line.clone(),
        };
        let lines = pool.lines().map(|lines| lines.iter().map(blind).collect());
        pool.set_lines_by_date(lines).unwrap();
    }
    let law = &mut parts.law;
    let of_notice = [Stage::Late, Stage::Noticed];
    law.grace_days = kept(&law.grace_days, &of_notice);
    law.appeal = kept(&law.appeal, &[]);
    if let Some(penalty) = &mut law.administrative {
        penalty.tariff = kept(&penalty.tariff, &of_notice);
    }
    if let Some(court) = &mut law.court {
        court.practice = kept(&court.practice, &[]);
        if let Some(second) = &mut court.second_appeal {
            second.practice = kept(&second.practice, &[]);
        }
    }
    parts
}

#[test]
fn random_models_differ_by_luck_alone() {
    let (mut models, mut compared) = (0, 0);
    for seed in 0..70 {
        // Some know what cases owe together that the first version of a law would not let them owe.
        let Ok(model) = Model::new(random_without_feedback(seed)) else { continue };
        if MeanEngine::check(&model).is_ok() {
            models += 1;
            compared += check(&model, 40);
        }
    }
    assert!(40 <= models && 300 <= compared, "{models} models, {compared} totals");
}

#[test]
fn the_queue_alone_is_that_of_the_cases_under_any_law() {
    let (mut models, mut fast) = (0, 0);
    for seed in 0..60 {
        let model = Model::new(with_costs(seed)).unwrap();
        let model = match MeanEngine::of_queue(&model) {
            Ok(_) => Ok(model),
            Err(_) => Model::new(random_without_feedback(seed)),
        };
        let Ok(model) = model else { continue };
        let (queue, engine) = (MeanEngine::of_queue(&model).unwrap(), Engine::new(&model));
        models += 1;
        fast += usize::from(queue.is_fast());
        for number in 0..3 {
            let key = Key::from_seed(seed).replication(number);
            let case = engine.simulate(key, &mut Workspace::default());
            let path = queue.simulate(key, &mut MeanWorkspace::default());
            for (total, value) in queue.totals().iter().zip(&path.values) {
                let place = engine.totals().iter().position(|it| it == total).unwrap();
                let found = case.totals[place];
                let found = if found == Total::NEVER { f64::INFINITY } else { found as f64 };
                assert_eq!((value.mean, value.variance), (found, Some(0.0)), "{seed}: {total}");
            }
        }
    }
    assert!(45 <= models && 1 <= fast, "{models} models, {fast} fast");
}
