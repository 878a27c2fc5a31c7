"""Payments that go wrong: nobody pays twice, and nobody loses a cart."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.axe import axe
from tests.e2e.conftest import Open
from tests.e2e.looks import fits_across
from tests.e2e.trolleys.shopping import WITHIN, Shopper
from tests.e2e.watch import Watch
from tests.integration.trolleys.market import TEA, Json, Market
from tests.support.waiting import wait_for
from tools.browser.window import PHONE

THANKS = "Thank you. It is paid."


@pytest.fixture
def ann(open_window: Open, market: Market) -> Shopper:
    """Has tea in the cart."""
    ann = Shopper(open_window(PHONE), market.trolley()).arrive().start()
    ann.add(TEA, "Tea")
    return ann


def payment(market: Market, ann: Shopper) -> Json:
    """The session's last payment."""
    payment_id = ann.session(market)["payment_id"]
    shown = market.call("GET", f"/api/payments/{payment_id}", query={"session_id": ann.session_id})
    assert shown.status_code == 200, shown.text
    return dict(shown.json())


def test_declined_and_tried_again(ann: Shopper, market: Market) -> None:
    ann.pay("Decline")
    ann.sees("The payment was declined. Nothing was charged.")
    expect(ann.line("Tea")).to_be_visible()
    axe(ann.page)
    ann.add(TEA, "Tea")
    expect(ann.told).to_contain_text("Tea: now 2")
    expect(ann.page.get_by_text("The payment was declined.")).to_have_count(0)
    ann.pay()
    expect(ann.heading(THANKS)).to_be_visible()
    assert payment(market, ann)["amount"] == "9.00"


def test_the_tab_was_closed_while_paying(ann: Shopper, market: Market) -> None:
    ann.pay("Pay and close the tab")
    ann.page.close()
    ann.page = ann.page.context.new_page()
    ann.arrive()
    expect(ann.heading(THANKS)).to_be_visible()
    assert [ann.session(market)[name] for name in ("state", "ended_by")] == ["ended", "payment"]


def test_who_comes_back_without_paying_goes_on_either_way(ann: Shopper) -> None:
    ann.button("Pay").click()
    ann.page.wait_for_url("**/sandbox/pay/**")
    ann.page.close()
    ann.page = ann.page.context.new_page()
    ann.arrive()
    expect(ann.heading("Pay €4.50")).to_be_visible()
    expect(ann.field).to_have_count(0)
    axe(ann.page)
    ann.button("Back to the cart").click()
    expect(ann.field).to_be_visible()
    ann.is_focused("In the cart")
    ann.pay()
    expect(ann.heading(THANKS)).to_be_visible()


def test_paid_twice_is_given_back_once(ann: Shopper, market: Market) -> None:
    ann.pay("Pay twice")
    expect(ann.heading(THANKS)).to_be_visible()

    def given_back() -> bool:
        refunds = payment(market, ann)["refunds"]
        return [(each["amount"], each["reason"]) for each in refunds] == [("4.50", "surplus")]

    wait_for(given_back, WITHIN, "the surplus is given back")
    assert payment(market, ann)["status"] == "paid"


def test_two_taps_open_one_payment(ann: Shopper, market: Market) -> None:
    opened: list[str] = []
    ann.page.on("request", lambda each: opened.append(each.url) if "checkout" in each.url else None)
    ann.button("Pay").dblclick()
    ann.page.wait_for_url("**/sandbox/pay/**")
    assert len([url for url in opened if url.endswith("/api/cart/checkout/")]) == 1


def test_a_provider_that_is_down_is_said(ann: Shopper, market: Market, watch: Watch) -> None:
    watch.allow("status of 503")
    ann.page.route(
        "**/api/cart/checkout/",
        lambda route: route.fulfill(
            status=503,
            json={"success": False, "message": "Payment provider unavailable"},
        ),
    )
    ann.button("Pay").click()
    ann.sees("Tea")
    alert = ann.page.locator(".toast")
    expect(alert).to_contain_text("A part of the system does not answer just now.")
    ann.page.unroute("**/api/cart/checkout/")
    ann.pay()
    expect(ann.heading(THANKS)).to_be_visible()


def test_cash_is_offered_where_it_is_taken(open_window: Open, market: Market, ann: Shopper) -> None:
    expect(ann.button("Pay in cash")).to_have_count(0)
    place = f"/api/trolleys/settings?location_id={market.place.location_id}"
    assert market.call("PUT", place, {"cash": True}, user=market.operator).status_code == 200
    try:
        ben = Shopper(open_window(PHONE), market.trolley()).arrive().start()
        ben.add(TEA, "Tea")
        sides = [ben.button(name).bounding_box() for name in ("Pay in cash", "Pay")]
        rows = {box["y"] for box in sides if box}
        assert len(rows) == 1, sides  # side by side at 360 px
        fits_across(ben.page)
        ben.button("Pay in cash").click()
        ben.sees("Please go to the staff, and pay in cash.")
        axe(ben.page)
        paid = market.post(
            f"/api/payments/{payment(market, ben)['payment_id']}/cash",
            {"action": "received"},
            user=market.operator,
        )
        assert paid.status_code == 200, paid.text
        expect(ben.heading(THANKS)).to_be_visible()
    finally:
        market.call("PUT", place, {"cash": False}, user=market.operator)


def give_checkout(page: Page, outcome: str) -> None:
    """The page is that of a suite which pays by the provider itself: no hosted page, and for the
    provider's script one that speaks as that does. Whom its policy lets in is tested beside the
    service (test_pages.py).
    """

    def checkout(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        body["data"]["checkout"]["url"] = None
        route.fulfill(response=answer, json=body)

    page.context.new_cdp_session(page).send("Page.setBypassCSP", {"enabled": True})
    page.route("**/api/cart/checkout/", checkout)
    page.route(
        "https://checkout.razorpay.com/v1/checkout.js",
        lambda route: route.fulfill(
            content_type="text/javascript", body=CHECKOUT.replace("OUTCOME", outcome)
        ),
    )


CHECKOUT = """globalThis.Razorpay = class {
  constructor(options) { this.options = globalThis.asked = options; }
  on(name, listener) { this[name] = listener; }
  async open() {
    const answer = await fetch(`/sandbox/pay/${this.options.order_id}`, {
      method: 'POST', headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ action: 'OUTCOME' }),
    });
    if (answer.ok) this.options.handler(await answer.json());
    else this['payment.failed']();
  }
};"""


@pytest.mark.parametrize(
    ("outcome", "words"), [("pay", THANKS), ("decline", "The payment was declined.")]
)
def test_the_providers_own_checkout(
    open_window: Open, market: Market, watch: Watch, outcome: str, words: str
) -> None:
    watch.allow("request to another host: https://checkout.razorpay.com/", "status of 402")
    page = open_window(PHONE)
    give_checkout(page, outcome)
    ann = Shopper(page, market.trolley()).arrive().start()
    ann.add(TEA, "Tea")
    ann.button("Pay").click()
    ann.sees(words)
    asked = page.evaluate(
        "(({ retry, amount, currency, key }) => [retry, amount, currency, key])(globalThis.asked)"
    )
    assert asked == [{"enabled": False}, 450, "EUR", "rzp_test_sandbox"]
