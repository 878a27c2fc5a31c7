"""What a page needs on which the provider's own Checkout opens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from payments.razorpay import SANDBOX_KEY_ID

#: By directive of a Content-Security-Policy: the script of Razorpay's Checkout, its frame, its
#: calls, and its forms, which lead to banks.
SOURCES = {
    "script-src": "https://checkout.razorpay.com",
    "frame-src": "https://api.razorpay.com https://checkout.razorpay.com",
    "connect-src": "https://api.razorpay.com https://lumberjack.razorpay.com",
    "form-action": "https://api.razorpay.com",
}


def checkout_sources(payments: Mapping[str, Any]) -> Mapping[str, str]:
    """What a page's policy has to allow beside its own, by a service's settings of payments.
    Nothing where the sandbox is what people pay with, which has a page of its own, or nothing is.
    """
    own = payments.get("RAZORPAY_KEY_ID") in {None, "", SANDBOX_KEY_ID}
    return {} if own else SOURCES
