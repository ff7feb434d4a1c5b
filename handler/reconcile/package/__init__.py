"""Packages themselves: how they are looked at, what is to be done with them, and the calls that do it."""
