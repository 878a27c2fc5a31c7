"""Reads of the bills, by noun."""
