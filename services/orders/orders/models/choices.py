"""Choices of a column whose values say enough."""

from __future__ import annotations


def choices(values: tuple[str, ...]) -> list[tuple[str, str]]:
    """Each value as its own label."""
    return [(value, value) for value in values]
