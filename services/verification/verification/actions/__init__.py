"""Writes of the verification service, by noun."""
