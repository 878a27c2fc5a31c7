"""Writes of printers and their tickets, by noun."""
