"""Files of a page joined into one: fewer ways to the server before a page stands (ADR 54)."""

from __future__ import annotations

__all__ = ["UnjoinableError"]


class UnjoinableError(ValueError):
    """Something that a file says is not understood, so it is served as it is."""
