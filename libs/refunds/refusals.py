"""What staff are refused who look after a refund."""

from __future__ import annotations

from kit.errors import Conflict


def refund_done() -> Conflict:
    return Conflict("refund_done", title="Refund is done")


def refund_in_cash() -> Conflict:
    """There is no provider to be asked."""
    return Conflict("refund_in_cash", title="Refund is not given back by the provider")


def refund_being_asked() -> Conflict:
    return Conflict("refund_being_asked", title="The provider is being asked")


def refund_on_its_way() -> Conflict:
    """The provider has taken it, or has not answered: it may have given it back."""
    return Conflict("refund_on_its_way", title="The provider may give this refund back")
