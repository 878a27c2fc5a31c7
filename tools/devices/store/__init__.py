"""Plays a store: racks that weigh, scanners at its gates, and people who walk through it."""
