"""Writes of the orders service, by noun."""
