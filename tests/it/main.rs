//! All integration tests: one file per question.

mod worlds;
