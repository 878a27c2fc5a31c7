"""Wherever the process dies, the customer has got the goods or the money once the worker has gone
round.

The places are found by letting each story happen once undisturbed (kit.steps).
"""

import json
import os
import subprocess
import sys
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import selling
from django.db import connection
from kit import steps
from selling import (
    CREATE,
    VERIFY,
    WEBHOOK,
    confirm,
    dispenses,
    lock_make,
    lock_over,
    money_event,
    order_body,
    pay_id,
    proof,
    signed,
    time_passes,
    trigger_body,
    trigger_path,
    unanswered,
    work,
    written,
)
from testing.scale import some
from vending.actions.dispensing import machine_jammed
from vending.models import Lock, Machine, Sale

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
SERVICE = Path(__file__).resolve().parent.parent
LEAST = 3  # places of a story: fewer would be a mistake of the test


class Killed(BaseException):
    """As if the process ended here: nothing of ours runs any more."""


class Customer:
    """Somebody at a machine of their own, whose story is told."""

    def __init__(self, ask, machine):
        self.ask, self.machine, self.name = ask, machine, machine.machine_id
        self.transaction, self.pay = f"tx-{machine.machine_id}", pay_id()

    @property
    def sale(self):
        return Sale.objects.get(transaction_id=self.transaction)

    @property
    def order_id(self):
        return self.sale.orders.get(is_current=True).provider_order_id

    def order(self):
        body = order_body(transaction_id=self.transaction, machine_id=self.name)
        return self.ask(CREATE, body, {})

    def verify(self):
        return self.ask(VERIFY, proof(self.order_id, self.pay), {})

    def webhook(self):
        body = money_event(self.order_id, self.pay)
        return self.ask(WEBHOOK, body, signed(body))

    def trigger(self):
        body = trigger_body(transaction_id=self.transaction)
        return self.ask(trigger_path(self.name), body, {})

    def machine_writes(self):
        written(self.name)

    def machine_confirms(self):
        confirm(self.transaction, 2, self.name)

    def machine_confirms_none(self):
        confirm(self.transaction, 0, self.name)

    def machine_jams(self):
        machine_jammed(machine_id=self.name)

    def unlock_by_clock(self):
        lock_over(self.name)

    def nobody_confirms(self):
        unanswered()

    def time_passes(self):
        time_passes()

    def worker(self):
        return self.ask("work", None, {})


STORIES = {
    "paid, dispensed, confirmed": (
        *("order", "verify", "trigger", "machine_writes", "machine_confirms"),
    ),
    "paid by a webhook alone": (
        *("order", "webhook", "time_passes", "worker", "machine_writes", "machine_confirms"),
    ),
    "nothing came out": (
        *("order", "verify", "trigger", "machine_writes", "machine_confirms_none", "worker"),
    ),
    "never confirmed": (
        *("order", "verify", "trigger", "machine_writes", "nobody_confirms", "worker"),
    ),
    "jammed": ("order", "verify", "trigger", "machine_writes", "machine_jams", "worker"),
    "never sent": ("order", "verify", "trigger", "nobody_confirms", "worker"),
    "paid, never triggered": ("order", "verify", "unlock_by_clock", "worker"),
    "paid too late": ("order", "unlock_by_clock", "worker", "webhook", "worker"),
    "never paid": ("order", "unlock_by_clock", "worker"),
}


@pytest.fixture
def customer(make_machine):
    """A new customer each time, who has locked a machine of their own."""
    numbers = count(100)

    def make(ask):
        machine = make_machine(f"M{next(numbers)}")
        lock_make(machine)
        return Customer(ask, machine)

    return make


def tell(customer, story):
    """Do what the story says, until the process dies; whether it did."""
    try:
        for act in STORIES[story]:
            if getattr(customer, act)() == -9:
                return True
    except Killed:
        return True
    return False


def go_on(customer):
    """The customer and the machine do nothing more; all times are over, and the worker goes
    round.
    """
    lock_over(customer.name)
    unanswered()
    for _ in range(2):
        time_passes()
        work()


def agree(customer):
    """Charged and dispensed, or refunded, or not charged; the machine is free."""
    sale, machine = customer.sale, Machine.objects.get(pk=customer.machine.pk)
    came = sale.received.count()
    back = [(each.amount, each.state) for each in sale.refunds.all()]
    out = sale.dispensed or 0
    assert machine.current_stock == 10 - out
    assert not Lock.objects.filter(pk=machine.pk).exists()
    assert len(dispenses(customer.name)) <= 1
    if sale.state == "delivered":
        assert (came, back, out) == (1, [], 2)
    elif came:
        assert (sale.state, back, out) == ("refunded", [(200, "done")], 0)
    else:
        assert (sale.state, back, out) == ("expired", [], 0)


def places(customer, story):
    """The names of the places that the story comes by, in their order."""
    seen = []
    steps.hook = seen.append
    assert not tell(customer, story)
    steps.hook = None
    go_on(customer)
    agree(customer)
    assert len(seen) >= LEAST
    return list(dict.fromkeys(seen))


@pytest.fixture
def ask_here(api, provider_process):
    """Do it in this process."""

    def send(path, body, headers):
        if not path.startswith("/"):
            return getattr(selling, path)()
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
def test_wherever_it_dies_the_worker_makes_up_for_it(customer, ask_here, story):
    for place in places(customer(ask_here), story):
        somebody = dead_at(place, customer(ask_here), story)
        go_on(somebody)
        agree(somebody)


@pytest.mark.parametrize("story", some(["paid, dispensed, confirmed", "nothing came out"]))
def test_wherever_it_dies_asking_again_makes_up_for_it(customer, ask_here, story):
    for place in places(customer(ask_here), story):
        somebody = dead_at(place, customer(ask_here), story)
        time_passes()
        assert not tell(somebody, story), "all of it happens again, before any worker does"
        go_on(somebody)
        agree(somebody)
        assert somebody.sale.dispensed == (2 if "confirmed" in story else 0)


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
    """Do it in a process that may be killed."""
    process = Process(provider_process.settings)
    yield process
    assert process.end() == 0


def test_kill_9_at_each_place(customer, ask_here, ask_a_process):
    for story in some(("never confirmed", "paid by a webhook alone"), every=2):
        for place in places(customer(ask_here), story):
            if place == "dispense confirmed":  # by the machine's route, in the test's process
                continue
            ask_a_process.at = place
            somebody = customer(ask_a_process)
            assert tell(somebody, story), place
            go_on(somebody)
            agree(somebody)
