//! Failover drills: the plan, the state machine, what was measured, and when the next one is due.
