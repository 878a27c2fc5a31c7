"""HTTP adapter of operators: machines, keys, feedback."""

from __future__ import annotations

from ninja import Router

router = Router()
