mod before;
mod example;
