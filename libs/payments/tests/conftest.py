"""A real sandbox, and the client that services have."""

from collections.abc import Iterator

import pytest
from payments import Order, Razorpay

from tools.sandbox.temporary import Sandbox, sandbox

PUBLIC_URL = "http://localhost:8080"
AMOUNT = 6002


@pytest.fixture(scope="session")
def _sandbox() -> Iterator[Sandbox]:
    with sandbox() as running:
        yield running


@pytest.fixture
def provider_process(_sandbox: Sandbox) -> Sandbox:
    """The process, without a fault."""
    _sandbox.fault("none", 0)
    return _sandbox


@pytest.fixture
def razorpay(provider_process: Sandbox) -> Razorpay:
    return Razorpay.of(provider_process.settings, public_url=PUBLIC_URL)


@pytest.fixture
def order(razorpay: Razorpay) -> Order:
    return razorpay.create_order(amount_minor=AMOUNT, currency="EUR", receipt="r-1")
