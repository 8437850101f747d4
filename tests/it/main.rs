//! All integration tests: one file per question.

mod random_models;
mod second_way;
mod slow_clock;
mod slow_engine;
mod slow_queue;
mod worlds;
