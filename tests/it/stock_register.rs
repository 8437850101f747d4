//! Counts by stage and registers of cases as scenarios have them: what they mean, and what is wrong with
//! them.
