"""The shells of the shoppers' pages, and whom their policy lets in."""

import pytest
from payments.razorpay import SANDBOX_KEY_ID

PAYING = ("/trolley/TROLLEY_01", "/trolley/", "/trolleys/cart/")
BOARD = "/trolleys/board/"


def policy(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return dict(rule.split(" ", 1) for rule in response["Content-Security-Policy"].split("; "))


@pytest.mark.parametrize("key", ["", SANDBOX_KEY_ID])
@pytest.mark.parametrize("path", [*PAYING, BOARD])
def test_nobody_else_is_let_in_without_the_real_provider(client, settings, path, key):
    settings.PAYMENTS = {"RAZORPAY_KEY_ID": key}
    rules = policy(client, path)
    assert not [name for name, sources in rules.items() if "razorpay" in sources]
    assert "frame-src" not in rules


@pytest.mark.parametrize("path", PAYING)
def test_the_providers_checkout_may_be_opened_where_it_is_paid_with(client, settings, path):
    settings.PAYMENTS = {"RAZORPAY_KEY_ID": "rzp_live_1"}
    rules = policy(client, path)
    assert rules["script-src"] == "'self' https://checkout.razorpay.com"
    assert rules["frame-src"] == "https://api.razorpay.com https://checkout.razorpay.com"
    assert rules["default-src"] == "'none'"
    assert not [name for name, sources in rules.items() if "unsafe" in sources]


def test_the_board_takes_no_money(client, settings):
    settings.PAYMENTS = {"RAZORPAY_KEY_ID": "rzp_live_1"}
    assert "razorpay" not in policy(client, BOARD)["script-src"]
