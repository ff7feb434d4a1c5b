"""Associations: how a domain is looked at, what is to be done about each package, and the calls that do it."""
