"""Wherever the process dies, money, stock, session and trolley agree once the worker has gone
round.

The places are found by letting each story happen once undisturbed (trolleys.steps).
"""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.db.models import F
from kit import steps
from kit.models import Errand
from paying import CHECKOUT, PAYMENTS, WEBHOOK, money_event, pay_id, proof, signed, work
from testing.scale import some
from trolleys.models import Payment, PlaceSettings, Receipt, Refund
from world import MARKET, goods

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
SERVICE = Path(__file__).resolve().parent.parent
LEAST = 4  # places of a story: fewer would be a mistake of the test


class Killed(BaseException):
    """As if the process ended here: nothing of ours runs any more."""


class Shopper:
    """Somebody with two units in the cart, whose story is told."""

    def __init__(self, ask, session, shelves, staff):
        self.ask, self.session, self.shelves, self.staff = ask, session, shelves, staff
        self.pay = pay_id()

    @property
    def payment(self):
        return Payment.objects.filter(session=self.session).order_by("pk").last()

    def check_out(self):
        return self.ask(CHECKOUT, self._body(), {"Idempotency-Key": "tap"})

    def check_out_in_cash(self):
        return self.ask(CHECKOUT, self._body(provider="cash"), {"Idempotency-Key": "tap"})

    def staff_receive(self):
        headers = {"Authorization": f"Bearer {self.staff}"}
        return self.ask(self._path("cash"), {"action": "received"}, headers)

    def verify(self):
        bought = proof(self.payment.provider_order_id, self.pay)
        return self.ask(self._path("verify"), self._body(**bought), {})

    def cancel(self):
        return self.ask(self._path("cancel"), self._body(), {})

    def webhook(self):
        body = money_event(self.payment.provider_order_id, self.pay)
        return self.ask(WEBHOOK, body, signed(body))

    def worker(self):
        return self.ask("", None, {})

    def goods_go(self):
        self.shelves.goods[10]["stock"] = 0

    def time_is_over(self):
        Payment.objects.filter(session=self.session).update(expires_at=F("created_at"))

    def _path(self, call):
        return f"{PAYMENTS}/{self.payment.payment_id}/{call}"

    def _body(self, **more):
        return {"session_id": str(self.session.session_id), **more}


STORIES = {
    "paid and verified": ("check_out", "verify"),
    "paid by a webhook": ("check_out", "webhook", "worker"),
    "given up": ("check_out", "cancel"),
    "paid when it was given up": ("check_out", "cancel", "webhook", "worker"),
    "paid when the goods were gone": ("check_out", "goods_go", "verify", "worker"),
    "paid in cash": ("check_out_in_cash", "staff_receive"),
    "never paid": ("check_out", "time_is_over", "worker"),
}


@pytest.fixture
def shopper(make_trolley, make_session, fill, shelves, clerk):
    """A new shopper each time, on a trolley of their own; the shelves are as at the beginning."""
    count = iter(range(1000))
    PlaceSettings.objects.create(location_id=MARKET, cash=True)

    def make(ask):
        Errand.objects.all().delete()
        shelves.put(goods())
        shelves.holds.clear()
        shelves.sold.clear()
        session = make_session(on=make_trolley(f"T{next(count)}"))
        fill(session.cart, quantity=2)
        return Shopper(ask, session, shelves, clerk)

    return make


def tell(shopper, story):
    """Do what the story says, until the process dies; whether it did."""
    try:
        for act in STORIES[story]:
            if getattr(shopper, act)() == -9:
                return True
    except Killed:
        return True
    return False


def time_passes():
    """Whatever waits for its time is due."""
    past = F("created_at") - timedelta(minutes=1)
    Payment.objects.filter(status="opening").update(created_at=past)
    Payment.objects.update(asked_at=past)
    Refund.objects.update(try_at=past)
    Errand.objects.filter(state="waiting").update(due_at=past)


def agree(shopper):
    """Money, stock, session and cart are of one mind."""
    payment = shopper.payment
    session = payment.session
    key = str(payment.payment_id)
    held, sold = shopper.shelves.held(), shopper.shelves.sold
    came = payment.received.count()
    back = [each.state for each in payment.refunds.all()]
    units = 50 if shopper.shelves.stock(10) else 0
    if payment.status == "paid":
        assert payment.settled_at
        assert (came, back) == (1, [])
        assert (sold, shopper.shelves.stock(10)) == ([key], 48)
        assert (session.state, session.ended_by) == ("ended", "payment")
        assert not session.cart.lines.exists()
        assert Receipt.objects.filter(payment=payment).count() == 1
        return
    assert (session.state, sold, shopper.shelves.stock(10)) == ("active", [], units)
    assert session.cart.lines.get().quantity == 2
    assert not Receipt.objects.filter(payment=payment).exists()
    assert held == ({key} if payment.status == "created" else set())
    assert back == ["done"] * came
    assert payment.status in ("created", "failed", "cancelled", "expired", "refunded")
    assert (payment.status == "refunded") == (came == 1)


def places(shopper, story):
    """The names of the places that the story comes by, in their order."""
    seen = []
    steps.hook = seen.append
    assert not tell(shopper, story)
    work()
    steps.hook = None
    agree(shopper)
    assert len(seen) >= LEAST
    return list(dict.fromkeys(seen))


@pytest.fixture
def ask_here(api):
    """Send a request in this process."""

    def send(path, body, headers):
        if not path:
            return work()
        return api.send(path, body, headers=headers).status_code

    yield send
    steps.hook = None


def dead_at(place, somebody, story):
    """Whose story ended there, with the process that worked on it."""

    def die(name):
        if name == place:
            raise Killed

    steps.hook = die
    assert tell(somebody, story), place
    steps.hook = None
    return somebody


@pytest.mark.parametrize("story", some(STORIES))
def test_wherever_it_dies_the_worker_makes_up_for_it(shopper, ask_here, provider_process, story):
    for place in places(shopper(ask_here), story):
        somebody = dead_at(place, shopper(ask_here), story)
        time_passes()
        work()
        agree(somebody)


@pytest.mark.parametrize("story", some(["paid and verified", "paid in cash", "given up"]))
def test_wherever_it_dies_asking_again_makes_up_for_it(shopper, ask_here, provider_process, story):
    for place in places(shopper(ask_here), story):
        somebody = dead_at(place, shopper(ask_here), story)
        time_passes()
        assert not tell(somebody, story), "the phone asks again, before any worker does"
        agree(somebody)


class Process:
    """A process of the service, `at` the name of the place where it is killed (dying.py)."""

    def __init__(self, settings):
        self.at = ""
        paths = (".", "tests", "../../libs", "../..")
        name = connection.settings_dict["NAME"]
        environment = {
            **os.environ,
            **settings,
            "DATABASE_URL": urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl(),
            "PYTHONPATH": os.pathsep.join(str(SERVICE / each) for each in paths),
        }
        self.process = subprocess.Popen(
            [sys.executable, str(SERVICE / "tests" / "dying.py")],
            cwd=SERVICE,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, path, body, headers):
        raw = body.decode() if isinstance(body, bytes) else json.dumps(body)
        request = {"at": self.at, "path": path, "body": raw, "headers": headers}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def end(self):
        self.process.stdin.close()
        self.process.stdout.close()
        return self.process.wait(10)


@pytest.fixture
def ask_a_process(provider_process):
    """Send a request by a process that may be killed."""
    process = Process(provider_process.settings)
    yield process
    assert process.end() == 0


def test_kill_9_at_each_place(shopper, ask_here, ask_a_process):
    for story in ("paid and verified", "paid when the goods were gone"):
        for place in places(shopper(ask_here), story):
            ask_a_process.at = place
            somebody = shopper(ask_a_process)
            assert tell(somebody, story), place
            time_passes()
            work()
            agree(somebody)
