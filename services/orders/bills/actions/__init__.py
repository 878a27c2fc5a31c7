"""Writes of the bills, by noun."""
