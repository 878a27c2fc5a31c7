"""Refunds that operators look after: sent at once, or paid by hand; never both."""

import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from kit import steps
from payments import Declined
from selling import (
    TX,
    confirm,
    picture,
    refund_event,
    refunds,
    sale_now,
    steps_of,
    time_passes,
    work,
)
from testing.races import at_once
from vending.actions import refunds as actions
from vending.actions import settling
from vending.jobs import refunds_send
from vending.models import LoggedEvent, Received, Refund
from world import JOHN, KEY, MACHINE

pytestmark = pytest.mark.django_db

LIST = "/edge/refunds/"
PAID_BY_HAND = {"reason": "the card is gone", "reference": "bank transfer 17"}


@pytest.fixture
def due(dispensing):
    """All of Alice's money is to go back."""
    confirm(dispensed=0)
    return Refund.objects.select_related("sale").get()


@pytest.fixture
def refused(due, monkeypatch):
    """The provider has said no."""

    def decline(**_):
        raise Declined("BAD_REQUEST_ERROR")

    with monkeypatch.context() as patch:
        patch.setattr(actions.provider(), "refund", decline)
        assert refunds_send() is True
    assert refunds() == [(200, "not_dispensed", "failed")]
    return due


@pytest.fixture
def act(api, operator, due):
    """`act("retry")` → status and body."""

    def send(deed, body=None, name=None, **options):
        path = f"{LIST}{name or due.refund_id}/{deed}/"
        answer = api.send(path, body, **{"token": operator, **options})
        return answer.status_code, answer.json()

    return send


def listed(api, operator, query=""):
    answer = api.ask(f"{LIST}{query}", token=operator)
    assert answer.status_code == 200
    return answer.json()["results"]


def unchanged(call, status, code):
    """A refusal that leaves everything as it is."""
    before = picture()
    answered, body = call()
    assert (answered, body["code"]) == (status, code)
    assert picture() == before


def test_one_that_is_open_is_shown(api, operator, due):
    [row] = listed(api, operator)
    changing = dict.fromkeys(("created_at", "try_at"), "")
    assert row | changing == {
        "refund_id": str(due.refund_id),
        "transaction_id": TX,
        "machine_id": MACHINE,
        "amount": 200,
        "currency": "INR",
        "reason": "not_dispensed",
        "state": "due",
        "attempts": 0,
        "done_at": None,
        "payment_id": due.provider_payment_id,
        **changing,
    }
    assert row["try_at"] >= row["created_at"] > "2020"


def test_they_are_filtered_and_newest_first(api, operator, make_sale, make_machine):
    def add(name, state, **more):
        sale = make_sale(name, **more)
        Refund.objects.create(sale=sale, amount=1, reason="late_payment", state=state)

    other = make_machine("M002")
    add("a", "due")
    add("b", "done")
    add("c", "failed", at=other)
    add("d", "sent")

    def ids(query=""):
        return [row["transaction_id"] for row in listed(api, operator, query)]

    assert ids() == ids("?state=&machine_id=") == ["d", "c", "a"]
    assert [ids(f"?state={state}") for state in ("done", "failed")] == [["b"], ["c"]]
    assert [ids(f"?machine_id={name}") for name in ("M002", "M999")] == [["c"], []]
    assert ids("?limit=1&offset=1") == ["c"]


def test_its_currency_is_that_of_what_came(api, operator, due):
    Received.objects.update(currency="EUR")
    assert listed(api, operator)[0]["currency"] == "EUR"


@pytest.mark.parametrize("query", ["state=odd", "limit=0", "offset=x", "machine_id=" + "x" * 201])
def test_odd_queries_are_refused(api, operator, query):
    assert api.ask(f"{LIST}?{query}", token=operator).status_code == 400


def test_one_that_was_refused_is_sent_at_once(act, refused):
    work()
    assert refunds()[0][2] == "failed", "it waits for an hour"
    status, body = act("retry")
    assert (status, body["state"]) == (200, "failed")
    assert body["try_at"] <= timezone.now().isoformat()
    work()
    assert (sale_now().state, refunds()[0][2]) == ("refunded", "done")
    assert steps_of()[-4:] == ["refund_failed", "decision_retry", "refund_done", "refunded"]


def test_it_is_written_down_who_wanted_it(act, refused):
    act("retry")
    act("settle", PAID_BY_HAND)
    what = {"refund_id": str(refused.refund_id), "amount": 200, "by": "operator"}
    noted = {step.step: step.details for step in sale_now().steps.all()}
    assert noted["decision_retry"] == what
    assert noted["decision_settle"] == {**what, **PAID_BY_HAND}
    trail = dict(
        LoggedEvent.objects.filter(type__startswith="refund").values_list("type", "payload")
    )
    assert trail == {
        "refund_retry": {"transaction_id": TX, **what},
        "refund_settle": {"transaction_id": TX, **what, **PAID_BY_HAND},
    }


@pytest.mark.parametrize("which", ["due", "refused"])
def test_one_that_is_paid_by_hand_is_done_and_never_sent(
    api, operator, act, due, which, request, provider_process
):
    request.getfixturevalue(which)
    status, body = act("settle", PAID_BY_HAND)
    assert (status, body["state"], body["try_at"]) == (200, "done", None)
    assert (sale_now().state, refunds()) == ("refunded", [(200, "not_dispensed", "done")])
    time_passes()
    work()
    assert actions.provider().fetch_payment(due.provider_payment_id).refunded_minor == 0
    assert listed(api, operator) == []
    assert listed(api, operator, "?state=done") == [body]


def test_one_that_is_done_stays_so(act, due):
    work()
    for deed, body in (("retry", None), ("settle", PAID_BY_HAND)):
        unchanged(lambda deed=deed, body=body: act(deed, body), 409, "refund_done")


def test_while_it_is_sent_nobody_interferes(act, due, monkeypatch):
    def sending(name):
        if name in ("refund taken", "refund sent"):
            unchanged(lambda: act("retry"), 409, "refund_being_asked")
            unchanged(lambda: act("settle", PAID_BY_HAND), 409, "refund_on_its_way")
            seen.append(name)

    seen = []
    monkeypatch.setattr(steps, "hook", sending)
    refunds_send()
    assert seen == ["refund taken", "refund sent"]
    assert refunds()[0][2] == "done"


@pytest.mark.parametrize("fault", ["lost_answer", "down", "error"])
def test_what_the_provider_may_have_done_is_not_paid_by_hand(act, due, provider_process, fault):
    """Whoever pays by hand must know that it was not; the provider's own answer tells."""
    provider_process.fault(fault, 1)
    work()
    time_passes()
    unchanged(lambda: act("settle", PAID_BY_HAND), 409, "refund_on_its_way")
    assert act("retry")[0] == 200
    work()
    assert refunds()[0][2] == "done"
    assert actions.provider().fetch_payment(due.provider_payment_id).refunded_minor == 200


def test_what_the_provider_has_taken_is_its(act, due, hear):
    later = timezone.now() + timedelta(hours=1)
    taken = {"state": "sent", "provider_refund_id": "rfnd_1", "attempts": 1, "try_at": later}
    Refund.objects.update(**taken)
    unchanged(lambda: act("settle", PAID_BY_HAND), 409, "refund_on_its_way")
    failed = refund_event("rfnd_1", due.provider_payment_id, name="refund.failed")
    assert hear(failed)[0] == 200
    assert act("settle", PAID_BY_HAND)[0] == 200
    before = picture()
    done = refund_event("rfnd_1", due.provider_payment_id)
    for body in (failed, done):
        assert hear(body, **{"X-Razorpay-Event-Id": "evt_2"})[0] == 200
    assert picture() == before


@pytest.mark.parametrize("name", [str(uuid.uuid4()), "1", "x" * 500, "%00"])
def test_an_unknown_refund_is_not_found(act, due, name):
    before = picture()
    assert act("retry", name=name)[0] == 404
    assert act("settle", PAID_BY_HAND, name=name)[0] == 404
    assert picture() == before


@pytest.mark.parametrize(
    "change",
    [
        *({"reason": each} for each in (None, "", " ", 5, "x" * 501, "a\0")),
        *({"reference": each} for each in (None, "", " ", ["x"], "x" * 201, "a\0")),
    ],
)
def test_odd_bodies_are_refused(act, due, change):
    before = picture()
    body = {name: value for name, value in {**PAID_BY_HAND, **change}.items() if value is not None}
    assert act("settle", body)[0] == 400
    assert act("settle", [])[0] == 400
    assert picture() == before


def test_only_operators_look_after_them(api, act, token, due):
    before = picture()
    for who, status in (("", 401), (KEY, 401), (token(JOHN), 403)):
        tried = act("retry", token=who)[0], act("settle", PAID_BY_HAND, token=who)[0]
        assert (*tried, api.ask(LIST, token=who).status_code) == (status, status, status)
    assert picture() == before


def test_a_repeat_with_its_key_is_answered_the_same(act, refused):
    key = {"headers": {"Idempotency-Key": "k"}}
    first = act("settle", PAID_BY_HAND, **key)
    assert first[0] == 200
    before = picture()
    assert act("settle", PAID_BY_HAND, **key) == first
    assert act("settle", {**PAID_BY_HAND, "reason": "other"}, **key)[0] == 422
    assert act("settle", PAID_BY_HAND)[0] == 409
    assert picture() == before


@pytest.mark.django_db(transaction=True)
def test_what_is_cut_off_has_not_happened(act, refused, monkeypatch):
    def die(*_):
        raise KeyboardInterrupt

    before = picture()
    with monkeypatch.context() as patch:
        patch.setattr(settling, "event_log", die)
        for deed in ("retry", "settle"):
            with pytest.raises(KeyboardInterrupt):
                act(deed, PAID_BY_HAND)
    assert picture() == before


@pytest.mark.django_db(transaction=True)
def test_retried_settled_and_sent_at_once_it_is_paid_once(refused, operator):
    headers = {"Authorization": f"Bearer {operator}"}

    def send(deed, body):
        path = f"{LIST}{refused.refund_id}/{deed}/"
        answer = Client().post(
            path, json.dumps(body), content_type="application/json", headers=headers
        )
        return deed, answer.status_code

    ways = (
        lambda: send("retry", {}),
        lambda: send("settle", PAID_BY_HAND),
        lambda: ("send", refunds_send()),
    )
    answers = at_once(lambda number: ways[number % 3](), 12)
    work()
    back = actions.provider().fetch_payment(refused.provider_payment_id).refunded_minor
    settled = answers.count(("settle", 200))
    assert (settled, back) in ((1, 0), (0, 200))
    assert (sale_now().state, refunds()[0][2]) == ("refunded", "done")
    assert {status for deed, status in answers if deed != "send"} <= {200, 409}
