//! All integration tests: one file per question.

mod by_hand;
mod by_hand_days;
mod delays;
mod laws;
mod laws_of_chance;
mod random_models;
mod second_way;
mod slow_clock;
mod slow_engine;
mod slow_queue;
mod theory;
mod worlds;
