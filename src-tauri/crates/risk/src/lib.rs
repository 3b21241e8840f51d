//! The risk map: what a process needs, what stops it, and what that costs. Pure.
