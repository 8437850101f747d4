//! The clock and the ledger of the slow engine: what happens to one household on one day.

use arrears::model::DecisionDay;
use arrears::model::Payment;
use arrears::model::PaymentTrigger;
use arrears::random::Purpose;
use arrears::time::Day;

use crate::slow_engine::Clock;
use crate::slow_engine::Household;
use crate::slow_engine::SlowEngine;

impl SlowEngine<'_> {
    /// Step 4 of a day, for a household that is pending after the decisions.
    pub fn clock(&self, household: &mut Household, day: Day) {
        if household.notice == Some(day) {
            self.give_notice(household, day);
        }
        if household.appeal == Some(day) {
            household.appealed = Some(day);
            let court = self.model.law.court.as_ref().unwrap();
            let lane = self.lane(Purpose::Appeal, household, 1);
            household.judgment = Some(day + court.duration.table().days(lane) as i32);
        }
        if household.judgment == Some(day) {
            self.judge(household, day);
        }
    }

    fn lane(&self, purpose: Purpose, household: &Household, lane: usize) -> u32 {
        self.block(purpose, household.stream, household.received, household.place).lane(lane)
    }

    fn give_notice(&self, household: &mut Household, day: Day) {
        let law = &self.model.law;
        household.noticed = Some(day);
        if !household.pursued {
            return;
        }
        let end_of_grace = day + law.grace_days as i32;
        if let Some(administrative) = &law.administrative {
            let first = end_of_grace + law.conventions.days_after_grace();
            household.clocks[0] = Clock::new(first, administrative.tariff.on(day));
        }
        if household.appeals {
            let appeal = self.model.streams[household.stream].appeal.as_ref().unwrap();
            let lane = self.lane(Purpose::Appeal, household, 0);
            household.appeal = Some(end_of_grace + appeal.delay.table().days(lane) as i32);
        }
    }

    fn judge(&self, household: &mut Household, day: Day) {
        let law = &self.model.law;
        household.judged = Some(day);
        let practice = law.court.as_ref().unwrap().practice.on(day);
        let tariff = practice.tariff(self.lane(Purpose::Appeal, household, 2));
        let last_of_term = day + practice.term_days as i32;
        let first = last_of_term + law.conventions.days_after_court_term();
        household.clocks[1] = Clock::new(first, tariff);
    }

    /// Step 5 of a day: what runs up, and what a last owed day or a decision sets in motion.
    pub fn accrue(&mut self, household: &mut Household, day: Day) {
        let closed_today = household.closed == Some(day);
        if household.closed.is_some() && !closed_today {
            return;
        }
        let counts = self.model.law.conventions.decision_day == DecisionDay::Counts;
        for tier in 0..2 {
            let penalties = household.penalties;
            let Some(clock) = &mut household.clocks[tier] else { continue };
            let amount = clock.amount_on(day);
            if 0 < amount && (!closed_today || counts) {
                clock.days += 1;
                clock.owed += amount * penalties;
                let page = self.page(day);
                page.owed[tier] += amount * penalties;
                page.running[tier] += penalties;
            }
            self.pay(household, tier, day);
        }
    }

    /// Each penalty is paid once, some days after its last owed day or after the decision.
    fn pay(&mut self, household: &mut Household, tier: usize, day: Day) {
        let lane = self.lane(Purpose::Payment, household, tier);
        let closed_today = household.closed == Some(day);
        let payment = self.payment(tier).clone();
        let clock = household.clocks[tier].as_mut().unwrap();
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
        for _ in 0..4_000 {
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
