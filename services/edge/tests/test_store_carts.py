"""Whose a change is, what it is of, and what a cart says."""

from datetime import timedelta

import pytest
from django.utils import timezone
from kit.models import Errand
from shop import ADMIN, ANN, BOB, COLA, CRISPS, OPERATOR, REVIEWER, TWO
from shop import ONE as M
from store.models import Alert, WeightChange

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(shop):
    shop.full()
    return shop


def open_alerts():
    return list(Alert.objects.filter(closed_at=None).values_list("kind", flat=True))


def test_picks_and_returns_are_a_cart_with_prices_as_of_the_pick(shop):
    visit_id = shop.enters(ANN)
    shop.weighs(M, a=2.64, b=1, c=1)
    shop.weighs(M, a=2.97, b=0.8, c=1)
    shop.weighs(TWO, a=2.97, b=1, c=1)
    cart = shop.by(ANN).get(f"/edge/carts/{visit_id}/").json()
    assert cart == {
        "visit_id": visit_id,
        "lines": [
            {
                "product_id": COLA,
                "name": "Cola",
                "quantity": 2,
                "unit_price": "1.50",
                "total": "3.00",
            },
            {
                "product_id": CRISPS,
                "name": "Crisps",
                "quantity": 2,
                "unit_price": "2.25",
                "total": "4.50",
            },
        ],
        "total": "7.50",
        "currency": "EUR",
    }


@pytest.mark.parametrize("user_id", [OPERATOR, ADMIN])
def test_staff_inside_count_like_customers(shop, user_id):
    visit_id = shop.enters(user_id)
    [event] = shop.weighs(M, a=2.97, b=1, c=1)
    assert (event["attribution"], event["visit_id"]) == ("attributed", visit_id)


def test_with_nobody_inside_it_is_nobodys_and_an_alert(shop):
    [event] = shop.weighs(M, a=2.97, b=1, c=1)
    assert (event["attribution"], event["visit_id"]) == ("unaccounted", None)
    [alert] = shop.by(OPERATOR).get("/edge/alerts/?open=true").json()["results"]
    assert (alert["kind"], alert["machine_id"]) == ("unaccounted", M)
    call = f"/edge/alerts/{alert['id']}/close/"
    assert shop.by(ANN).post(call).status_code == 403
    assert shop.by(REVIEWER).post(call).json()["closed_at"] is not None
    assert open_alerts() == []


def test_with_several_inside_it_is_contested_and_in_no_cart(shop):
    ann, bob = shop.enters(ANN), shop.enters(BOB)
    [event] = shop.weighs(M, a=2.97, b=1, c=1)
    assert (event["attribution"], event["visit_id"]) == ("contested", None)
    assert (event["product_id"], event["quantity"]) == (COLA, 1)
    assert shop.holds(ann) == shop.holds(bob) == {}


def test_a_change_belongs_to_who_was_inside_at_its_time(shop):
    """What a machine tells late is not whoever's is there by then."""
    picked_at = timezone.now()
    ann = shop.enters(ANN)
    moment = timezone.now()
    shop.leaves(ANN)
    bob = shop.enters(BOB)
    body = {"scales": [["a", "0", "9", "2.97"]], "time": moment.isoformat()}
    [event] = shop.beat(M, body).json()["events"]
    assert (picked_at < moment, event["visit_id"]) == (True, ann)
    assert (shop.holds(ann), shop.holds(bob)) == ({COLA: 1}, {})


def test_what_fits_nothing_is_kept_flagged_and_in_no_cart(shop):
    visit_id = shop.enters(ANN)
    [event] = shop.weighs(M, a=3.1, b=1, c=1)
    assert (event["flags"], event["quantity"], event["product_id"]) == (["no_fit"], None, COLA)
    assert event["visit_id"] == visit_id
    [event] = shop.weighs(M, a=3.1, b=1, c=0.5)
    assert (event["flags"], event["quantity"], event["product_id"]) == (["unmapped"], None, None)
    assert event["visit_id"] == visit_id
    assert shop.holds(visit_id) == {}


def test_a_return_to_the_wrong_shelf_leaves_the_cart(shop):
    visit_id = shop.enters(ANN)
    shop.weighs(M, a=2.97, b=1, c=1)
    [event] = shop.weighs(M, a=2.97, b=1.33, c=1)
    assert (event["product_id"], event["quantity"]) == (COLA, 1)
    assert shop.holds(visit_id) == {}
    assert open_alerts() == []


def test_a_move_within_one_reading_is_a_pick_and_a_return(shop):
    visit_id = shop.enters(ANN)
    picked, placed = shop.weighs(M, a=2.97, b=1.33, c=1)
    assert (picked["status"], placed["status"]) == ("PICKED", "PLACED")
    assert (placed["product_id"], placed["quantity"]) == (COLA, 1)
    assert shop.holds(visit_id) == {}


def test_what_nobody_held_is_unaccounted(shop):
    visit_id = shop.enters(ANN)
    [event] = shop.weighs(M, a=3.63, b=1, c=1)
    assert (event["attribution"], event["visit_id"]) == ("unaccounted", None)
    assert (open_alerts(), shop.holds(visit_id)) == (["unaccounted"], {})


def test_more_put_back_than_taken_never_goes_below_nothing(shop):
    visit_id = shop.enters(ANN)
    shop.weighs(M, a=2.97, b=1, c=1)
    [event] = shop.weighs(M, a=3.63, b=1, c=1)
    assert (event["attribution"], event["quantity"]) == ("attributed", 2)
    assert (open_alerts(), shop.holds(visit_id)) == (["unaccounted"], {})


@pytest.mark.parametrize(
    ("mode", "moved"), [("REFILLMENT_MODE", [5, -1]), ("MAINTENANCE_MODE", [])]
)
def test_outside_of_customer_mode_goods_are_put_in_order(shop, mode, moved):
    shop.opens(mode)
    visit_id = shop.enters(ADMIN)
    [event] = shop.weighs(M, a=4.95, b=1, c=1)
    assert (event["attribution"], event["visit_id"]) == ("stock_movement", None)
    shop.weighs(M, a=4.62, b=1, c=1)
    assert shop.holds(visit_id) == {}
    errands = Errand.objects.filter(name="products.move").order_by("pk")
    assert [errand.payload for errand in errands] == [
        {"product_id": COLA, "change": change} for change in moved
    ]
    [ticket, _] = shop.leaves(ADMIN)
    shown = shop.ticket(ticket["id"])
    assert len(shown["events"]) == 2, "a staff ticket is the record of what was done"
    assert (shown["billable"], shown["lines"]) == (False, [])


def test_a_change_of_mode_leaves_what_was_before(shop):
    visit_id = shop.enters(ANN)
    shop.weighs(M, a=2.97, b=1, c=1)
    changed = shop.by(OPERATOR).put("/edge/store-mode/", {"status": "REFILLMENT_MODE"}).json()
    assert (changed["inside"], changed["warning"]) == (1, "1 person is inside")
    [event] = shop.weighs(M, a=2.64, b=1, c=1)
    assert event["attribution"] == "stock_movement"
    assert shop.holds(visit_id) == {COLA: 1}


def test_the_same_reading_twice_is_one_pick(shop):
    visit_id = shop.enters(ANN)
    for _ in range(3):
        shop.weighs(M, seq=7, a=2.97, b=1, c=1)
    assert (WeightChange.objects.count(), shop.holds(visit_id)) == (1, {COLA: 1})


def test_a_price_that_changes_meanwhile_holds_for_later_picks_only(shop):
    from store.models import Product

    visit_id = shop.enters(ANN)
    shop.weighs(M, a=2.97, b=1, c=1)
    Product.objects.filter(pk=COLA).update(unit_price=200)
    shop.weighs(M, a=2.64, b=1, c=1)
    lines = shop.visit(visit_id)["cart"]["lines"]
    assert [(line["unit_price"], line["quantity"]) for line in lines] == [("1.50", 1), ("2.00", 1)]


def test_a_long_visit_is_told_once(shop):
    from store.actions.sweeps import visit_long_next
    from store.models import Visit

    shop.enters(ANN)
    assert not visit_long_next()
    Visit.objects.update(entered_at=timezone.now() - timedelta(hours=3))
    assert visit_long_next()
    assert not visit_long_next()
    assert open_alerts() == ["long_visit"]


def test_what_was_contested_at_the_pick_may_be_put_back_alone(shop):
    """Who may have taken it may bring it back: that is no surplus."""
    ann = shop.enters(ANN)
    shop.enters(BOB)
    shop.weighs(M, a=2.97, b=1, c=1)
    shop.leaves(BOB)
    [event] = shop.weighs(M, a=3.3, b=1, c=1)
    assert (event["attribution"], event["visit_id"]) == ("attributed", ann)
    assert (open_alerts(), shop.holds(ann)) == ([], {})


def test_a_surplus_is_on_the_ticket_of_who_was_there_but_cannot_be_claimed(shop):
    shop.enters(ANN)
    [event] = shop.weighs(M, a=3.63, b=1, c=1)
    ticket = shop.leaves(ANN)[0]
    assert ticket["status"] == "TO_BE_REVIEWED"
    assert [each["id"] for each in shop.ticket(ticket["id"])["events"]] == [event["id"]]
    shop.step(ticket["id"], "start")
    claimed = shop.step(ticket["id"], "claim-event", {"event_id": event["id"]})
    assert claimed.status_code == 404
