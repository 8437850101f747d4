//! The mean engine against the engine that simulates every case, path by path.

use arrears::model::Model;
use arrears::random::Key;
use arrears::sim::Engine;
use arrears::sim::MeanEngine;
use arrears::sim::MeanWorkspace;
use arrears::sim::Total;
use arrears::sim::Workspace;

use crate::bundled;
use crate::random_costs::with_costs;
use crate::worlds;

/// What differs between a case outcome and what was expected of it, for one total.
#[derive(Clone, Copy, Debug, Default)]
struct Differences {
    sum: f64,
    squares: f64,
    /// The conditional variances; `None` when one is not worked out.
    variance: Option<f64>,
    // The sum of d² / variance, and of its square, where the variance is not 0.
    standardised: f64,
    standardised_squares: f64,
    number: f64,
}

fn differences(model: &Model, replications: std::ops::Range<u32>) -> Vec<(Total, Differences)> {
    let mean = MeanEngine::new(model).unwrap();
    let engine = Engine::new(model);
    let (mut cases, mut means) = (Workspace::default(), MeanWorkspace::default());
    let places: Vec<usize> = mean
        .totals()
        .iter()
        .map(|total| engine.totals().iter().position(|it| it == total).unwrap())
        .collect();
    let none = Differences { variance: Some(0.0), ..Differences::default() };
    let mut all: Vec<(Total, Differences)> = mean.totals().iter().map(|it| (*it, none)).collect();
    for number in replications {
        let key = Key::from_seed(1).replication(number);
        let case = engine.simulate(key, &mut cases);
        let expected = mean.simulate(key, &mut means);
        for ((place, value), (total, of)) in places.iter().zip(&expected.values).zip(&mut all) {
            let found = case.totals[*place];
            if *total == Total::Gone && found == Total::NEVER {
                assert_eq!(value.mean, f64::INFINITY);
                continue;
            }
            let difference = found as f64 - value.mean;
            of.sum += difference;
            of.squares += difference * difference;
            of.variance = of.variance.zip(value.variance).map(|(a, b)| a + b);
            if let Some(variance) = value.variance.filter(|it| 1e-6 < *it) {
                let ratio = difference * difference / variance;
                of.standardised += ratio;
                of.standardised_squares += ratio * ratio;
                of.number += 1.0;
            }
        }
    }
    all
}

#[test]
fn explore() {
    for name in ["minimal.toml", "reference.toml", "policies.toml", "register.toml", "ind-2020.toml"] {
        let model = bundled::setup(name).model;
        match MeanEngine::new(&model) {
            Ok(_) => {
                let n = 200;
                for (total, d) in differences(&model, 0..n) {
                    let n = f64::from(n);
                    let se = (d.squares / n).sqrt() / n.sqrt();
                    println!("{name} {total}: d {} se {} z {:?} var {:?} n {}", d.sum / n, se,
                        d.sum / n / se, d.variance.map(|v| d.squares / v), d.number);
                }
            }
            Err(refused) => println!("{name}: {refused}"),
        }
    }
    let mut ok = 0;
    for seed in 0..200 {
        let model = Model::new(with_costs(seed)).unwrap();
        match MeanEngine::new(&model) {
            Ok(_) => ok += 1,
            Err(refused) => println!("{seed}: {refused}"),
        }
    }
    println!("{ok} of 200");
    let _ = worlds::reference(1.0);
}
