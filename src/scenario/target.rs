//! Targets as people type them: `P(late stock = 0 by 2021-01-01) >= 0.9`.

use std::str::FromStr;

use crate::error::Fault;
use crate::money::Money;
use crate::scenario::notes::quoted;
use crate::study::Event;
use crate::study::Target;
use crate::time::Day;

/// What a target looks like.
const RIGHT: &str =
    "P(EVENT) >= SHARE, as P(late stock = 0 by 2021-01-01) >= 0.9 or P(bill <= 80 million) >= 95%";

/// What an event may be about.
const EVENTS: &str = "late stock, late share, bill, owed in YEAR or paid in YEAR";

impl FromStr for Target {
    type Err = Fault;

    /// Reads a target: `P(EVENT) >= SHARE`, the share as `0.9` or `90%`, and the event one of
    ///
    /// - `late stock <= N by DATE`: at most N late cases on that day or earlier, and so for as long
    ///   as the scenario's `gone.for_days` says; `= 0` is `<= 0`.
    /// - `late stock <= N on DATE`: at most N late cases at the end of that day.
    /// - `late share <= SHARE on DATE`: at most that share of the pending cases is late then.
    /// - `bill <= AMOUNT`, `owed in YEAR <= AMOUNT`, `paid in YEAR <= AMOUNT`: amounts in units of
    ///   the currency, as `17_000_000`, `17 million` or `250 thousand`.
    ///
    /// `≤` and `≥` do for `<=` and `>=`; blanks do not matter.
    ///
    /// # Errors
    /// - the text is something else: from where on, and what would be right there.
    ///
    /// # Example
    /// ```
    /// use arrears::study::{Event, Target};
    ///
    /// let target: Target = "P(late stock = 0 by 2021-01-01) >= 0.9".parse()?;
    /// let by = "2021-01-01".parse()?;
    /// assert_eq!(target.event, Event::LateStockBy { at_most: 0, by });
    /// assert_eq!(target.probability(), 0.9);
    ///
    /// let wrong = "P(late stock = 0 by new year) >= 0.9".parse::<Target>().unwrap_err();
    /// let said = "\"new year) >= 0.9\", must be a date, as 2021-01-01";
    /// assert_eq!(wrong.to_string(), said);
    /// # Ok::<(), arrears::error::Fault>(())
    /// ```
    fn from_str(text: &str) -> Result<Target, Fault> {
        let mut rest = Rest { text, left: text.trim() };
        if !(rest.takes("P") && rest.takes("(")) {
            return Err(Fault::new(quoted(text), RIGHT));
        }
        let event = event(&mut rest)?;
        rest.must("), and then >= and a share", &[")"])?;
        rest.must(">= and a share, as >= 0.9", &[">=", "≥"])?;
        let probability = rest.share("a share above 0, at most 1, as 0.9 or 90%")?;
        if !rest.left.is_empty() {
            return Err(rest.wrong("the end"));
        }
        Target::new(event, probability)
    }
}

fn event(rest: &mut Rest<'_>) -> Result<Event, Fault> {
    if rest.takes("late stock") {
        let at_most = if rest.takes("=") {
            rest.must("0, or <= for another number", &["0"])?;
            0
        } else {
            rest.must("<= and a number of cases, or = 0", &["<=", "≤"])?;
            rest.cases()?
        };
        return match (rest.takes("by"), rest.takes("on")) {
            (true, _) => Ok(Event::LateStockBy { at_most, by: rest.day()? }),
            (false, true) => Ok(Event::LateStockOn { at_most, on: rest.day()? }),
            (false, false) => Err(rest.wrong("by or on, and a date")),
        };
    }
    if rest.takes("late share") {
        rest.must("<= and a share", &["<=", "≤"])?;
        let at_most = rest.share("a share, as 0.05 or 5%")?;
        rest.must("on and a date", &["on"])?;
        return Ok(Event::LateShareOn { at_most, on: rest.day()? });
    }
    if rest.takes("bill") {
        return Ok(Event::Bill { at_most: rest.at_most_amount()? });
    }
    let owed = rest.takes("owed");
    if !owed && !rest.takes("paid") {
        return Err(rest.wrong(EVENTS));
    }
    rest.must("in and a year, as in 2020", &["in"])?;
    let year = rest.year()?;
    let at_most = rest.at_most_amount()?;
    Ok(if owed { Event::Owed { year, at_most } } else { Event::Paid { year, at_most } })
}

/// What is left to read of a target.
struct Rest<'a> {
    text: &'a str,
    // Without blanks at its start.
    left: &'a str,
}

impl<'a> Rest<'a> {
    /// What is left is not what it must be.
    fn wrong(&self, right: &str) -> Fault {
        match self.left {
            "" => Fault::new(format!("the end of {}", quoted(self.text)), right),
            left => Fault::new(quoted(left), right),
        }
    }

    /// Takes these words, if they come next; a word ends where no letter and no digit follows.
    fn takes(&mut self, words: &str) -> bool {
        let mut left = self.left;
        for word in words.split(' ') {
            let Some(after) = left.strip_prefix(word) else { return false };
            let letters = word.ends_with(char::is_alphanumeric);
            if letters && after.starts_with(char::is_alphanumeric) {
                return false;
            }
            left = after.trim_start();
        }
        self.left = left;
        true
    }

    /// Takes one of some words that must come next.
    fn must(&mut self, right: &str, one_of: &[&str]) -> Result<(), Fault> {
        match one_of.iter().any(|word| self.takes(word)) {
            true => Ok(()),
            false => Err(self.wrong(right)),
        }
    }

    /// The next digits, with what belongs to a number or a date, without taking them.
    fn digits(&self, others: &str) -> &'a str {
        let part = |letter: char| letter.is_ascii_digit() || others.contains(letter);
        let end = self.left.find(|letter| !part(letter)).unwrap_or(self.left.len());
        &self.left[..end]
    }

    fn skip(&mut self, taken: &str) {
        self.left = self.left[taken.len()..].trim_start();
    }

    fn day(&mut self) -> Result<Day, Fault> {
        let digits = self.digits("-");
        let shaped = digits.len() == 10 && digits.matches('-').count() == 2;
        match digits.parse::<Day>() {
            Ok(day) => {
                self.skip(digits);
                Ok(day)
            }
            // A date that the calendar does not have says so itself.
            Err(fault) if shaped => Err(fault),
            Err(_) => Err(self.wrong("a date, as 2021-01-01")),
        }
    }

    fn year(&mut self) -> Result<i32, Fault> {
        let digits = self.digits("");
        let year = digits.parse::<i32>().ok().filter(|_| digits.len() == 4);
        let year = year.ok_or_else(|| self.wrong("a year, as 2020"))?;
        self.skip(digits);
        Ok(year)
    }

    fn cases(&mut self) -> Result<u64, Fault> {
        let digits = self.digits("_");
        let cases = number(digits, false).and_then(|digits| digits.parse::<u64>().ok());
        let cases = cases.filter(|cases| *cases <= 1_000_000_000_000);
        let cases = cases.ok_or_else(|| self.wrong("a whole number of cases, as 500"))?;
        self.skip(digits);
        Ok(cases)
    }

    /// A share from 0 to 1, as 0.9 or 90%.
    fn share(&mut self, right: &str) -> Result<f64, Fault> {
        let digits = self.digits("_.");
        let value = number(digits, true).and_then(|digits| digits.parse::<f64>().ok());
        let before = self.left;
        let value = value.ok_or_else(|| self.wrong(right))?;
        self.skip(digits);
        let share = if self.takes("%") { value / 100.0 } else { value };
        if !(0.0 <= share && share <= 1.0) {
            let taken = &before[..before.len() - self.left.len()];
            return Err(Fault::new(quoted(taken.trim_end()), right));
        }
        Ok(share)
    }

    fn at_most_amount(&mut self) -> Result<Money, Fault> {
        self.must("<= and an amount", &["<=", "≤"])?;
        let right = "an amount, as 17_000_000, 17 million or 250 thousand";
        let digits = self.digits("_.");
        let value = number(digits, true).and_then(|digits| digits.parse::<f64>().ok());
        let value = value.ok_or_else(|| self.wrong(right))?;
        self.skip(digits);
        let factor = match (self.takes("million"), self.takes("thousand")) {
            (true, _) => 1e6,
            (false, true) => 1e3,
            (false, false) => 1.0,
        };
        // A part of a cent by the binary fraction of 5.6 × 1,000,000 is none.
        Money::from_units((value * factor * 100.0).round() / 100.0)
    }
}

/// The digits of a number that is written with underscores between digits and, if it may have
/// decimals, one point between digits.
fn number(text: &str, decimals: bool) -> Option<String> {
    let digits = |part: &str| {
        let whole = |it: &str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit());
        part.split('_').all(whole)
    };
    let parts: Vec<&str> = text.split('.').collect();
    let most = if decimals { 2 } else { 1 };
    let right = parts.len() <= most && parts.iter().all(|part| digits(part)) && text.len() <= 30;
    right.then(|| text.replace('_', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event_of(text: &str) -> Event {
        let target = format!("P({text}) >= 0.9").parse::<Target>();
        target.unwrap_or_else(|fault| panic!("{fault}")).event
    }

    #[test]
    fn every_event_is_understood() {
        let day = "2021-01-01".parse().unwrap();
        let stock = |at_most| Event::LateStockBy { at_most, by: day };
        let units = |units| Money::units(units);
        let rows = [
            ("late stock = 0 by 2021-01-01", stock(0)),
            ("late stock <= 1_500 by 2021-01-01", stock(1_500)),
            ("late stock≤3 by 2021-01-01", stock(3)),
            ("late stock <= 9 on 2021-01-01", Event::LateStockOn { at_most: 9, on: day }),
            ("late share <= 5% on 2021-01-01", Event::LateShareOn { at_most: 0.05, on: day }),
            ("late   share <= 0.05 on 2021-01-01", Event::LateShareOn { at_most: 0.05, on: day }),
            ("bill <= 80 million", Event::Bill { at_most: units(80_000_000) }),
            ("bill <= 5.6 million", Event::Bill { at_most: units(5_600_000) }),
            ("owed in 2020 <= 250thousand", Event::Owed { year: 2020, at_most: units(250_000) }),
            ("paid in 2021<=17_000_000", Event::Paid { year: 2021, at_most: units(17_000_000) }),
            ("bill <= 0.55", Event::Bill { at_most: Money::cents(55) }),
        ];
        for (text, right) in rows {
            assert_eq!(event_of(text), right, "{text}");
        }
        for (text, right) in [("0.9", 0.9), ("90%", 0.9), ("99.5 %", 0.995), ("1", 1.0)] {
            let target: Target = format!(" P ( bill <= 1 )>={text} ").parse().unwrap();
            assert!((target.probability() - right).abs() < 1e-12, "{text}");
        }
    }

    #[test]
    fn what_is_no_target_is_told_from_where_on() {
        let rows = [
            ("", "\"\"", RIGHT),
            ("late stock = 0", "\"late stock = 0\"", RIGHT),
            (
                "P(late stok = 0 by 2021-01-01) >= 0.9",
                "\"late stok = 0 by 2021-01-01) >= 0.9\"",
                EVENTS,
            ),
            ("P(bills <= 3) >= 0.9", "\"bills <= 3) >= 0.9\"", EVENTS),
            (
                "P(late stock < 3 by 2021-01-01) >= 0.9",
                "\"< 3 by 2021-01-01) >= 0.9\"",
                "<= and a number of cases, or = 0",
            ),
            (
                "P(late stock = 3 by 2021-01-01) >= 0.9",
                "\"3 by 2021-01-01) >= 0.9\"",
                "0, or <= for another number",
            ),
            (
                "P(late stock <= 1.5 by 2021-01-01) >= 0.9",
                "\".5 by 2021-01-01) >= 0.9\"",
                "by or on, and a date",
            ),
            (
                "P(late stock <= x by 2021-01-01) >= 0.9",
                "\"x by 2021-01-01) >= 0.9\"",
                "a whole number of cases, as 500",
            ),
            (
                "P(late stock = 0 by 2021-13-01) >= 0.9",
                "2021-13-01",
                "a date of the calendar, as 2020-03-03",
            ),
            ("P(late stock = 0 by 2021) >= 0.9", "\"2021) >= 0.9\"", "a date, as 2021-01-01"),
            (
                "P(late stock = 0 2021-01-01) >= 0.9",
                "\"2021-01-01) >= 0.9\"",
                "by or on, and a date",
            ),
            ("P(late share <= 5 on 2021-01-01) >= 0.9", "\"5\"", "a share, as 0.05 or 5%"),
            (
                "P(late share <= 5% by 2021-01-01) >= 0.9",
                "\"by 2021-01-01) >= 0.9\"",
                "on and a date",
            ),
            ("P(owed 2020 <= 3) >= 0.9", "\"2020 <= 3) >= 0.9\"", "in and a year, as in 2020"),
            ("P(owed in 20 <= 3) >= 0.9", "\"20 <= 3) >= 0.9\"", "a year, as 2020"),
            ("P(bill <= 17,000) >= 0.9", "\",000) >= 0.9\"", "), and then >= and a share"),
            (
                "P(bill <= EUR 3) >= 0.9",
                "\"EUR 3) >= 0.9\"",
                "an amount, as 17_000_000, 17 million or 250 thousand",
            ),
            ("P(bill <= 3) > 0.9", "\"> 0.9\"", ">= and a share, as >= 0.9"),
            ("P(bill <= 3)", "the end of \"P(bill <= 3)\"", ">= and a share, as >= 0.9"),
            ("P(bill <= 3) >= 90", "\"90\"", "a share above 0, at most 1, as 0.9 or 90%"),
            ("P(bill <= 3) >= 0.9 please", "\"please\"", "the end"),
            ("P(bill <= 3) >= 0", "0", "a probability above 0, at most 1"),
            ("P(bill <= 3) >= nan", "\"nan\"", "a share above 0, at most 1, as 0.9 or 90%"),
        ];
        for (text, found, right) in rows {
            let fault = text.parse::<Target>().unwrap_err();
            assert_eq!(fault.to_string(), format!("{found}, must be {right}"), "{text}");
        }
        let fault = "P(bill <= 99999999999999999999 million) >= 1".parse::<Target>().unwrap_err();
        assert!(fault.right.starts_with("an amount of 0 or more"), "{fault}");
    }
}
