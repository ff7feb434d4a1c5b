"""Whole lifecycles of stacks among faults, in simulated time."""
