//! Numbers of a scenario that are not known: what may be written, and what is said of what may not.

use arrears::random::Key;
use arrears::scenario::Scenario;
use arrears::scenario::Setting;
use arrears::study::Setup;
use arrears::study::Uncertain;

/// 1,000 late cases; two deciders who decide 5 cases on each of five days a week, all exact.
pub const OFFICE: &str = r#"
format = 1
title = "Permits"
as_of = 2026-01-05
end = 2026-02-01
replications = 50
[[stream]]
name = "permits"
term = { weeks = 8 }
stock = [{ received = 2025-10-01, cases = 1_000 }]
notice = { share = 0.4, delay = { exponential = { mean_days = 30 } } }
[[pool]]
name = "deciders"
fte = 10
decisions_per_fte_per_week = 5
[administrative_penalty]
tariff = [{ days = 42, per_day = 30 }]
"#;

fn read_with_file(text: &str, file: &str) -> Result<Setup, String> {
    let load = |name: &str| match name {
        "posterior.csv" => Ok(file.to_owned()),
        _ => Err("no such file".to_owned()),
    };
    let read = Scenario::read(text, load).map(Scenario::into_setup);
    read.map_err(|problems| problems.display_in("permits.toml"))
}

pub fn read(text: &str) -> Result<Setup, String> {
    read_with_file(text, "")
}

pub fn with_fte(number: &str) -> String {
    OFFICE.replace("fte = 10\n", &format!("fte = {number}\n"))
}

pub fn uncertain(setup: &Setup) -> &Uncertain {
    setup.uncertain.as_ref().unwrap()
}

#[test]
fn every_distribution_can_be_written() {
    // Each with its mean and its median, worked out from the definitions.
    let rows = [
        ("{ uniform = [8, 12] }", 10.0, 10.0),
        ("{ triangular = [6, 9, 12] }", 9.0, 9.0),
        ("{ pert = [4, 10, 16] }", 10.0, 10.0),
        ("{ normal = { mean = 10, standard_deviation = 1 }, cut = [7, 13] }", 10.0, 10.0),
        // exp(sigma² / 2) = exp(0.02) = 1.0202013400267558
        ("{ lognormal = { median = 10, sigma = 0.2 } }", 10.202013400267558, 10.0),
        // The median of a log-normal number is mean / sqrt(1 + (deviation / mean)²).
        ("{ lognormal = { mean = 10, standard_deviation = 2 } }", 10.0, 10.0 / 1.04_f64.sqrt()),
        ("{ values = [[5, 1], [10, 2], [25, 1]] }", 12.5, 10.0),
        ("{ quantiles = \"0% 5, 50% 10, 100% 15\" }", 10.0, 10.0),
    ];
    for (written, mean, median) in rows {
        let setup = read(&with_fte(written)).unwrap_or_else(|said| panic!("{written}: {said}"));
        let [number] = uncertain(&setup).numbers() else { panic!("{written}") };
        assert!((number.mean() - mean).abs() < 1e-6, "{written}: mean {}", number.mean());
        assert!((number.quantile(0.5) - median).abs() < 1e-6, "{written}");
        // The setup itself has the number at its median.
        let day = setup.model.period.as_of();
        let decided = setup.model.pools[0].decisions_per_week(day);
        assert!((decided - 5.0 * median).abs() < 1e-6, "{written}: {decided}");
    }
    let share = "{ beta = { mean = 0.4, standard_deviation = 0.1 } }";
    let setup = read(&OFFICE.replace("share = 0.4", &format!("share = {share}"))).unwrap();
    assert_eq!(uncertain(&setup).inputs()[0].key, "stream[1].notice.share");
    assert!((uncertain(&setup).numbers()[0].mean() - 0.4).abs() < 1e-12);
}

#[test]
fn a_distribution_of_days_is_still_one_of_days() {
    for delay in [
        "{ uniform = { from_days = 10, to_days = 20 } }",
        "{ lognormal = { median_days = 30, sigma = 0.5 } }",
        "{ discrete = [{ days = 3, share = 1 }] }",
    ] {
        let text = OFFICE.replace("{ exponential = { mean_days = 30 } }", delay);
        assert_eq!(read(&text).unwrap().uncertain, None, "{delay}");
    }
    let inside = "{ uniform = { from_days = 10, to_days = { values = [[20, 1], [29.6, 1]] } } }";
    let text = OFFICE.replace("{ exponential = { mean_days = 30 } }", inside);
    let setup = read(&text).unwrap();
    let uncertain = uncertain(&setup);
    assert_eq!(uncertain.inputs()[0].key, "stream[1].notice.delay.uniform.to_days");
    // What must be a whole number is rounded to the nearest one.
    let drawn = uncertain.setup(&[29.6]).unwrap();
    let written = text.replace("{ values = [[20, 1], [29.6, 1]] }", "30");
    assert_eq!(drawn.model, read(&written).unwrap().model);
}

#[test]
fn a_draw_is_the_scenario_with_its_values_written_in() {
    let text = with_fte("{ pert = [6, 10, 20] }")
        .replace("share = 0.4", "share = { uniform = [0.2, 0.6] }")
        .replace("cases = 1_000", "cases = { uniform = [900, 1_100] }");
    let setup = read(&text).unwrap();
    let keys: Vec<&str> = uncertain(&setup).inputs().iter().map(|it| it.key.as_str()).collect();
    assert_eq!(keys, ["stream[1].stock[1].cases", "stream[1].notice.share", "pool[1].fte"]);
    let drawn = uncertain(&setup).setup(&[950.4, 0.25, 12.5]).unwrap();
    let written = OFFICE
        .replace("cases = 1_000", "cases = 950")
        .replace("share = 0.4", "share = 0.25")
        .replace("fte = 10\n", "fte = 12.5\n");
    assert_eq!(drawn.model, read(&written).unwrap().model);
    assert_eq!(drawn.uncertain, None);
}

#[test]
fn one_world_is_that_of_the_single_values() {
    let setup = read(&with_fte("{ uniform = [8, 12], value = 11 }")).unwrap();
    assert_eq!(setup.model, read(&with_fte("11")).unwrap().model);
    assert_eq!(
        read(&with_fte("{ uniform = [8, 12], value = 13 }")).unwrap_err(),
        "permits.toml:14  pool[1].fte.value  13, must be uniform from 8 to 12"
    );
}

#[test]
fn one_line_of_an_order_may_take_the_rest_of_an_uncertain_share() {
    let order = |rest: &str| {
        let lines = format!(
            "order = [{{ order = \"newest_first\", share = {{ uniform = [0.4, 0.7] }} }}, \
             {{ order = \"oldest_first\"{rest} }}]"
        );
        read(&OFFICE.replace("fte = 10\n", &format!("fte = 10\n{lines}\n")))
    };
    let setup = order("").unwrap();
    let drawn = uncertain(&setup).setup(&[0.6]).unwrap();
    let shares: Vec<f64> =
        drawn.model.pools[0].lines().steps()[0].1.iter().map(|line| line.share.value()).collect();
    assert_eq!(shares, [0.6, 0.4]);
    // Written out it cannot fit every draw.
    assert!(order(", share = 0.45").unwrap_err().contains("order"));
}

#[test]
fn a_number_can_be_set_and_can_be_made_uncertain_by_the_command() {
    let with = |setting: &str| {
        let settings = [Setting::parse(setting).unwrap()];
        Scenario::read_with(&with_fte("{ uniform = [8, 12] }"), &settings, |_| Err(String::new()))
            .map(Scenario::into_setup)
            .unwrap()
    };
    assert_eq!(with("pool.fte=10").uncertain, None);
    let setup = with("stream.permits.notice.share={ uniform = [0.3, 0.5] }");
    let keys: Vec<&str> = uncertain(&setup).inputs().iter().map(|it| it.key.as_str()).collect();
    assert_eq!(keys, ["pool[1].fte", "stream[1].notice.share"]);
}

#[test]
fn what_is_wrong_with_a_distribution_is_said_with_its_line() {
    let rows = [
        (
            "{ uniform = [12, 8] }",
            "14  pool[1].fte.uniform  uniform from 12 to 8, must be from below to above, both \
             finite",
        ),
        (
            "{ pert = [8, 12] }",
            "14  pool[1].fte.pert  a list of 2, must be a list of 3 numbers, lowest, likeliest, \
             highest",
        ),
        (
            "{ pert = [8, 9, 12], uniform = [1, 2] }",
            "14  pool[1].fte.uniform  uniform beside pert, must be alone: only one of uniform, \
             triangular, pert, beta, normal, lognormal, values, quantiles",
        ),
        (
            "{ normal = { mean = 10, deviation = 1 } }",
            "14  pool[1].fte.normal.standard_deviation  nothing, must be given: a number, as 0.05\n\
             permits.toml:14  pool[1].fte.normal.deviation  unknown key \"deviation\", must be one \
             of: mean, standard_deviation",
        ),
        (
            "{ quantiles = \"ten percent\" }",
            "14  pool[1].fte.quantiles  \"ten percent\", must be levels and values, as \"10% 300, \
             50% 450, 90% 800\"",
        ),
        ("{ normal = { mean = 10, standard_deviation = 5 } }", "14  pool[1].fte  -31.46"),
    ];
    for (written, said) in rows {
        let found = read(&with_fte(written)).unwrap_err();
        let expected = format!("permits.toml:{said}");
        assert!(found.starts_with(&expected), "{written}:\n{found}\n{expected}");
    }
    let too_wide = read(&with_fte("{ normal = { mean = 10, standard_deviation = 5 } }"));
    let said = too_wide.unwrap_err();
    assert!(said.contains(" of { normal = { mean = 10, standard_deviation = 5 } }, must be 0 or"));
    assert!(said.ends_with("; cut = [lowest, highest] limits a distribution"), "{said}");
    // Each of two numbers is said, at its line, and nothing else.
    let text = with_fte("{ uniform = [2, 1] }")
        .replace("share = 0.4", "share = { uniform = [0.2, 1.2] }")
        .replace("cases = 1_000", "cases = { pert = [1] }");
    let lines = read(&text).unwrap_err().lines().count();
    assert_eq!(lines, 2, "shares are looked at once every distribution is right");
    let text = OFFICE.replace("share = 0.4", "share = { uniform = [0.2, 1.2] }");
    assert_eq!(
        read(&text).unwrap_err(),
        "permits.toml:11  stream[1].notice.share  1.2 of { uniform = [0.2, 1.2] }, must be between 0 \
         and 1; did you mean 0.012?; cut = [lowest, highest] limits a distribution"
    );
}

#[test]
fn what_is_asked_cannot_be_uncertain() {
    let text = OFFICE.replace("replications = 50", "replications = { uniform = [10, 100] }");
    let said = read(&text).unwrap_err();
    assert_eq!(
        said,
        "permits.toml:6  replications  a table, must be a whole number from 1 to 100,000,000"
    );
}

const TWO: &str = "{ uniform = [8, 12], name = \"staff\" }";

pub fn two_numbers(more: &str) -> String {
    let text = with_fte(TWO).replace("share = 0.4", "share = { uniform = [0.2, 0.6] }");
    text.replace("[[stream]]", &format!("{more}\n[[stream]]"))
}

#[test]
fn numbers_may_depend_on_each_other() {
    let between = |other: &str| {
        two_numbers(&format!(
            "correlation = [{{ between = [\"staff\", \"{other}\"], rank = 0.5 }}]"
        ))
    };
    for name in ["stream[1].notice.share", "stream.permits.notice.share", "stream.notice.share"] {
        let setup = read(&between(name)).unwrap_or_else(|said| panic!("{name}: {said}"));
        let rank = uncertain(&setup).before().copula().rank_correlation(0, 1);
        assert!((rank - 0.5).abs() < 1e-12, "{name}");
    }
    assert_eq!(
        read(&between("pool[1].ftes")).unwrap_err(),
        "permits.toml:7  correlation[1].between[2]  \"pool[1].ftes\", must be one of: \
         stream[1].notice.share, staff"
    );
    assert_eq!(
        read(&between("pool[1].fte")).unwrap_err(),
        "permits.toml:7  correlation[1].between  one number twice, must be two numbers that are \
         not known, by key or name"
    );
    let text = between("stream.notice.share").replace("rank = 0.5", "rank = 1.5");
    assert_eq!(
        read(&text).unwrap_err(),
        "permits.toml:7  correlation[1].rank  1.5, must be between -1 and 1"
    );
    let contradiction = two_numbers(
        "correlation = [{ between = [\"staff\", \"stream.notice.share\"], rank = 0.9 }, { between \
         = [\"staff\", \"c\"], rank = 0.9 }, { between = [\"stream.notice.share\", \"c\"], rank = \
         -0.9 }]",
    );
    let third = "cases = { uniform = [900, 1_100], name = \"c\" }";
    let said = read(&contradiction.replace("cases = 1_000", third)).unwrap_err();
    assert!(said.starts_with("permits.toml:7  correlation  correlation of staff: "), "{said}");
    assert!(said.ends_with("all correlations are possible"), "{said}");
}

#[test]
fn the_draws_of_a_calibration_replace_what_was_believed() {
    let text = two_numbers("posterior = \"posterior.csv\"");
    let file = "weight,pool[1].fte,stream[1].notice.share\n3,9,0.3\n1,11,0.5\n";
    let setup = read_with_file(&text, file).unwrap();
    let draws = uncertain(&setup).calibrated().unwrap();
    assert_eq!(draws.draws()[0], (0.75, vec![0.3, 9.0]));
    let drawn = uncertain(&setup).draw(Key::from_seed(1).replication(4));
    assert!([vec![0.3, 9.0], vec![0.5, 11.0]].contains(&drawn));
    assert_ne!(
        setup.fingerprint,
        read_with_file(&text, &(file.to_owned() + "\n")).unwrap().fingerprint
    );

    let refused = |file: &str| read_with_file(&text, file).unwrap_err();
    assert_eq!(
        refused("weight,staff\n1,9\n"),
        "posterior.csv:1  \"stream[1].notice.share\"  the columns \"weight,staff\", must be columns \
         of which one is stream[1].notice.share; calibrate again"
    );
    assert_eq!(
        refused("weight,staff,stream[1].notice.share\n1,13,0.3\nx,9,0.3\n"),
        "posterior.csv:2  staff  \"13\", must be uniform from 8 to 12; calibrate again\n\
         posterior.csv:3  weight  \"x\", must be a number, as 0.4"
    );
    assert_eq!(
        refused("weight,staff,stream[1].notice.share\n0,9,0.3\n"),
        "permits.toml:7  posterior  \"posterior.csv\": weights that sum to 0, must be weights \
         above 0"
    );
    let known = OFFICE.replace("[[stream]]", "posterior = \"posterior.csv\"\n[[stream]]");
    assert_eq!(
        read_with_file(&known, file).unwrap_err(),
        "permits.toml:7  posterior  \"posterior.csv\", but every number is known, must be left \
         out, or numbers that are not known, as { pert = [380, 450, 520] }"
    );
}
