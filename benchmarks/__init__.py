"""Measures the provider beside a textbook crhelper function: `make bench`."""
