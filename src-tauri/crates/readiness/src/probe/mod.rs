//! What probes found: expectations, contracts learned from samples, and the series of results.
