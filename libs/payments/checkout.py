"""What a page needs on which the provider's own Checkout opens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from payments.razorpay import SANDBOX_KEY_ID

POLICY = "Content-Security-Policy"
#: What Razorpay's Checkout needs beside the policy of all pages: its script, its frame, its calls,
#: and its forms, which lead to banks.
SOURCES = {
    "script-src": "https://checkout.razorpay.com",
    "frame-src": "https://api.razorpay.com https://checkout.razorpay.com",
    "connect-src": "https://api.razorpay.com https://lumberjack.razorpay.com",
    "form-action": "https://api.razorpay.com",
}


def with_checkout(response: HttpResponse, payments: Mapping[str, Any]) -> HttpResponse:
    """Lets a page open the provider's Checkout, where that is what people pay with: the sandbox has
    a page of its own, and without a key nothing is paid. `payments` are the service's settings of
    payments; the response has a Content-Security-Policy.
    """
    if payments.get("RAZORPAY_KEY_ID") in {None, "", SANDBOX_KEY_ID}:
        return response
    rules = dict(rule.split(" ", 1) for rule in response[POLICY].split("; "))
    for name, sources in SOURCES.items():
        rules[name] = f"{rules.get(name, '')} {sources}".strip()
    response[POLICY] = "; ".join(f"{name} {at}" for name, at in rules.items())
    return response
