//! All integration tests: one file per question.

mod bundled;
mod by_hand;
mod by_hand_days;
mod delays;
mod golden;
mod ind_2020;
mod laws;
mod laws_of_chance;
mod modules;
mod random_models;
mod scenario_any_text;
mod scenario_defaults;
mod scenario_errors;
mod scenario_errors_between;
mod scenario_model;
mod second_way;
mod slow_clock;
mod slow_engine;
mod slow_queue;
mod special;
mod staff_by_hand;
mod staff_laws;
mod theory;
mod threads;
mod traps;
mod worlds;
