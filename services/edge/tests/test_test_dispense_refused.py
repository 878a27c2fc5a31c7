"""Test dispenses: who is refused, and what happens at once with others."""

import json

import pytest
from customers import take
from django.test import Client
from kit import steps
from selling import (
    confirm,
    dispenses,
    frames,
    lock_over,
    picture,
    refunds,
    stock,
    unanswered,
    work,
)
from testing.races import at_once
from trying import BODY, PATH, is_over, the_sale
from vending.actions import trials
from vending.actions.dispensing import machine_jammed
from vending.models import Lock, Machine, Sale
from world import JOHN, KEY, MACHINE

pytestmark = pytest.mark.django_db


def refused(answer, status, code):
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_whoever_is_at_the_machine_goes_first(api, online, operator):
    take(api, online)
    before = picture()
    refused(api.send(PATH, BODY, token=operator), 409, "machine_in_use")
    assert picture() == before
    lock_over()
    assert api.send(PATH, BODY, token=operator).status_code == 201, "over by the clock"
    kinds = [frame["type"] for frame in frames()]
    assert kinds == ["lock", "unlock", "display_code", "lock", "command"]


def test_a_refusal_changes_nothing(api, online, operator, make_sale, tried):
    def refuse(code, **body):
        before = picture()
        refused(api.send(PATH, {**BODY, **body}, token=operator), 409, code)
        assert picture() == before

    refuse("machine_in_use")
    confirm(tried, 2)
    make_sale("tx9", state="review")
    Machine.objects.update(current_stock=4)
    refuse("insufficient_stock", quantity=3)
    online.device.online = False
    online.device.save()
    refuse("machine_offline")


@pytest.mark.parametrize("name", ["M999", "x" * 400, "M001%0A"])
def test_an_unknown_machine_is_not_found(api, online, operator, name):
    path = f"/edge/vending-machines/{name}/test-dispense/"
    refused(api.send(path, BODY, token=operator), 404, "machine_not_found")


@pytest.mark.parametrize(
    "body",
    [
        *({"quantity": each} for each in (0, 6, -1, 1.0, "1", True, [1], 2**40)),
        *({"reason": each} for each in ("x" * 201, 5, ["x"], "a\0b")),
        *([], b"{", b""),
    ],
)
def test_odd_bodies_are_refused(api, online, operator, body):
    before = picture()
    answer = api.send(PATH, body, token=operator)
    assert (answer.status_code, answer.json()["status"]) == (400, 400)
    assert picture() == before


def test_only_operators_test(api, online, token):
    before = picture()
    assert [api.send(PATH, BODY, token=each).status_code for each in ("", KEY)] == [401, 401]
    assert api.send(PATH, BODY, token=token(JOHN)).status_code == 403
    assert picture() == before


def test_a_repeat_with_its_key_is_one_test(api, online, operator):
    def send(**body):
        headers = {"Idempotency-Key": "k"}
        return api.send(PATH, {**BODY, **body}, token=operator, headers=headers)

    first = send()
    confirm(first.json()["transaction_id"], 2)
    again, other = send(), send(quantity=1)
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    refused(other, 422, "idempotency_key_reused")
    assert (Sale.objects.count(), stock()) == (1, 8)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", ["frame_send", "dispense_start"])
def test_one_that_is_cut_off_was_never_begun(api, online, operator, monkeypatch, place):
    def die(*_):
        raise KeyboardInterrupt

    def send():
        return api.send(PATH, BODY, token=operator, headers={"Idempotency-Key": "k"})

    before = picture()
    with monkeypatch.context() as patch:
        patch.setattr(trials, place, die)
        with pytest.raises(KeyboardInterrupt):
            send()
    assert picture() == before
    assert (send().status_code, len(dispenses())) == (201, 1)


@pytest.mark.django_db(transaction=True)
def test_a_jam_that_is_cut_off_ends_by_the_clock(tried, monkeypatch):
    def die(name):
        raise KeyboardInterrupt

    monkeypatch.setattr(steps, "hook", die)
    with pytest.raises(KeyboardInterrupt):
        machine_jammed(machine_id=MACHINE)
    monkeypatch.setattr(steps, "hook", None)
    assert the_sale().state == "dispensing"
    unanswered()
    work()
    is_over("refunded", None, 10)


def send_at_once(path, body, operator):
    headers = {"Authorization": f"Bearer {operator}"} if operator else {}
    answer = Client().post(path, json.dumps(body), content_type="application/json", headers=headers)
    return answer.status_code


@pytest.mark.django_db(transaction=True)
def test_two_tests_at_once_are_one(online, operator):
    answers = at_once(lambda _: send_at_once(PATH, BODY, operator), 8)
    assert sorted(answers) == [201, *[409] * 7]
    assert (Sale.objects.count(), len(dispenses())) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_test_and_a_customers_lock_at_once_have_one_winner(online, operator):
    code = Machine.objects.get().display_code

    def act(number):
        if number % 2:
            return "test", send_at_once(PATH, BODY, operator)
        body = {"client_id": f"client-{number}", "code": code}
        return "lock", send_at_once("/api/lock-by-code", body, "")

    answers = at_once(act, 8)
    won = [kind for kind, status in answers if status in (200, 201)]
    assert len(won) == 1
    assert {status for _, status in answers} <= {200, 201, 409}
    assert Sale.objects.count() == won.count("test")
    assert Lock.objects.get().status == ("consumed" if won == ["test"] else "locked")


@pytest.mark.django_db(transaction=True)
def test_all_ends_of_a_test_at_once_have_one_outcome(tried):
    unanswered()
    ways = (lambda: confirm(tried, 2), lambda: machine_jammed(machine_id=MACHINE), work)
    at_once(lambda number: ways[number % 3](), 12)
    sale = the_sale()
    assert (sale.confirmation["dispensed"], stock(), refunds(tried)) == (2, 8, [])
    assert (sale.state, sale.flag) in (("delivered", ""), ("refunded", "late_confirm"))
    assert not Lock.objects.exists()
