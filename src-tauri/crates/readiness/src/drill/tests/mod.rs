mod before;
mod example;
mod reach;
