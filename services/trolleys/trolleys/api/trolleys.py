"""HTTP adapter of trolleys."""

from __future__ import annotations

from ninja import Router

router = Router()
