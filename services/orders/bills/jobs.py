"""What the worker does for bills."""

from __future__ import annotations

from kit.worker import job

from bills.actions import closing, payments, refunds


@job(every=1.0)
def bills_payments_end() -> bool:
    """End payments whose time is over."""
    return payments.sweeps.expire_next() or payments.sweeps.abandon_next()


@job(every=1.0)
def bills_refunds_send() -> bool:
    """Ask the provider for refunds that are due."""
    return refunds.engine.send_next()


@job(every=1.0)
def paid_tables_close() -> bool:
    """Close tables that are paid, where their place wants that."""
    return closing.table_close_next()
