"""The shells of the pages: what each is told, whom their policy lets in, where the demo leads."""

import pytest
from django.test import Client
from payments.razorpay import SANDBOX_KEY_ID
from testing.client import body_data
from world import TROLLEY

ENTRY, BOARD, OWN = "/trolley/", "/trolleys/board/", "/trolleys/cart/"


@pytest.fixture
def web():
    return Client()


def test_staff_and_customers_are_offered_different_accounts(web, settings):
    settings.PUBLIC_URL, settings.CURRENCY = "https://market.example", "CHF"
    settings.DEMO_LOGIN, settings.DEMO_SHOPPER = "ada:secret", "bob:secret"
    money = {"currency": "CHF", "decimals": "2"}
    board = {"public-url": "https://market.example", "demo-login": "ada:secret"}
    assert body_data(web.get(BOARD)) == {**money, **board}
    assert body_data(web.get(OWN)) == {**money, "demo-login": "bob:secret"}
    settings.DEMO_LOGIN = settings.DEMO_SHOPPER = ""
    assert body_data(web.get(BOARD))["demo-login"] == body_data(web.get(OWN))["demo-login"] == ""


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["", "nowhere"])
def test_without_a_demo_the_entry_asks_for_a_trolley(web, trolley, settings, tmp_path, place):
    settings.DEMO_PLACE = str(tmp_path / place) if place else ""
    page = web.get(ENTRY)
    assert (page.status_code, body_data(page)["trolley"]) == (200, "")


@pytest.mark.django_db
def test_in_the_demo_the_entry_leads_to_a_free_trolley(
    web, trolley, make_trolley, make_session, settings, tmp_path
):
    settings.DEMO_PLACE = str(tmp_path / "demo")
    (tmp_path / "demo").write_text("1")
    entry = web.get(ENTRY)
    assert (entry.status_code, entry.headers["Location"]) == (302, f"/trolley/{TROLLEY}/")
    assert entry.headers["Cache-Control"] == "no-store"
    make_session(on=trolley)
    assert body_data(web.get(ENTRY))["trolley"] == ""
    make_trolley("TROLLEY_02")
    assert web.get(ENTRY).headers["Location"] == "/trolley/TROLLEY_02/"
    assert body_data(web.get(f"{ENTRY}{TROLLEY}/"))["trolley"] == TROLLEY


PAYING = ("/trolley/TROLLEY_01", "/trolley/", "/trolleys/cart/")


def policy(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return dict(rule.split(" ", 1) for rule in response["Content-Security-Policy"].split("; "))


@pytest.mark.parametrize("key", ["", SANDBOX_KEY_ID])
@pytest.mark.parametrize("path", [*PAYING, BOARD])
def test_nobody_else_is_let_in_without_the_real_provider(client, settings, path, key):
    settings.PAYMENTS = {"RAZORPAY_KEY_ID": key}
    rules = policy(client, path)
    assert not [name for name, sources in rules.items() if "razorpay" in sources]
    assert "frame-src" not in rules


@pytest.mark.parametrize("path", PAYING)
def test_the_providers_checkout_may_be_opened_where_it_is_paid_with(client, settings, path):
    settings.PAYMENTS = {"RAZORPAY_KEY_ID": "rzp_live_1"}
    rules = policy(client, path)
    assert rules["script-src"] == "'self' https://checkout.razorpay.com"
    assert rules["frame-src"] == "https://api.razorpay.com https://checkout.razorpay.com"
    assert rules["default-src"] == "'none'"
    assert not [name for name, sources in rules.items() if "unsafe" in sources]


def test_the_board_takes_no_money(client, settings):
    settings.PAYMENTS = {"RAZORPAY_KEY_ID": "rzp_live_1"}
    assert "razorpay" not in policy(client, BOARD)["script-src"]
