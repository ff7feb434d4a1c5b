"""Brings packages to their goal: the loop, the rules, the plans, and what a stack is told."""
