"""What a checkout is refused for, and that nothing has changed then."""

import pytest
from paying import USER_CHECKOUT, line_of, nothing_changed, work
from trolleys.models import Cart, CartLine, Payment, PlaceSettings, Session
from world import BATCH, HOLD, JOHN, MARKET, NAMES, goods

pytestmark = pytest.mark.django_db(transaction=True)


# What speaks against it


@pytest.mark.parametrize("quantity", [None, 0])
def test_an_empty_cart(ask, full, quantity):
    CartLine.objects.all().delete()
    if quantity is not None:
        CartLine.objects.create(cart=full.cart, **line_of(quantity=quantity))
    refused = ask()
    assert (refused.status_code, refused.json()["error"]) == (400, "Cart is empty")
    assert CartLine.objects.count() == (quantity is not None)
    assert nothing_changed()


def test_a_cart_with_issues(ask, shelves):
    shelves.put(goods(stock=1))
    refused = ask()
    assert refused.status_code == 409
    assert refused.json()["error"] == "Cart has validation issues"
    assert refused.json()["message"]
    assert refused.json()["issues"] == [
        {
            "product_id": 10,
            "product_name": "Tea",
            "issues": ["Insufficient stock. Only 1 available"],
            "codes": ["insufficient_stock"],
        }
    ]
    assert nothing_changed()
    assert not shelves.holds


def test_the_user_form_shows_issues_in_data(api, john, provider_process, shelves, fill):
    cart = Cart.objects.create(user_id=JOHN, user_name=NAMES[JOHN])
    fill(cart, quantity=2)
    shelves.put(goods(stock=1))
    refused = api.send(USER_CHECKOUT, {}, token=john)
    assert refused.status_code == 409
    body = refused.json()
    assert (body["success"], body["message"]) == (False, "Cart has validation issues")
    assert body["data"]["valid"] is False
    assert body["data"]["issues"][0]["codes"] == ["insufficient_stock"]


@pytest.mark.parametrize(
    ("status", "reason", "details", "code", "text"),
    [
        (
            *(409, "insufficient_stock", {"product_id": 10, "available": 1}),
            *("insufficient_stock", "Insufficient stock. Only 1 available"),
        ),
        (
            *(404, "product_not_found", {"product_id": 10}),
            *("unavailable", "Product is no longer available"),
        ),
        (
            *(400, "product_unavailable", {"product_id": 10}),
            *("unavailable", "Product is no longer available"),
        ),
    ],
)
def test_what_the_hold_finds_short_is_an_issue(
    ask, full, products, status, reason, details, code, text
):
    answer = {"success": False, "reason": reason, "details": [details]}
    products.on("POST", HOLD, answer, status=status)
    refused = ask("tap")
    assert (refused.status_code, refused.json()["error"]) == (409, "Cart has validation issues")
    [issue] = refused.json()["issues"]
    assert (issue["product_name"], issue["issues"], issue["codes"]) == ("Tea", [text], [code])
    assert nothing_changed()
    full.refresh_from_db()
    assert full.busy_until is None
    del products.rules["POST", HOLD]
    assert ask("tap").status_code == 201


def test_all_lines_are_held_or_none(ask, full, fill, shelves):
    shelves.put(goods(11, stock=5))
    fill(full.cart, product_id=11, quantity=3)
    assert ask().status_code == 201
    [hold] = shelves.holds.values()
    assert [line["product_id"] for line in hold.lines] == [10, 11]


# What is down


@pytest.mark.parametrize("path", [BATCH, HOLD])
def test_products_is_down_or_answers_nonsense(ask, full, products, shelves, path):
    for status in (500, 200, 418):
        products.on("POST", path, b"nonsense", status=status)
        refused = ask("tap")
        assert refused.status_code == 503
        assert refused.json()["error"] == "Products service unavailable"
        assert nothing_changed()
        full.refresh_from_db()
        assert full.busy_until is None
    del products.rules["POST", path]
    assert ask("tap").status_code == 201, "its key is free"


def test_a_hold_whose_answer_is_lost_is_given_back(ask, products, shelves):
    held = shelves.hold

    def lose(request):
        held(request)
        return 500, b""

    products.does("POST", HOLD, lose)
    assert ask().status_code == 503
    work()
    assert not shelves.held()
    assert shelves.available(10) == 50


@pytest.mark.parametrize("fault", ["down", "error", "nonsense", "lost_answer"])
def test_the_provider_fails(ask, full, provider_process, shelves, fault):
    provider_process.fault(fault)
    refused = ask("tap")
    assert refused.status_code == 503
    assert refused.json()["error"] == "Payment provider unavailable"
    payment = Payment.objects.get()
    assert payment.status == "failed"
    assert not shelves.held(), "the hold is released"
    full.refresh_from_db()
    assert full.busy_until is None, "the cart is thawed"
    assert ask("tap").status_code == 201, "its key is free"


@pytest.mark.parametrize("missing", ["RAZORPAY_KEY_ID", "RAZORPAY_SECRET_KEY"])
def test_payments_are_not_configured(ask, settings, missing):
    settings.PAYMENTS = {**settings.PAYMENTS, missing: ""}
    refused = ask()
    assert (refused.status_code, refused.json()["error"]) == (503, "Payments are not configured")
    assert nothing_changed()


def test_the_provider_refuses_our_key(ask, settings):
    settings.PAYMENTS = {**settings.PAYMENTS, "RAZORPAY_SECRET_KEY": "wrong"}
    refused = ask()
    assert (refused.status_code, refused.json()["error"]) == (503, "Payments are not configured")
    assert Payment.objects.get().status == "failed"


@pytest.fixture
def valid(api, full):
    """Whether the cart is valid by the copies that this process has."""

    def look():
        answer = api.ask(f"/api/cart/validate/?session_id={full.session_id}")
        return answer.json()["data"]["valid"]

    return look


def test_an_old_copy_speaks_against_no_checkout(ask, valid, shelves):
    shelves.put(goods(stock=1))
    assert valid() is False
    shelves.put(goods(stock=50))
    assert ask().status_code == 201


def test_nobody_pays_by_an_old_copy(ask, valid, shelves):
    assert valid() is True
    shelves.put(goods(price="5.00"))
    refused = ask()
    assert refused.status_code == 409
    assert refused.json()["issues"][0]["codes"] == ["price_increased"]
    assert nothing_changed()


# Spot checks


@pytest.fixture
def checked(db):
    """A market that looks into every trolley."""
    PlaceSettings.objects.create(location_id=MARKET, spot_check_percent=100, spot_check_items=2)


def test_a_spot_check_comes_before_the_stock_is_held(checked, ask, full, shelves):
    for _ in range(2):
        refused = ask("tap")
        assert (refused.status_code, refused.json()["error"]) == (409, "Spot check required")
        check = refused.json()["check"]
        assert (check["state"], check["items"], check["since"][-1]) == ("waiting", 2, "Z")
    assert not Payment.objects.exists()
    assert not shelves.holds
    full.refresh_from_db()
    assert full.check_state == "waiting", "what was drawn stays drawn"
    Session.objects.update(check_state="passed")
    assert ask("tap").status_code == 201


def test_nothing_is_drawn_for_a_cart_that_could_not_be_paid(checked, ask, full, shelves):
    shelves.put(goods(stock=1))
    assert ask().json()["error"] == "Cart has validation issues"
    CartLine.objects.all().delete()
    assert ask().json()["error"] == "Cart is empty"
    full.refresh_from_db()
    assert full.check_drawn is None


def test_a_users_cart_is_not_looked_into(checked, api, john, provider_process, shelves, fill):
    fill(Cart.objects.create(user_id=JOHN, user_name=NAMES[JOHN]))
    assert api.send(USER_CHECKOUT, {}, token=john).status_code == 201
