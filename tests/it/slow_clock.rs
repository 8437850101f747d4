//! The clock and the ledger of the slow engine: what happens to one household on one day.

use arrears::model::AppealRight;
use arrears::model::CourtPractice;
use arrears::model::DecisionDay;
use arrears::model::Follows;
use arrears::model::Payment;
use arrears::model::PaymentTrigger;
use arrears::model::Rule;
use arrears::model::Stage;
use arrears::random::Purpose;
use arrears::time::Day;

use crate::slow_engine::Clock;
use crate::slow_engine::Household;
use crate::slow_engine::SlowEngine;

/// What holds for a household whose (first or second) appeal is looked at: every change that touches
/// it replaces what held before.
pub fn holds<'a, T>(
    rule: &'a Rule<T>,
    household: &Household,
    appeal: Option<Day>,
    judgment: Option<Day>,
) -> (usize, &'a T) {
    let mut holds = 0;
    for (version, change) in rule.versions().iter().enumerate().skip(1) {
        let first_late = household.due + 1;
        let reached = match change.touches {
            Stage::Received => Some(household.received),
            Stage::Late => Some(first_late),
            Stage::Noticed => {
                household.noticed.map(|it| if it < first_late { first_late } else { it })
            }
            Stage::Appealed => appeal,
            Stage::Judged => judgment,
        };
        if let Some(day) = reached
            && day >= change.from
        {
            holds = version;
        }
    }
    (holds, &rule.versions()[holds].value)
}

impl SlowEngine<'_> {
    /// Step 4 of a day, for a household that is pending after the decisions.
    pub fn clock(&self, household: &mut Household, day: Day) {
        if household.notice == Some(day) {
            self.give_notice(household, day);
        }
        for which in 0..2 {
            let recorded = which == 0 && household.known_appeal().is_some_and(|it| it.1);
            if household.appeals_on[which].wished == Some(day) && recorded {
                household.appeals_on[which].first_wished.get_or_insert(day);
                household.appeals_on[which].planned = Some(day);
            } else if household.appeals_on[which].wished == Some(day) {
                household.appeals_on[which].first_wished.get_or_insert(day);
                let rule = &self.model.law.appeal;
                match holds(rule, household, Some(day), None).1 {
                    AppealRight::Allowed => household.appeals_on[which].planned = Some(day),
                    AppealRight::Barred => {}
                    AppealRight::BarredUntil(until) if day < *until => {
                        household.appeals_on[which].wished = Some(*until);
                    }
                    AppealRight::BarredUntil(_) => household.appeals_on[which].planned = Some(day),
                }
            }
            if household.appeals_on[which].planned == Some(day) {
                household.appeals_on[which].filed = Some(day);
                let known = household.known.as_ref().filter(|_| which == 0);
                household.appeals_on[which].judgment = known
                    .and_then(|known| known.judgment)
                    .or_else(|| Some(day + self.court_days(household, which)));
            }
            if household.appeals_on[which].judgment == Some(day) {
                self.judge(household, which, day);
            }
        }
    }

    pub fn court_days(&self, household: &Household, which: usize) -> i32 {
        let court = self.model.law.court.as_ref().unwrap();
        let (table, lane) = match which {
            0 => (court.duration.table(), self.lane(Purpose::Appeal, household, 1)),
            _ => {
                let second = court.second_appeal.as_ref().unwrap();
                (second.duration.table(), self.lane(Purpose::SecondAppeal, household, 2))
            }
        };
        table.days(lane) as i32
    }

    pub fn lane(&self, purpose: Purpose, household: &Household, lane: usize) -> u32 {
        self.block(purpose, household.stream, household.received, household.place).lane(lane)
    }

    fn give_notice(&self, household: &mut Household, day: Day) {
        let law = &self.model.law;
        household.noticed = Some(day);
        let grace = *holds(&law.grace_days, household, None, None).1;
        let end_of_grace = day + grace as i32;
        household.end_of_grace = Some(end_of_grace);
        if !household.pursued {
            return;
        }
        if let Some(administrative) = &law.administrative
            && let (_, Some(tariff)) = holds(&administrative.tariff, household, None, None)
        {
            let first = end_of_grace + law.conventions.days_after_grace();
            household.clocks[0] = Clock::new(first, tariff);
        }
        if household.known.is_some() {
            household.appeals_on[0].wished = household.known_appeal().map(|it| it.0);
        } else if household.appeals {
            let appeal = self.model.streams[household.stream].appeal.as_ref().unwrap();
            let lane = self.lane(Purpose::Appeal, household, 0);
            let wished = end_of_grace + appeal.delay.table().days(lane) as i32;
            household.appeals_on[0].wished = Some(wished);
        }
    }

    /// What the court does on the first or the second appeal: which version of its practice holds.
    pub fn practice(&self, household: &Household, which: usize) -> (usize, &CourtPractice) {
        let court = self.model.law.court.as_ref().unwrap();
        let rule = match which {
            0 => &court.practice,
            _ => &court.second_appeal.as_ref().unwrap().practice,
        };
        let appeal = household.appeals_on[which];
        holds(rule, household, appeal.filed, appeal.judgment)
    }

    fn judge(&self, household: &mut Household, which: usize, day: Day) {
        let law = &self.model.law;
        household.appeals_on[which].judged = Some(day);
        let (_, practice) = self.practice(household, which);
        let lane = match which {
            0 => self.lane(Purpose::Appeal, household, 2),
            _ => self.lane(Purpose::SecondAppeal, household, 3),
        };
        let (known_term, known_tariff) = household.ordered(which);
        let last_of_term = day + known_term.unwrap_or(practice.term_days) as i32;
        let first = last_of_term + law.conventions.days_after_court_term();
        let mut last_of_penalty = None;
        if let Some(tariff) = known_tariff.as_ref().or(practice.tariff(lane)) {
            household.clocks[1 + which] = Clock::new(first, tariff);
            last_of_penalty = Some(first + (tariff.days() as i32 - 1));
        }
        let second = law.court.as_ref().unwrap().second_appeal.as_ref();
        if let Some(second) = second.filter(|_| which == 0)
            && second.share.accepts(self.lane(Purpose::SecondAppeal, household, 0))
        {
            let delay = second.delay.table().days(self.lane(Purpose::SecondAppeal, household, 1));
            let follows = match second.follows {
                Follows::Maximum => last_of_penalty,
                Follows::CourtTerm => Some(last_of_term),
            };
            household.appeals_on[1].wished = follows.map(|last| last + delay as i32);
        }
    }

    /// What the judgments of a day make the service pay beside the penalties.
    pub fn legal_costs(&self, household: &Household, day: Day) -> i64 {
        let judged = household.appeals_on.iter().filter(|it| it.judged == Some(day));
        let cents = judged.map(|it| {
            let rule = &self.model.law.court.as_ref().unwrap().legal_costs;
            holds(rule, household, it.filed, it.judged).1.in_cents()
        });
        cents.sum()
    }

    /// Step 5 of a day: what runs up, and what a last owed day or a decision sets in motion.
    pub fn accrue(&mut self, household: &mut Household, day: Day) {
        let closed_today = household.closed == Some(day);
        if household.closed.is_some() && !closed_today {
            return;
        }
        let counts = self.model.law.conventions.decision_day == DecisionDay::Counts;
        for number in 0..3 {
            let tier = number.min(1);
            let penalties = household.penalties;
            let Some(clock) = &mut household.clocks[number] else { continue };
            let amount = clock.amount_on(day);
            if 0 < amount && (!closed_today || counts) {
                clock.days += 1;
                clock.owed += amount * penalties;
                let page = self.page(day);
                page.owed[tier] += amount * penalties;
                page.running[tier] += penalties;
            }
            self.pay(household, number, day);
        }
    }

    /// Each penalty is paid once, some days after its last owed day or after the decision.
    fn pay(&mut self, household: &mut Household, number: usize, day: Day) {
        let lane = self.lane(Purpose::Payment, household, number);
        let tier = number.min(1);
        let closed_today = household.closed == Some(day);
        let payment = self.payment(tier).clone();
        let clock = household.clocks[number].as_mut().unwrap();
        let is_over =
            closed_today || payment.trigger == PaymentTrigger::LastOwedDay && clock.is_full();
        if clock.is_paid || clock.days == 0 || !is_over {
            return;
        }
        clock.is_paid = true;
        let trigger = match payment.trigger {
            PaymentTrigger::LastOwedDay if clock.is_full() => clock.first + clock.days as i32 - 1,
            PaymentTrigger::LastOwedDay | PaymentTrigger::Decision => day,
        };
        let transferred =
            trigger + payment.after_days as i32 + payment.delay.table().days(lane) as i32;
        let amount = clock.owed;
        if transferred <= self.model.period.end() {
            self.page(transferred).paid[tier] += amount;
        }
    }

    fn payment(&self, tier: usize) -> &Payment {
        let law = &self.model.law;
        match tier {
            0 => &law.administrative.as_ref().unwrap().payment,
            _ => &law.court.as_ref().unwrap().payment,
        }
    }

    /// Writes the stocks and flows of the day.
    pub fn write(&mut self, household: &Household, day: Day) {
        let heads = household.heads;
        if household.past().is_some() {
            return;
        }
        let (is_late, noticed) = (household.is_late(day), household.noticed.is_some());
        let page = self.page(day);
        let flow = &mut page.flows[household.stream];
        match household.closed {
            None => {
                flow.pending += heads;
                flow.late += if is_late { heads } else { 0 };
                page.noticed += if is_late && noticed { heads } else { 0 };
            }
            Some(closed) if closed == day && household.withdrawn => flow.withdrawn += heads,
            Some(closed) if closed == day => flow.decided += heads,
            Some(_) => {}
        }
    }

    /// What a household that is pending at the end would still run up if it were never decided.
    pub fn after_end(&self, household: &Household) -> i64 {
        let mut household = household.clone();
        let mut day = self.model.period.end();
        let mut sum = 0;
        // No delay of the random models, nor any sum of them, is as long as this.
        for _ in 0..8_000 {
            day = day + 1;
            self.clock(&mut household, day);
            for clock in household.clocks.iter_mut().flatten() {
                let amount = clock.amount_on(day);
                clock.days += u32::from(0 < amount);
                sum += amount * household.penalties;
            }
        }
        sum
    }
}
