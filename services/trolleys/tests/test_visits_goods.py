"""What becomes of the goods of a session that has run out when somebody scans again."""

import json
import uuid
from datetime import timedelta

import pytest
from devices.models import Command
from django.utils import timezone
from scanning import SCAN, line_add, run_out, scan
from testing.client import ApiClient
from testing.races import at_once
from trolleys.models import BoardEvent, Cart, CartAudit, CartLine, Session
from world import JOHN, MARKET

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trolley", "spare_codes")]


# ---- Expiry without a worker ------------------------------------------------------------------


def test_who_comes_after_a_session_that_ran_out_gets_the_trolley(api, john, jane):
    old = scan(api, john)
    line_add(old["session_id"])
    run_out(old["session_id"])
    new = scan(api, jane)
    assert new["cart_items_count"] == 0
    expired = Session.objects.get(session_id=old["session_id"])
    assert (expired.state, expired.ended_by) == ("expired", "expiry")
    assert expired.ended_at == expired.alive_until
    kinds = list(expired.events.order_by("seq").values_list("kind", flat=True))
    assert kinds == ["session.expired", "trolley.lock_changed"]
    assert Command.objects.filter(ended_at=None).get().payload == {"action": "unlock"}


def test_the_same_user_takes_the_goods_along(api, john, make_trolley):
    make_trolley("TROLLEY_02")
    old = scan(api, john)
    line_add(old["session_id"], approval="approved")
    line_add(old["session_id"], product_id=11, quantity=1, price_at_addition="1.20")
    Cart.objects.update(approved_age=16)
    run_out(old["session_id"], 500)
    new = scan(api, john, trolley_id="TROLLEY_02")
    assert new["session_id"] != old["session_id"]
    assert new["cart_items_count"] == 3
    cart = Cart.objects.get(session__session_id=new["session_id"])
    assert cart.approved_age == 16
    assert list(cart.lines.order_by("id").values_list("product_id", "approval")) == [
        (10, "approved"),
        (11, "not_needed"),
    ]
    rows = CartAudit.objects.order_by("id").values_list("cart", "action", "changes")
    assert list(rows) == [
        (Cart.objects.exclude(pk=cart.pk).get().pk, "CLEAR", {"items_removed": 2}),
        (cart.pk, "ADD", {"quantity": 2, "price": "4.50"}),
        (cart.pk, "ADD", {"quantity": 1, "price": "1.20"}),
    ]
    assert set(CartAudit.objects.values_list("user_name", "ip_address")) == {
        ("john_doe", "127.0.0.1")
    }
    assert not CartLine.objects.filter(cart__session__session_id=old["session_id"]).exists()


def test_staff_are_waited_for_with_the_goods(api, john, make_trolley):
    make_trolley("TROLLEY_02")
    old = scan(api, john)
    since = timezone.now() - timedelta(minutes=3)
    line_add(old["session_id"], approval="waiting", waiting_since=since, min_age=18)
    run_out(old["session_id"])
    new = scan(api, john, trolley_id="TROLLEY_02")
    session = Session.objects.get(session_id=new["session_id"])
    assert session.busy_until == since + timedelta(minutes=15)
    told = BoardEvent.objects.filter(kind="waiting.changed").order_by("seq")
    nobody, line = [json.loads(event.data) for event in told]
    assert (nobody["session_id"], nobody["waiting"]) == (old["session_id"], [])
    assert [(one["kind"], one["trolley_id"]) for one in line["waiting"]] == [("age", "TROLLEY_02")]


@pytest.mark.parametrize("state", ["waiting", "missed", "passed", "none"])
def test_a_spot_check_that_was_drawn_goes_along_with_the_goods(api, john, make_trolley, state):
    make_trolley("TROLLEY_02")
    old = scan(api, john)
    line_add(old["session_id"])
    since = timezone.now()
    drawn = {"check_drawn": state != "none", "check_state": state}
    Session.objects.update(**drawn, check_items=3, check_since=since)
    run_out(old["session_id"])
    new = scan(api, john, trolley_id="TROLLEY_02")
    session = Session.objects.get(session_id=new["session_id"])
    assert {name: getattr(session, name) for name in drawn} == drawn
    assert (session.check_items, session.check_since) == (3, since)
    open_one = state in ("waiting", "missed")
    told = api.ask(f"/api/session/{new['session_id']}").json()["check"]
    assert (told["state"], told["items"]) == (state, 3 if open_one else None)
    waiting = [json.loads(e.data) for e in BoardEvent.objects.filter(kind="waiting.changed")]
    assert [one["kind"] for each in waiting for one in each["waiting"]] == ["check"] * open_one
    with_goods = Session.objects.get(session_id=old["session_id"])
    assert (with_goods.check_state, with_goods.check_since) == ("none", None)


@pytest.mark.parametrize("how", ["too late", "unproven", "elsewhere", "being paid"])
def test_otherwise_a_new_session_starts_empty(api, john, make_trolley, make_payment, how):
    old = scan(api, john)
    line_add(old["session_id"])
    run_out(old["session_id"], 601 if how == "too late" else 1)
    if how == "being paid":
        make_payment(Session.objects.get())
    there = make_trolley("TROLLEY_02", location_id=77 if how == "elsewhere" else MARKET)
    who = {"user_id": JOHN} if how == "unproven" else {"token": john}
    assert scan(api, trolley_id=there.trolley_id, **who)["cart_items_count"] == 0
    assert CartLine.objects.get().cart.session.session_id == uuid.UUID(old["session_id"])


@pytest.mark.django_db(transaction=True)
def test_scans_of_many_trolleys_by_one_user_take_the_goods_along_once(api, john, make_trolley):
    for number in range(2, 6):
        make_trolley(f"TROLLEY_0{number}")
    old = [scan(api, john, trolley_id=f"TROLLEY_0{number}") for number in (1, 2, 3)]
    for found in old:
        line_add(found["session_id"])
        run_out(found["session_id"])

    def take(number):
        body = {"trolley_id": f"TROLLEY_0{number + 1}"}
        return ApiClient().send(SCAN, body, token=john).status_code

    assert at_once(take, 5) == [201] * 5
    alive = Session.objects.filter(state="active")
    assert CartLine.objects.filter(cart__session__in=alive).count() == 3
    assert CartLine.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_who_swap_their_trolleys_never_wait_in_a_circle(api, john, jane, make_trolley):
    """Both sessions have run out, each scans the trolley on which the other's goods are."""
    make_trolley("TROLLEY_02")
    mine, other = (john, "TROLLEY_01"), (jane, "TROLLEY_02")
    for _ in range(5):
        for token, trolley_id in (mine, other):
            old = scan(api, token, trolley_id=trolley_id)
            if not old["cart_items_count"]:
                line_add(old["session_id"])
            run_out(old["session_id"])
        mine, other = (mine[0], other[1]), (other[0], mine[1])
        swapped = (mine, other)

        def take(number, swapped=swapped):
            token, trolley_id = swapped[number]
            return scan(ApiClient(), token, trolley_id=trolley_id)["cart_items_count"]

        assert at_once(take, 2) == [2, 2]
        for session in Session.objects.filter(state="active"):
            run_out(session.session_id)
