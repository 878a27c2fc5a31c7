"""HTTP adapter of the ledger: transactions, events, mails."""

from __future__ import annotations

from ninja import Router

router = Router()
