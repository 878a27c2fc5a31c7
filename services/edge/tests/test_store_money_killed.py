"""Wherever the process dies on the way of the money, the visitor has paid what the receipt says,
once they have tried again and the worker has gone round.

The places are found by letting each story happen once undisturbed (kit.steps).
"""

from functools import partial

import pytest
from django.db import connection
from kit import steps
from kit.models import Errand
from shop import ANN, COLA
from store.actions.payments import sweeps
from store.actions.refunds import engine
from till import (
    checkout,
    contest,
    errands_go,
    later,
    moves,
    pay,
    receipt_of,
    refunds_of,
    review,
    taken,
    time_passes,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
LEAST = 3  # places of a story: fewer would be a mistake of the test


class Killed(BaseException):
    """As if the process ended here: nothing of ours runs any more."""


@pytest.fixture
def shop(shop, provider_process, settings):
    settings.STORE_DEPOSIT = 500
    shop.full()
    return shop


def work():
    """The worker goes round until nothing is left, having waited as long as it takes."""
    for _ in range(4):
        time_passes()
        later()
        while sweeps.expire_next() or sweeps.abandon_next() or engine.send_next():
            pass
        errands_go()


def paid_and_contested(shop, box):
    """3.00 are paid, and 1.50 go back. Each step is tried again by who has seen no answer."""
    visit_id = taken(shop)
    review(shop, visit_id)

    def open_and_pay():
        receipt = receipt_of(shop, visit_id)
        if receipt["due"] == "0.00":
            return
        answer = checkout(shop, visit_id, key=f"mine {visit_id}")
        if answer.status_code == 409:  # the process that was opening it has died
            work()
            answer = checkout(shop, visit_id, key=f"other {visit_id}")
        assert answer.status_code in (200, 201), answer.content
        payment = answer.json()
        status, proof = box.act(payment["provider_order_id"], "pay")
        if status == 200:
            shop.by(ANN).post(f"/edge/payments/{payment['payment_id']}/verify/", proof)

    def dispute():
        if receipt_of(shop, visit_id)["status"] == "completed":
            contest(shop, visit_id)

    def decide():
        if receipt_of(shop, visit_id)["status"] == "contested":
            review(shop, visit_id, [{"product_id": COLA, "quantity": 1}])

    yield from (open_and_pay, dispute, decide, work)
    receipt = receipt_of(shop, visit_id)
    assert (receipt["status"], receipt["paid"], receipt["due"]) == ("reviewed", "1.50", "0.00")
    assert refunds_of(visit_id) == [(150, "contest", "done")]
    assert moves() == [(COLA, -2, "sale"), (COLA, 1, "refund")]


def deposited(shop, box):
    """Of 5.00 that were promised 2.00 go back."""

    def promise():
        answer = shop.by(ANN).post("/edge/deposits/")
        if answer.status_code == 409:  # the process that was opening it has died, or has promised
            work()
            answer = shop.by(ANN).post("/edge/deposits/")
        if answer.status_code == 201:
            pay(shop, box, answer.json())

    yield promise
    visit_id = taken(shop)
    yield from (partial(review, shop, visit_id), work)
    receipt = receipt_of(shop, visit_id)
    assert (receipt["paid"], receipt["due"]) == ("3.00", "0.00")
    assert refunds_of(visit_id) == [(200, "deposit", "done")]
    assert moves() == [(COLA, -2, "sale")]


def told(story, shop, box, at="", number=0):
    """Tell a story; with `at` the process dies at that place of it, once. The places it has."""
    seen, died = list[str](), False

    def hook(name):
        nonlocal died
        seen.append(name)
        if not died and name == at and seen.count(name) > number:
            died = True
            raise Killed

    steps.hook = hook
    try:
        for part in story(shop, box):
            try:
                part()
            except Killed:
                connection.close()
                part()
    finally:
        steps.hook = None
    return seen


@pytest.mark.parametrize("story", [paid_and_contested, deposited])
def test_a_death_at_each_place(shop, provider_process, story):
    places = told(story, shop, provider_process)
    assert len(set(places)) >= LEAST
    for place in sorted(set(places)):
        forget()
        assert place in told(story, shop, provider_process, at=place), place


def forget():
    """What the story before has told the ledger."""
    Errand.objects.all().delete()
