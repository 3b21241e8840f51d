mod before;
mod example;
mod reach;
mod rules;
mod simulation;
mod world;
