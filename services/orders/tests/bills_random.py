"""What the random test of bills is drawn from, and what it looks at."""

import base64

from bills import states
from bills.parts import Wanted
from bills_world import bill_of, require_sound
from django.conf import settings as django_settings
from hypothesis import strategies as st
from orders.amounts import major
from orders.models import Order

WHICH = st.integers(0, 7)
UNITS = st.integers(1, 4)
MINOR = st.integers(1, 5000)
RATES = st.sampled_from([None, "7.00", "19.00"])
DEATHS = st.sampled_from(
    [
        *(None, None, None, "payment written", "order made", "money received"),
        *("refund taken", "refund sent", "refund ended", "expiry taken"),
    ]
)
PARTS = st.one_of(
    st.just(Wanted(part=states.ALL)),
    st.builds(Wanted, part=st.just(states.ITEMS), orders=st.frozensets(WHICH, min_size=1)),
    st.builds(
        Wanted, part=st.just(states.SHARE), shares=st.integers(1, 2), shares_of=st.integers(2, 4)
    ),
    st.builds(Wanted, part=st.just(states.AMOUNT), amount=MINOR),
)


class Killed(BaseException):
    """As if the process ended here: nothing of ours runs any more."""


def wire_payment(payment_id):
    """The question for a payment at the provider, with our credentials."""
    names = ("RAZORPAY_KEY_ID", "RAZORPAY_SECRET_KEY")
    word = ":".join(django_settings.PAYMENTS[name] for name in names)
    header = {"Authorization": f"Basic {base64.b64encode(word.encode()).decode()}"}
    return "GET", f"/v1/payments/{payment_id}", None, header


def require_sound_in_minor(code):
    """As require_sound, in whatever currency; and what is due is what the orders say."""
    require_sound(code)
    due = sum(
        (each.price * each.quantity - each.discount - each.voided)
        for each in Order.objects.filter(session__code=code).exclude(state="cancelled")
    )
    assert major(bill_of(code).due) == due
    for order in Order.objects.filter(session__code=code):
        assert order.discount >= 0
        assert order.voided >= 0
        assert order.discount + order.voided <= order.price * order.quantity
