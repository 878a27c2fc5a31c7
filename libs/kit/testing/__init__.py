"""Helpers for the tests of the services."""
