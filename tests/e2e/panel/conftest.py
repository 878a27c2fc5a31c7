"""The café of `e2e/tables`, as its staff see it."""

from __future__ import annotations

from tests.e2e.tables.conftest import feast, mia, panel, payer, tables

__all__ = ["feast", "mia", "panel", "payer", "tables"]
