"""HTTP adapter of machines that call by themselves."""

from __future__ import annotations

from ninja import Router

router = Router()
