"""What goes wrong with a payment, as one tree. No text holds an id, a key or an amount."""

from __future__ import annotations


class PaymentError(Exception):
    """The root: raised only as one of the classes below."""


class Declined(PaymentError):
    """The provider has understood and refuses: nothing was done, and asking again is of no use.

    `code` is the provider's own word for it, as `BAD_REQUEST_ERROR`.
    """

    def __init__(self, code: str = "") -> None:
        super().__init__(code or "declined")
        self.code = code


class Unknown(PaymentError):
    """The provider knows no order or payment by this id."""


class Unavailable(PaymentError):
    """No answer to rely on: down, slow, an error of its own, nonsense, or a lost answer.

    What was asked may have been done all the same: ask again with the same key, or look.
    """


class Forged(PaymentError):
    """A signature that is not the provider's. Nothing may change; a good one may follow."""


class Misconfigured(PaymentError):
    """Our own settings: a key or a secret is missing, or the provider refuses them."""
