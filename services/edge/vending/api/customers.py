"""HTTP adapter of customers at a machine."""

from __future__ import annotations

from ninja import Router

router = Router()
