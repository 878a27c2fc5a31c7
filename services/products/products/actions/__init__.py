"""Writes of the products service, by noun."""
