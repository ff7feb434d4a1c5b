"""Brings packages to their goal: the loop, the rules, whose association it is, and what a stack is told."""
