//! Which rule holds for how many: who falls under each version of the rules of law that change.

use serde::Serialize;

use crate::model::LawRule;
use crate::model::RuleVersion;
use crate::report::csv::Sheet;
use crate::report::csv::or_empty;
use crate::report::facts::spread;
use crate::report::number::count;
use crate::report::number::error_of_count;
use crate::report::page::Page;
use crate::report::page::cut;
use crate::sim::CountedIn;
use crate::sim::Total;
use crate::study::Forecast;
use crate::study::Setup;
use crate::summary::Tally;
use crate::summary::mean;
use crate::summary::quantile;

/// One version of a rule and who falls under it.
struct Row<'a> {
    rule: LawRule,
    version: RuleVersion,
    name: String,
    households: &'a Tally,
    cases: &'a Tally,
}

/// The versions of a rule; none where it has only one.
fn rows<'a>(setup: &Setup, forecast: &'a Forecast, rule: LawRule) -> Vec<Row<'a>> {
    let row = |(version, name): (RuleVersion, String)| {
        let of = |counted| forecast.total(Total::UnderRule(rule, version, counted));
        let households = of(CountedIn::Households)?;
        Some(Row { rule, version, name, households, cases: of(CountedIn::Cases)? })
    };
    setup.model.law.versions(rule).into_iter().filter_map(row).collect()
}

/// A table for each rule that changes.
pub(crate) fn law_tables(page: &mut Page, setup: &Setup, forecast: &Forecast) {
    let tables = LawRule::ALL.map(|rule| rows(setup, forecast, rule));
    if tables.iter().all(Vec::is_empty) {
        return;
    }
    page.heading("Which rule holds for how many");
    page.paragraph(
        "Households (files) and their cases (heads) under each version of the rules that change, \
         means over the futures ± standard error, and 90% of the futures.",
    );
    for rows in tables.iter().filter(|rows| !rows.is_empty()) {
        page.paragraph(&format!("{}:", of_whom(rows[0].rule)));
        let cells = |row: &Row| {
            let households = mean(row.households);
            let spread = spread(row.households);
            vec![
                cut(&row.name, 34),
                count(households),
                error(row.households),
                count(spread.low),
                count(spread.high),
                count(mean(row.cases)),
                error(row.cases),
            ]
        };
        let columns = ["", "house-\nholds", "±", "5%", "95%", "cases", "±"];
        page.table(&columns, rows.iter().map(cells).collect());
    }
}

/// The error of a mean, without its sign.
pub(crate) fn error(tally: &Tally) -> String {
    error_of_count(mean(tally)).trim_start_matches("± ").replace("exact", "0")
}

fn of_whom(rule: LawRule) -> &'static str {
    match rule {
        LawRule::GraceDays => "Days of grace, by notices",
        LawRule::AdministrativeTariff => "Tariff of the administrative penalty, by notices",
        LawRule::Appeal => "Right to appeal, by households that would appeal",
        LawRule::CourtPractice => "What the court orders, by judgments on first appeals",
        LawRule::SecondCourtPractice => "What the court orders, by judgments on second appeals",
        LawRule::LegalCosts => "Legal costs, by judgments",
    }
}

/// A rule that changes, as the JSON has it.
#[derive(Serialize)]
pub(crate) struct RuleOut {
    rule: &'static str,
    versions: Vec<VersionOut>,
}

/// Date and stage are `null` for the version that holds for all others.
#[derive(Serialize)]
struct VersionOut {
    name: String,
    from: Option<String>,
    touches: Option<&'static str>,
    households: NumberOut,
    cases: NumberOut,
}

#[derive(Serialize)]
struct NumberOut {
    mean: Option<f64>,
    standard_error: Option<f64>,
    quantile_05: i64,
    quantile_50: i64,
    quantile_95: i64,
}

pub(crate) fn rules_out(setup: &Setup, forecast: &Forecast) -> Vec<RuleOut> {
    let number = |tally: &Tally| NumberOut {
        mean: tally.mean(),
        standard_error: mean(tally).standard_error,
        quantile_05: quantile(tally, 0.05),
        quantile_50: quantile(tally, 0.5),
        quantile_95: quantile(tally, 0.95),
    };
    let version = |row: Row| VersionOut {
        from: date_and_stage(row.version).map(|it| it.0),
        touches: date_and_stage(row.version).map(|it| it.1),
        households: number(row.households),
        cases: number(row.cases),
        name: row.name,
    };
    let rule = |rule: LawRule| {
        let versions = rows(setup, forecast, rule).into_iter().map(version).collect();
        RuleOut { rule: rule.name(), versions }
    };
    LawRule::ALL.into_iter().map(rule).filter(|it| !it.versions.is_empty()).collect()
}

fn date_and_stage(version: RuleVersion) -> Option<(String, &'static str)> {
    match version {
        RuleVersion::First => None,
        RuleVersion::Changed { from, touches } => Some((from.to_string(), touches.name())),
    }
}

/// One row for each version of a rule that changes, in households and in cases.
pub(crate) fn rules_csv(setup: &Setup, forecast: &Forecast) -> String {
    let columns = [
        "rule",
        "version",
        "from",
        "touches",
        "counted_in",
        "mean",
        "standard_error",
        "quantile_05",
        "quantile_50",
        "quantile_95",
    ];
    let mut sheet = Sheet::new(&columns);
    for row in LawRule::ALL.into_iter().flat_map(|rule| rows(setup, forecast, rule)) {
        for (counted, tally) in CountedIn::ALL.into_iter().zip([row.households, row.cases]) {
            let dated = date_and_stage(row.version);
            let estimate = mean(tally);
            let quantiles = [0.05, 0.5, 0.95].map(|level| quantile(tally, level).to_string());
            let mut cells = vec![
                row.rule.name().to_owned(),
                row.name.clone(),
                or_empty(dated.as_ref().map(|it| &it.0)),
                or_empty(dated.as_ref().map(|it| it.1)),
                counted.name().to_owned(),
                estimate.value.to_string(),
                or_empty(estimate.standard_error),
            ];
            cells.extend(quantiles);
            sheet.row(cells);
        }
    }
    sheet.finish()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::model::Change;
    use crate::model::LawChange;
    use crate::model::Model;
    use crate::model::Parts;
    use crate::model::Stage;
    use crate::report::csv::csv_files;
    use crate::report::json::json;
    use crate::report::page::WIDTH;
    use crate::report::text::text;
    use crate::report::worlds;
    use crate::time::Day;

    /// An office whose penalty is suspended for whoever is noticed from a day on.
    fn office(name: &str) -> Setup {
        let mut setup = worlds::office(["asylum", "labour"], "An act");
        let mut parts = Parts::clone(&setup.model);
        let from = Day::new(2020, 7, 11).unwrap();
        let suspended = Change::new(from, Stage::Noticed, None).named(name);
        LawChange::AdministrativeTariff(suspended).apply(&mut parts.law).unwrap();
        setup.model = Model::new(parts).unwrap();
        setup
    }

    #[test]
    fn the_text_the_json_and_the_csv_have_the_same_numbers() {
        let setup = office("act");
        let forecast = worlds::run(&setup, 50);
        let page = text(&setup, &forecast);
        let table = &page[page.find("Which rule holds for how many").unwrap()..];
        assert!(table.contains("Tariff of the administrative penalty, by notices:"), "{table}");
        assert!(table.contains("\nall others ") && table.contains("\nact "), "{table}");
        let read: Value = serde_json::from_str(&json(&setup, &forecast)).unwrap();
        let rules = read["rules"].as_array().unwrap();
        assert_eq!(rules.len(), 1);
        assert_eq!(rules[0]["rule"], "administrative_tariff");
        let [first, act] = &rules[0]["versions"].as_array().unwrap()[..] else { panic!() };
        assert_eq!((&first["from"], &first["touches"]), (&Value::Null, &Value::Null));
        assert_eq!((&act["name"], &act["from"]), (&"act".into(), &"2020-07-11".into()));
        assert_eq!(act["touches"], "noticed");
        let notices = forecast.total(Total::Count(crate::sim::Count::Notices)).unwrap();
        let mean = |version: &Value| version["households"]["mean"].as_f64().unwrap();
        assert!((mean(first) + mean(act) - notices.mean().unwrap()).abs() < 1e-9);
        assert!(0.0 < mean(first) && 0.0 < mean(act));
        let files = csv_files(&setup, &forecast);
        let (name, rows) = files.last().unwrap();
        assert_eq!(name, "rules.csv");
        let row = |start: &str| rows.lines().find(|row| row.starts_with(start)).unwrap();
        let cells = row("administrative_tariff,act,2020-07-11,noticed,households,");
        assert!(cells.contains(&format!(",{},", mean(act))), "{cells}");
        assert_eq!(rows.lines().count(), 5);
    }

    #[test]
    fn a_law_that_never_changes_has_no_table() {
        let setup = worlds::office(["asylum", "labour"], "No act");
        let forecast = worlds::run(&setup, 5);
        assert!(!text(&setup, &forecast).contains("Which rule holds"));
        assert!(!json(&setup, &forecast).contains("\"rules\""));
        assert_eq!(csv_files(&setup, &forecast).last().unwrap().1.lines().count(), 1);
    }

    #[test]
    fn hostile_names_of_rules_do_not_break_the_page() {
        let setup = office(&worlds::hostile());
        for line in text(&setup, &worlds::run(&setup, 5)).lines() {
            assert!(line.width() <= WIDTH && !line.chars().any(char::is_control), "{line:?}");
        }
        let page = crate::report::explain(&setup);
        assert!(page.lines().all(|line| line.width() <= WIDTH), "{page}");
    }
}
