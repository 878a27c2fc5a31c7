"""Staff, shoppers and the worker at the same moment: one outcome, told once."""

import json
from collections import Counter

import pytest
from django.utils import timezone
from testing.client import ApiClient
from testing.races import at_once
from trolleys.actions.sweeps import sessions_expire
from trolleys.models import (
    BoardEvent,
    Payment,
    Session,
    SessionEvent,
    StaffDecision,
    Trolley,
)
from world import JOHN, TROLLEY

pytestmark = pytest.mark.django_db(transaction=True)

ONE = f"/api/trolleys/{TROLLEY}"


def statuses():
    rows = BoardEvent.objects.filter(kind="trolley.changed").order_by("seq")
    return [json.loads(row.data)["status"] for row in rows]


def ends():
    kinds = ("session.ended", "session.expired")
    return list(SessionEvent.objects.filter(kind__in=kinds).values_list("kind", flat=True))


@pytest.mark.parametrize("_", range(3))
def test_of_scans_and_reservations_at_once_one_wins(trolley, spare_codes, signer, _):
    tokens = [signer.access(100 + number) for number in range(12)]

    def either(number):
        if number % 2:
            return ApiClient().send(f"{ONE}/reserve", token=tokens[number]).status_code
        body = {"trolley_id": TROLLEY}
        return ApiClient().send("/api/session/qr-scan", body, token=tokens[number]).status_code

    answers = at_once(either, 12)
    assert Counter(answers) == {201: 1, 409: 11}
    reserved = Trolley.objects.get().reserved_by is not None
    assert Session.objects.count() == (0 if reserved else 1)
    assert (answers.index(201) % 2 == 1) is reserved
    assert statuses() == ["reserved" if reserved else "in_use"]


def test_who_reserved_scans_while_others_try(trolley, spare_codes, signer, john):
    ApiClient().send(f"{ONE}/reserve", token=john)
    tokens = [john if number == 5 else signer.access(100 + number) for number in range(10)]

    def scan(number):
        body = {"trolley_id": TROLLEY}
        return ApiClient().send("/api/session/qr-scan", body, token=tokens[number]).status_code

    answers = at_once(scan, 10)
    assert (answers[5], Counter(answers)) == (201, {201: 1, 409: 9})
    assert Session.objects.get().user_id == JOHN


def test_release_and_end_at_once_end_a_session_once(session, clerk):
    body = {"session_id": str(session.session_id)}

    def either(number):
        if number % 2:
            return ApiClient().send(f"{ONE}/force-unassign", token=clerk).status_code
        return ApiClient().send("/api/session/end", body).status_code

    answers = at_once(either, 10)
    session.refresh_from_db()
    assert (session.state, ends()) == ("ended", ["session.ended"])
    by_staff = session.ended_by == "staff"
    assert Counter(answers[1::2]) == ({200: 1, 409: 4} if by_staff else {409: 5})
    assert Counter(answers[::2]) == ({400: 5} if by_staff else {200: 5})
    assert StaffDecision.objects.count() == by_staff
    assert statuses() == ["available"]


def test_release_and_expiry_at_once_end_a_session_once(session, clerk):
    Session.objects.update(alive_until=timezone.now())

    def either(number):
        if number % 2:
            return ApiClient().send(f"{ONE}/force-unassign", token=clerk).status_code
        return sessions_expire()

    answers = at_once(either, 8)
    assert Counter(answers[1::2]) == {409: 4}  # it had run out before anybody came
    assert (Session.objects.get().state, ends()) == ("expired", ["session.expired"])
    assert statuses() == ["available"]
    assert not StaffDecision.objects.exists()


def test_release_and_heartbeats_at_once_leave_no_living_session(session, clerk):
    body = {"session_id": str(session.session_id)}

    def either(number):
        if number == 4:
            return ApiClient().send(f"{ONE}/force-unassign", token=clerk).status_code
        return ApiClient().send("/api/session/heartbeat", body).status_code

    answers = at_once(either, 10)
    assert answers.pop(4) == 200
    assert set(answers) <= {200, 400}
    assert (Session.objects.get().state, ends()) == ("ended", ["session.ended"])


def test_release_and_cancel_at_once_cancel_a_payment_once(session, clerk, make_payment, products):
    released = {"success": True, "response": {"state": "released"}}
    products.on("POST", "/internal/stock/release/", released)
    payment = make_payment(session)
    path = f"/api/payments/{payment.payment_id}/cancel"
    body = {"session_id": str(session.session_id)}

    def either(number):
        if number % 2:
            return ApiClient().send(f"{ONE}/force-unassign", token=clerk).status_code
        return ApiClient().send(path, body).status_code

    answers = at_once(either, 8)
    assert Counter(answers[1::2]) == {200: 1, 409: 3}
    assert Counter(answers[::2]) == {200: 4}
    assert Payment.objects.get().status == "cancelled"
    told = SessionEvent.objects.filter(kind="payment.changed")
    assert [json.loads(one.data)["status"] for one in told] == ["cancelled"]
    assert products.asked("POST", "/internal/stock/release/") >= 1
    assert (Session.objects.get().state, ends()) == ("ended", ["session.ended"])
