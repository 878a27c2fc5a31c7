"""Only what the provider has signed gets through; anything else is Forged, never another error."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st
from payments import Forged, Misconfigured, Razorpay

SECRET = "sandbox-secret"
RAZORPAY = Razorpay(key_id="key", secret_key=SECRET, api_url="http://127.0.0.1:9/v1")
IDS = st.from_regex(r"[A-Za-z0-9_]{1,64}", fullmatch=True)
ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.binary(),
    st.lists(st.text()),
    st.dictionaries(st.text(), st.text()),
)


def signed(order_id: str, payment_id: str, secret: str = SECRET) -> str:
    message = f"{order_id}|{payment_id}".encode()
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


@given(IDS, IDS)
def test_a_signature_of_the_provider_is_good(order_id, payment_id):
    signature = signed(order_id, payment_id)
    RAZORPAY.verify(order_id=order_id, payment_id=payment_id, signature=signature)


@given(ANYTHING, ANYTHING, ANYTHING)
def test_anything_else_is_forged(order_id, payment_id, signature):
    with pytest.raises(Forged):
        RAZORPAY.verify(order_id=order_id, payment_id=payment_id, signature=signature)


@given(st.integers(0, 63), st.sampled_from("0123456789abcdefABCDEF é\n\ud800"))
def test_one_other_character_is_forged(place, letter):
    good = signed("order_1", "pay_1")
    signature = good[:place] + letter + good[place + 1 :]
    if signature != good:
        with pytest.raises(Forged):
            RAZORPAY.verify(order_id="order_1", payment_id="pay_1", signature=signature)


@pytest.mark.parametrize("change", [str.upper, lambda good: good[:-1], lambda good: good + "0"])
def test_a_signature_is_64_lower_case_digits(change):
    signature = change(signed("order_1", "pay_1"))
    with pytest.raises(Forged):
        RAZORPAY.verify(order_id="order_1", payment_id="pay_1", signature=signature)


def test_the_signature_of_another_order_is_forged():
    with pytest.raises(Forged):
        RAZORPAY.verify(
            order_id="order_2", payment_id="pay_1", signature=signed("order_1", "pay_1")
        )


def test_the_line_between_two_ids_cannot_be_moved():
    """`a|b` and `c` would sign as `a` and `b|c` do."""
    signature = signed("order_1", "pay_1|x")
    for order_id, payment_id in (("order_1", "pay_1|x"), ("order_1|pay_1", "x")):
        with pytest.raises(Forged):
            RAZORPAY.verify(order_id=order_id, payment_id=payment_id, signature=signature)


def test_without_a_secret_nobody_is_believed():
    unset = Razorpay(key_id="key", secret_key="")
    with pytest.raises(Misconfigured):
        unset.verify(order_id="o", payment_id="p", signature=signed("o", "p", secret=""))
