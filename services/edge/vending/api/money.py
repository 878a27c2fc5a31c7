"""HTTP adapter of orders, payments and the provider's webhook."""

from __future__ import annotations

from ninja import Router

router = Router()
