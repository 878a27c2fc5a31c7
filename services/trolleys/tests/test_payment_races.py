"""Many at once: the last unit is sold once, and money that is told of several times counts once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from kit.errands import errand_deliver
from paying import CHECKOUT, PAYMENTS, money_event, pay_id, proof, work
from testing.races import at_once
from testing.scale import scaled
from trolleys import jobs
from trolleys.models import Payment, Receipt, Received, Refund, Session
from world import goods

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]


@pytest.fixture
def crowd(make_trolley, make_session, fill, provider_process, shelves):
    """So many shoppers with one unit each, of which there are as many, and who have time."""

    def gather(count):
        shelves.put(goods(stock=count))
        sessions = [make_session(on=make_trolley(f"T{number}")) for number in range(count)]
        for session in sessions:
            fill(session.cart)
        Session.objects.update(alive_until=timezone.now() + timedelta(hours=1))
        return sessions

    return gather


def test_the_last_unit_is_sold_once(api, crowd, shelves):
    sessions = crowd(scaled(200, least=40))
    shelves.put(goods(stock=1))

    def check_out(number):
        body = {"session_id": str(sessions[number].session_id)}
        response = api.send(CHECKOUT, body)
        return response.status_code, response.json().get("error")

    outcomes = at_once(check_out, len(sessions))
    refused = [each for each in outcomes if each[0] != 201]
    assert len(refused) == len(sessions) - 1
    assert set(refused) == {(409, "Cart has validation issues")}
    payment = Payment.objects.get()
    assert shelves.held() == {str(payment.payment_id)}
    assert not Session.objects.exclude(pk=payment.session_id).filter(busy_until__isnull=False)


def test_each_of_many_payments_is_credited_once(api, crowd, shelves, hear):
    sessions = crowd(scaled(1000, every=40))
    tellings = 4  # three webhooks and a proof, at once

    def check_out(number):
        body = {"session_id": str(sessions[number].session_id)}
        return api.send(CHECKOUT, body).json()

    payments = at_once(check_out, len(sessions))
    paid_by = [pay_id() for _ in payments]

    def come(number):
        index, kind = divmod(number, tellings)
        payment, session = payments[index], sessions[index]
        if kind == 1:
            path = f"{PAYMENTS}/{payment['payment_id']}/verify"
            bought = proof(payment["provider_order_id"], paid_by[index])
            return api.send(path, {"session_id": str(session.session_id), **bought}).status_code
        return hear(money_event(payment["provider_order_id"], paid_by[index], 450))[0]

    assert set(at_once(come, len(payments) * tellings)) == {200}
    work()
    assert Receipt.objects.count() == Received.objects.count() == len(sessions)
    assert len(shelves.sold) == len(set(shelves.sold)) == len(sessions)
    assert shelves.stock(10) == 0
    assert not Refund.objects.exists()
    assert not Session.objects.exclude(state="ended", ended_by="payment").exists()


def test_a_double_tap_is_one_payment(api, full, provider_process, shelves):
    body = {"session_id": str(full.session_id)}
    key = {"Idempotency-Key": "tap"}
    responses = at_once(lambda _: api.send(CHECKOUT, body, headers=key), 8)
    assert {response.status_code for response in responses} <= {200, 201, 409}
    assert [response.status_code for response in responses].count(201) == 1
    for response in responses:
        if response.status_code == 409:
            assert response.json()["error"] == "Checkout in progress"
    assert Payment.objects.count() == len(shelves.holds) == 1


def test_taps_without_a_key_are_one_payment(api, full, provider_process, shelves):
    body = {"session_id": str(full.session_id)}
    responses = at_once(lambda _: api.send(CHECKOUT, body), 8)
    assert sorted(response.status_code for response in responses) == [201] + [409] * 7
    payment = Payment.objects.get()
    for response in responses:
        assert response.json()["payment_id"] == str(payment.payment_id)
    assert len(shelves.holds) == 1


def test_cancel_and_money_at_once_have_one_outcome(api, hear, crowd, shelves):
    sessions = crowd(scaled(60, least=8))
    payments = []
    for session in sessions:
        body = {"session_id": str(session.session_id)}
        payments.append(api.send(CHECKOUT, body).json())

    def come(number):
        index, kind = divmod(number, 2)
        payment = payments[index]
        if kind:
            return hear(money_event(payment["provider_order_id"], f"pay_{index}", 450))[0]
        body = {"session_id": str(sessions[index].session_id)}
        return api.send(f"{PAYMENTS}/{payment['payment_id']}/cancel", body).status_code

    assert set(at_once(come, len(payments) * 2)) <= {200, 409}
    work()
    for payment in Payment.objects.select_related("session"):
        sold = str(payment.payment_id) in shelves.sold
        expected = ("paid", "ended") if sold else ("refunded", "active")
        assert (payment.status, payment.session.state) == expected
        assert payment.refunds.filter(state="done").count() == (not sold)
    assert shelves.stock(10) == len(sessions) - len(shelves.sold)
    assert not shelves.held()


def test_expiry_and_money_at_once_have_one_outcome(api, hear, crowd, shelves, provider_process):
    """Session and payment have run out, the provider has the money, and everybody is at it."""
    sessions = crowd(scaled(40, least=6))
    payments = []
    for session in sessions:
        payment = api.send(CHECKOUT, {"session_id": str(session.session_id)}).json()
        payments.append(payment["provider_order_id"])
        provider_process.act(payments[-1], "pay_and_close")
    over = timezone.now()
    Payment.objects.update(expires_at=over)
    Session.objects.update(busy_until=over, alive_until=over)
    rounds = (jobs.sessions_expire, jobs.payments_expire, errand_deliver)

    def come(number):
        index, kind = divmod(number, 4)
        if kind < len(rounds):
            return rounds[kind]()
        body = {"session_id": str(sessions[index].session_id)}
        path = f"{PAYMENTS}/{Payment.objects.get(session=sessions[index]).payment_id}/cancel"
        return api.send(path, body).status_code

    at_once(come, len(payments) * 4)
    while jobs.sessions_expire():
        pass
    work()
    for payment in Payment.objects.select_related("session"):
        sold = str(payment.payment_id) in shelves.sold
        money = list(payment.received.values_list("provider_payment_id", flat=True))
        back = list(payment.refunds.values_list("state", flat=True))
        if payment.status == "paid":
            assert (sold, len(money), back) == (True, 1, [])
            assert (payment.session.state, payment.session.ended_by) == ("ended", "payment")
        else:
            assert payment.status == ("refunded" if money else "cancelled")
            assert (sold, back) == (False, ["done"] * len(money))
            assert payment.session.state in ("active", "expired")
    assert shelves.stock(10) == len(sessions) - len(shelves.sold)
    assert not shelves.held()


def one_outcome(payment, shelves):
    """It was sold and paid, or nothing was and the money is back."""
    session, sold = payment.session, str(payment.payment_id) in shelves.sold
    assert payment.status == ("paid" if sold else "refunded")
    assert payment.refunds.filter(state="done").count() == (not sold)
    assert Receipt.objects.filter(payment=payment).count() == sold
    assert session.ended_by in (("payment", "staff") if sold else ("user", "staff", "expiry", ""))
    kept = not sold and session.ended_by != "user"
    assert session.cart.lines.exists() == kept
    open_ones = session.trolley.sessions.filter(state="active").count()
    assert open_ones == (session.state == "active")


def test_all_ends_at_once_have_one_outcome(api, hear, crowd, shelves, operator):
    """A session is ended, paid, given up, swept and released by staff in the same moment."""
    sessions = crowd(scaled(40, least=6))
    bodies = [{"session_id": str(each.session_id)} for each in sessions]
    payments = [api.send(CHECKOUT, body).json() for body in bodies]
    over = timezone.now()
    late = Session.objects.filter(pk__in=[each.pk for each in sessions[::2]])
    late.update(busy_until=over, alive_until=over)
    ways = (
        lambda n: api.send("/api/session/end", bodies[n]).status_code,
        lambda n: hear(money_event(payments[n]["provider_order_id"], f"pay_{n}", 450))[0],
        lambda n: api.send(f"{PAYMENTS}/{payments[n]['payment_id']}/cancel", bodies[n]).status_code,
        lambda n: api.send(f"/api/trolleys/T{n}/force-unassign", token=operator).status_code,
        lambda _: 200 if jobs.sessions_expire() in (True, False) else 500,
    )

    def come(number):
        index, way = divmod(number, len(ways))
        return ways[way](index)

    assert set(at_once(come, len(sessions) * len(ways))) <= {200, 400, 409}
    work()
    while jobs.sessions_expire():
        pass
    for payment in Payment.objects.select_related("session__trolley"):
        one_outcome(payment, shelves)
    assert shelves.stock(10) == len(sessions) - len(shelves.sold)
    assert not shelves.held()
