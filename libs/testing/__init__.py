"""Helpers for the tests of services and libraries."""
