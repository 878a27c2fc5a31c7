"""Payments that wait for their money: one engine for every service that has any. See README.md."""
