"""Random orders, options, discounts, voids, splits, payments by phone and at the table, refunds,
merges and deaths of the process: to the smallest unit, in currencies of each number of decimals,
what is on the bills is what was paid without what went back, and the provider says the same.
"""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from bills import states
from bills.accounts import BACK, COUNTS
from bills.actions import adjusting, paying, refunds
from bills.actions.payments import charges, sweeps
from bills.actions.refunds import engine
from bills.chain import digest_of
from bills.models import Adjustment, Payment, Receipt, ReceiptBook, Refund
from bills.parts import Wanted
from bills_random import (
    DEATHS,
    MINOR,
    PARTS,
    RATES,
    UNITS,
    WHICH,
    Killed,
    require_sound_in_minor,
    wire_payment,
)
from bills_world import bill_of, dish
from charges.provider import provider as provider_of_orders
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import settings as profile
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from kit import steps
from kit.errors import ApiError
from orders.actions import merging, orders, sessions
from orders.amounts import major
from orders.models import Order, OrderSession
from payments.events import Captured
from testing.scale import scale, scaled
from world import LOCATION, OWNER, line


class Tables(RuleBasedStateMachine):
    """Two tables of a place, their guests, a waiter, and the provider of payments."""

    box: Any  # the sandbox
    settings: Any  # Django's, for as long as the test runs

    def __init__(self):
        super().__init__()
        self.clean = transaction.atomic()
        self.clean.__enter__()
        self.codes = ["a" * 40, "b" * 40]
        self.asked: dict[int, frozenset[int]] = {}  # the orders that payments asked for

    @initialize(currency=st.sampled_from(["EUR", "JPY", "KWD"]))
    def open(self, currency):
        """In a currency of two, no or three decimals."""
        self.settings.CURRENCY = currency
        for number, code in enumerate(self.codes):
            sessions.session_create(code=code, location_id=LOCATION, name=f"Table {number}")
        ReceiptBook.objects.create(location_id=LOCATION, vat_rates=[Decimal("5.00")])

    def teardown(self):
        try:
            self.the_provider_has_kept_what_is_paid()
            self.sums_agree()
        finally:
            transaction.set_rollback(True)
            self.clean.__exit__(None, None, None)

    # ---- What there is ---------------------------------------------------------------------

    def code(self, which):
        """A table that is still one of its own."""
        own = OrderSession.objects.filter(code__in=self.codes, merged_into=None).order_by("code")
        return own[which % own.count()].code

    def of(self, rows, which):
        """One of these rows, or None."""
        found = list(rows.order_by("pk"))
        return found[which % len(found)] if found else None

    def order(self, which):
        return self.of(Order.objects.exclude(state="cancelled"), which)

    def real(self, act, *, death=None, **more):
        """Do it, dying at that step; refused is nothing, and changes nothing."""

        def die(name):
            if name == death:
                raise Killed

        steps.hook = die if death else None
        try:
            return act(**more)
        except (ApiError, Killed):
            return None
        finally:
            steps.hook = None

    # ---- What happens at the tables ----------------------------------------------------------

    @rule(which=WHICH, price=MINOR, extra=st.integers(-300, 300), units=UNITS, rate=RATES)
    def eat(self, which, price, extra, units, rate):
        """The price is with what was chosen, and never below 0."""
        whole = str(major(max(0, price + extra)))
        product = dish("Dish", whole, vat_rate=rate)
        wanted = line(product=product, quantity=units)
        self.real(orders.order_create, code=self.code(which), line=wanted)

    @rule(which=WHICH, units=UNITS)
    def cancel(self, which, units):
        order = self.order(which)
        if order is not None:
            units = min(units, order.quantity)
            more = {"expected": None, "reason": "none", "user_id": OWNER}
            self.real(orders.order_cancel_some, order_id=order.pk, quantity=units, **more)

    @rule(which=WHICH, percent=st.integers(1, 100), of_one=st.booleans())
    def discount(self, which, percent, of_one):
        order = self.order(which) if of_one else None
        ids, code = (None, self.code(which)) if order is None else ([order.pk], order.session.code)
        more = {"amount": None, "percent": Decimal(percent), "reason": "late", "user_id": OWNER}
        self.real(adjusting.bill_discount, code=code, orders=ids, **more)

    @rule(which=WHICH, units=UNITS)
    def void(self, which, units):
        order = self.order(which)
        if order is not None:
            more = {"reason": "cold", "user_id": OWNER, "code": order.session.code}
            self.real(adjusting.order_void, order_id=order.pk, quantity=units, **more)

    @rule(which=WHICH)
    def put_back(self, which):
        adjustment = self.of(Adjustment.objects.filter(reverts=None), which)
        if adjustment is not None:
            more = {"code": adjustment.session.code, "reason": "wrong", "user_id": OWNER}
            self.real(adjusting.adjustment_revert, adjustment_id=adjustment.pk, **more)

    @rule(which=WHICH)
    def merge(self, which):
        if self.code(0) != self.code(1):
            both = {"code": self.code(which), "into": self.code(which + 1)}
            self.real(merging.session_merge, **both)

    # ---- Money -------------------------------------------------------------------------------

    def wanted(self, part, code):
        """The part, with orders of this table for the numbers in it."""
        if part.part != states.ITEMS:
            return part
        ids = list(Order.objects.filter(session__code=code).values_list("pk", flat=True)) or [1]
        return Wanted(part=part.part, orders=frozenset(ids[at % len(ids)] for at in part.orders))

    @rule(which=WHICH, part=PARTS, tip=st.sampled_from([0, 100]), death=DEATHS)
    def pay(self, which, part, tip, death):
        """A guest's phone opens a payment, and perhaps nobody hears of it."""
        code = self.code(which)
        wanted, before = replace(self.wanted(part, code), tip=tip), Payment.objects.count()
        payer = paying.Payer(guest_id=which)
        more = {"code": code, "wanted": wanted, "payer": payer, "key": None, "asked": {}}
        self.real(paying.bill_pay, death=death, **more)
        self._opened(code, before, wanted)

    @rule(which=WHICH, part=PARTS, kind=st.sampled_from(states.AT_COUNTER))
    def take(self, which, part, kind):
        code = self.code(which)
        wanted, before = self.wanted(part, code), Payment.objects.count()
        self.real(paying.bill_take, code=code, wanted=wanted, kind=kind, user_id=OWNER)
        self._opened(code, before, wanted)
        bill = bill_of(code)
        if Payment.objects.count() > before and bill.due == bill.paid:
            due = {rate: amount for rate, amount in bill.rates().items() if amount}
            assert {rate: amount for rate, amount in bill.receipted.items() if amount} == due

    def _opened(self, code, before, wanted):
        """Who pays never pays more than there was, nor what they have not asked for."""
        if Payment.objects.count() > before:
            payment = Payment.objects.latest("pk")
            self.asked[payment.pk] = wanted.orders
            if payment.status != "failed":
                assert bill_of(code).left >= 0

    @rule(
        which=WHICH, action=st.sampled_from(["pay", "pay", "pay_and_close", "pay_twice", "decline"])
    )
    def act(self, which, action):
        """What somebody does on the provider's page."""
        orders_made = Payment.objects.exclude(provider_order_id=None)
        payment = self.of(orders_made, which)
        if payment is not None:
            self.box.act(payment.provider_order_id, action)

    @rule(which=WHICH, death=DEATHS)
    def hear(self, which, death):
        """The provider tells what it has taken for an order, once more."""
        if payment := self.of(Payment.objects.exclude(provider_order_id=None), which):
            self._tell(payment, death)

    def _tell(self, payment, death=None):
        for taken in provider_of_orders().fetch_order_payments(payment.provider_order_id):
            if taken.status in ("captured", "refunded"):
                more = (taken.amount_minor, taken.currency)
                event = Captured("e", payment.provider_order_id, taken.id, *more)
                self.real(lambda event=event: charges.reported(event), death=death)

    @rule(which=WHICH)
    def give_up(self, which):
        if payment := self.of(Payment.objects.filter(kind=states.ONLINE), which):
            self.real(charges.cancel, payment=payment)

    @rule(which=WHICH, amount=st.one_of(st.none(), MINOR))
    def give_back(self, which, amount):
        if payment := self.of(Payment.objects.filter(COUNTS), which):
            more = {"amount": amount, "tip": 0, "note": "cold", "user_id": OWNER}
            self.real(refunds.payment_refund, payment_id=payment.pk, **more)

    @rule(death=DEATHS)
    def work(self, death):
        """The worker's round, after as long as it takes."""
        old = timezone.now() - timedelta(hours=1)
        Payment.objects.filter(status="opening").update(created_at=old)
        Payment.objects.filter(status="created").update(expires_at=old, asked_at=None)
        Refund.objects.exclude(state="done").update(try_at=old)
        self.real(sweeps.abandon_next)
        self.real(sweeps.expire_next, death=death)
        self.real(engine.send_next, death=death)

    # ---- What holds --------------------------------------------------------------------------

    @invariant()
    def sums_agree(self):
        for code in self.codes:
            require_sound_in_minor(code)

    @invariant()
    def nobody_pays_what_they_did_not_ask_for(self):
        for payment in Payment.objects.filter(part=states.ITEMS).prefetch_related("items"):
            items = {each.order_id: each.amount for each in payment.items.all()}
            assert items.keys() <= self.asked[payment.pk]
            assert sum(items.values()) == payment.amount

    @invariant()
    def receipts_follow_each_other(self):
        digest, receipts = "", Receipt.objects.order_by("number")
        for number, receipt in enumerate(receipts, start=1):
            digest = digest_of(digest, receipt.content)
            assert (receipt.number, receipt.digest) == (number, digest)

    def settle(self):
        """Everybody has heard of everything, and all that is due has gone back."""
        for _ in range(2):
            for payment in Payment.objects.exclude(provider_order_id=None):
                self._tell(payment)
            for _ in range(Payment.objects.count()):
                self.work(None)

    def the_provider_has_kept_what_is_paid(self):
        self.settle()
        kept = Counter()
        for payment in Payment.objects.exclude(provider_order_id=None):
            for taken in provider_of_orders().fetch_order_payments(payment.provider_order_id):
                status, found = self.box.ask(*wire_payment(taken.id))
                assert status == 200
                if found["captured"]:
                    kept[payment.pk] += found["amount"] - found["amount_refunded"]
        for payment in Payment.objects.filter(kind=states.ONLINE):
            back = Refund.objects.filter(BACK, payment=payment)
            due = payment.whole - sum(each.whole for each in back) if payment.paid_at else 0
            assert kept[payment.pk] == due


@pytest.mark.django_db
@pytest.mark.timeout(600 * scale())
def test_all_sums_agree(location, provider, settings):
    Tables.box, Tables.settings = provider, settings
    run_state_machine_as_test(
        Tables,
        settings=profile(
            max_examples=scaled(200),
            stateful_step_count=30,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
