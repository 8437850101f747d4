//! One case on paper as plain text: what it comes to, then its calendar, line by line.

use crate::model::Articles;
use crate::model::Law;
use crate::model::PrematureNotice;
use crate::money::Money;
use crate::report::explain_law::conventions;
use crate::report::page::Page;
use crate::report::page::clean;
use crate::sim::CaseCalendar;
use crate::sim::Clock;
use crate::sim::Entry;
use crate::sim::Milestone;
use crate::sim::Transfer;

/// A case to be put on paper.
#[derive(Clone, Copy, Debug)]
pub struct CasePage<'a> {
    /// What stands above it.
    pub title: &'a str,
    /// The code of the currency, as EUR.
    pub currency: &'a str,
    /// The law under which it stands.
    pub law: &'a Law,
    /// The articles of that law; not printed when left out.
    pub articles: Option<&'a Articles>,
    /// Its calendar.
    pub calendar: &'a CaseCalendar,
    /// When its penalties are transferred, where that is known.
    pub transfers: &'a [Transfer],
}

/// One case as plain text, no line wider than 80 columns: the total, the calendar with every date,
/// its article and the running amounts, and the conventions by which days are counted.
///
/// Amounts are exact. The same case gives the same text.
pub fn case_text(of: &CasePage<'_>) -> String {
    let mut page = Page::default();
    page.heading(of.title);
    page.paragraph(&answer(of));
    let rows = of.calendar.entries.iter().map(|entry| row(of, entry)).collect();
    page.table(&["day", "admin.\npenalty", "court\npenalty", "owed in\nall"], rows);
    let many = match of.calendar.penalties {
        1 => String::new(),
        many => {
            format!(" Daily amounts are for each of {many} penalties, the sums for all of them.")
        }
    };
    page.paragraph(&format!(
        "Amounts in {}: what is owed at the end of the day.{many}",
        clean(of.currency),
    ));
    if !of.transfers.is_empty() {
        page.paragraph("Transferred:");
        page.points(&of.transfers.iter().map(|it| transfer(of, it)).collect::<Vec<String>>());
    }
    page.paragraph("How days are counted:");
    page.points(&conventions(of.law));
    page.finish()
}

fn answer(of: &CasePage<'_>) -> String {
    let calendar = of.calendar;
    let [administrative, first, second] = calendar.owed;
    let last = calendar.entries.last().map_or(String::new(), |entry| entry.day.to_string());
    let owed = match calendar.total() {
        Money::ZERO => format!("Up to {last} no penalty is owed."),
        total => format!(
            "Up to {last} {} is owed: {} administrative penalty and {} of the court.",
            exact(of, total),
            exact(of, administrative),
            exact(of, first + second),
        ),
    };
    let follow = match calendar.may_follow {
        Money::ZERO => String::new(),
        rest => format!(" {} more may follow if it is never decided.", exact(of, rest)),
    };
    let costs = match calendar.legal_costs {
        Money::ZERO => String::new(),
        costs => format!(" Legal costs beside it: {}.", exact(of, costs)),
    };
    format!("{owed}{follow}{costs}")
}

fn row(of: &CasePage<'_>, entry: &Entry) -> Vec<String> {
    let weekday = &entry.day.weekday().name()[..3];
    let article = of.articles.and_then(|articles| article(articles, &entry.what));
    let article = article.map_or(String::new(), |article| format!(" [{}]", clean(article)));
    let [administrative, first, second] = entry.owed;
    vec![
        format!("{} {weekday}  {}{article}", entry.day, words(of, &entry.what)),
        digits(administrative),
        digits(first + second),
        digits(entry.total()),
    ]
}

fn words(of: &CasePage<'_>, what: &Milestone) -> String {
    match what {
        Milestone::Received => "received".to_owned(),
        Milestone::TermEnds => "last day of the term".to_owned(),
        Milestone::BecomesLate => "late from this day on".to_owned(),
        Milestone::Notice => "notice of default".to_owned(),
        Milestone::PrematureNotice(PrematureNotice::Void) => {
            "notice of default, too early: void".to_owned()
        }
        Milestone::PrematureNotice(PrematureNotice::CountsFromEndOfTerm) => {
            "notice of default, too early: counts from the end of the term".to_owned()
        }
        Milestone::GraceEnds => "last day on which a decision is free".to_owned(),
        Milestone::PenaltySuspended => {
            "no administrative penalty: suspended for this case".to_owned()
        }
        Milestone::Begins(clock, per_day) => {
            format!("{} begins: {} a day", name(*clock), exact(of, *per_day))
        }
        Milestone::Changes(clock, per_day) => {
            format!("{} from now on {} a day", name(*clock), exact(of, *per_day))
        }
        Milestone::Maximum(clock) => format!("{} reaches its maximum", name(*clock)),
        Milestone::LastDayOwed(clock) => format!("{}: last day owed", name(*clock)),
        Milestone::Appeal { second: false } => "appeal for not deciding in time".to_owned(),
        Milestone::Appeal { second: true } => "second appeal".to_owned(),
        Milestone::AppealBarred => "appeal, barred by the law for this case".to_owned(),
        Milestone::Judgment { second, term_days, maximum, legal_costs } => {
            judgment(of, *second, *term_days, *maximum, *legal_costs)
        }
        Milestone::CourtTermEnds { .. } => "last day of the court term".to_owned(),
        Milestone::Decided => "decided".to_owned(),
        Milestone::Withdrawn => "withdrawn".to_owned(),
        Milestone::StillPending => "still pending".to_owned(),
    }
}

fn judgment(
    of: &CasePage<'_>,
    second: bool,
    term_days: u32,
    maximum: Option<Money>,
    legal_costs: Money,
) -> String {
    let which = if second { "second judgment" } else { "judgment" };
    let days = if term_days == 1 { "day" } else { "days" };
    let then = match maximum {
        Some(maximum) => format!("then a penalty up to {}", exact(of, maximum)),
        None => "no penalty".to_owned(),
    };
    let costs = match legal_costs {
        Money::ZERO => String::new(),
        costs => format!("; legal costs {}", exact(of, costs)),
    };
    format!("{which}: a term of {term_days} {days}, {then}{costs}")
}

fn name(clock: Clock) -> &'static str {
    match clock {
        Clock::Administrative => "administrative penalty",
        Clock::Judicial => "court penalty",
        Clock::SecondJudicial => "second court penalty",
    }
}

fn article<'a>(articles: &'a Articles, what: &Milestone) -> Option<&'a str> {
    let article = match what {
        Milestone::TermEnds | Milestone::BecomesLate => &articles.term,
        Milestone::Notice | Milestone::PrematureNotice(_) => &articles.notice,
        Milestone::GraceEnds => &articles.grace,
        Milestone::Begins(Clock::Administrative, _)
        | Milestone::Changes(Clock::Administrative, _)
        | Milestone::Maximum(Clock::Administrative) => &articles.administrative_penalty,
        Milestone::LastDayOwed(Clock::Administrative) => &articles.fixed,
        Milestone::Begins(Clock::Judicial | Clock::SecondJudicial, _)
        | Milestone::Changes(Clock::Judicial | Clock::SecondJudicial, _)
        | Milestone::Maximum(Clock::Judicial | Clock::SecondJudicial)
        | Milestone::LastDayOwed(Clock::Judicial | Clock::SecondJudicial) => {
            &articles.judicial_penalty
        }
        Milestone::Appeal { .. } => &articles.appeal,
        Milestone::Judgment { .. } => &articles.judgment,
        Milestone::CourtTermEnds { .. } => &articles.court_term,
        Milestone::Received
        | Milestone::PenaltySuspended
        | Milestone::AppealBarred
        | Milestone::Decided
        | Milestone::Withdrawn
        | Milestone::StillPending => return None,
    };
    Some(article)
}

fn transfer(of: &CasePage<'_>, it: &Transfer) -> String {
    format!("{}: {} of the {}", it.day, exact(of, it.amount), name(it.clock))
}

/// Every digit of an amount with its currency.
fn exact(of: &CasePage<'_>, amount: Money) -> String {
    format!("{} {}", clean(of.currency), digits(amount))
}

/// Every digit of an amount; cents only where there are some.
pub(crate) fn digits(amount: Money) -> String {
    let text = amount.to_string();
    text.strip_suffix(".00").map_or(text.clone(), str::to_owned)
}
