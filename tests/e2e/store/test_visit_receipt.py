"""What follows a visit: its receipt, and paying it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.axe import axe
from tests.e2e.conftest import Open
from tests.e2e.logins import signed_in
from tests.e2e.store.visiting import (
    CHECKOUT,
    DUE,
    IN_CODE,
    PAY,
    SETTLED,
    TOLD_MS,
    Visitor,
    complete,
)
from tests.e2e.watch import Watch
from tests.integration.store.shop import Played, Shop
from tools.browser.window import TABLET


def test_the_receipt_follows_and_is_paid(ann: Visitor, rack: Played, shop: Shop) -> None:
    tickets = ann.buys(rack)
    complete(shop, tickets)
    ann.sees(DUE, within=TOLD_MS)
    ann.is_focused("Your receipt")
    expect(ann.row("To pay")).to_contain_text("€2.50")
    ann.is_lasting(DUE)
    ann.pays(PAY)
    ann.is_lasting(SETTLED)
    expect(ann.row("Paid")).to_contain_text("€2.50")
    expect(ann.row("To pay")).to_have_count(0)
    expect(ann.page.get_by_role("caption")).to_contain_text("Receipt S-")
    ann.page.get_by_role("link", name="Visits").first.click()
    expect(ann.page.locator(".visit")).to_contain_text(["Settled"])


def test_nothing_taken_is_nothing_to_pay(ann: Visitor, shop: Shop) -> None:
    ann.enter()
    complete(shop, ann.leave())
    ann.is_lasting("Nothing to pay")
    expect(ann.button("Something is wrong")).to_have_count(0)


def test_what_is_owed_is_said_before_the_next_visit(owing: Visitor) -> None:
    owing.page.get_by_role("link", name="Back to the store").last.click()
    owing.sees(IN_CODE)
    owing.reads("A receipt is to be paid: €2.50.")
    owing.page.get_by_role("link", name="Look at it").click()
    owing.sees(DUE)


def test_declined_and_tried_again(owing: Visitor) -> None:
    owing.pays(PAY, "Decline")
    owing.reads("The payment was declined. Nothing was charged.")
    owing.sees(DUE)
    axe(owing.page)
    owing.pays(PAY)
    owing.sees(SETTLED)


def test_the_tab_was_closed_while_paying(owing: Visitor) -> None:
    owing.pays(PAY, "Pay and close the tab")
    visit_id = owing.visit_id()
    context = owing.page.context
    owing.page.close()
    owing.page = context.new_page()
    owing.arrive(f"#visit/{visit_id}")
    owing.sees(SETTLED)


def test_who_comes_back_without_paying_goes_on_either_way(owing: Visitor) -> None:
    visit_id = owing.visit_id()
    owing.button(PAY).click()
    owing.page.wait_for_url("**/sandbox/pay/**")
    owing.arrive(f"#visit/{visit_id}")
    owing.reads("A payment of €2.50 is open until")
    axe(owing.page)
    owing.button("Not now").click()
    expect(owing.button(PAY)).to_be_visible()
    owing.button(PAY).click()
    owing.page.wait_for_url("**/sandbox/pay/**")
    owing.arrive(f"#visit/{visit_id}")
    owing.pays("Go to the payment")
    owing.sees(SETTLED)


def test_another_phone_goes_on_with_the_payment(owing: Visitor, open_window: Open) -> None:
    visit_id = owing.visit_id()
    window = open_window(TABLET, signed_in=signed_in(owing.customer.user))
    other = Visitor(window, owing.customer).arrive(f"#visit/{visit_id}")
    other.sees(DUE)
    owing.button(PAY).click()
    owing.page.wait_for_url("**/sandbox/pay/**")
    other.button(PAY).or_(other.button("Go to the payment")).click()
    other.page.wait_for_url("**/sandbox/pay/**")
    assert other.page.url.split("?")[0] == owing.page.url.split("?")[0]
    other.button("Pay").click()
    other.sees(SETTLED)
    owing.arrive(f"#visit/{visit_id}")
    owing.sees(SETTLED)


def test_a_payment_whose_answer_is_lost_is_found_by_the_next_tap(
    owing: Visitor, watch: Watch
) -> None:
    watch.allow("net::ERR_")
    keys: list[str] = []

    def lose_the_first(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) > 1:
            route.continue_()
            return
        route.fetch()
        route.abort("connectionreset")

    owing.page.route(CHECKOUT, lose_the_first)
    owing.button(PAY).click()
    owing.reads("No connection.")
    owing.pays(re.compile("^(Pay €|Go to the payment)"))
    owing.sees(SETTLED)
    assert len(set(keys)) == 1


def test_two_taps_open_one_payment(owing: Visitor) -> None:
    asked: list[str] = []
    owing.page.on("request", lambda each: asked.append(each.url))
    owing.button(PAY).dblclick()
    owing.page.wait_for_url("**/sandbox/pay/**")
    assert len([url for url in asked if url.endswith("/checkout/")]) == 1


def test_a_provider_that_is_down_is_said(owing: Visitor, watch: Watch) -> None:
    watch.allow("status of 503")
    down = {"code": "payment_provider_unavailable", "title": "Payment provider unavailable"}
    owing.page.route(CHECKOUT, lambda route: route.fulfill(status=503, json=down))
    owing.button(PAY).click()
    owing.reads("The payment service does not answer. Nothing was charged.")
    owing.page.unroute(CHECKOUT)
    owing.pays(PAY)
    owing.sees(SETTLED)


def test_followed_by_asking_where_no_socket_gets_through(
    ann: Visitor, rack: Played, shop: Shop
) -> None:
    ann.page.route_web_socket("**/ws/store/**", lambda socket: socket.close())
    ann.page.reload()
    ann.enter()
    rack.rack.take("001", 2)
    rack.tells()
    expect(ann.sum).to_have_text("€2.50", timeout=30_000)
    complete(shop, ann.leave())
    ann.sees(DUE, within=60_000)


# ---- Where the provider has no page of its own --------------------------------------------------

RAZORPAY = """globalThis.Razorpay = class {
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
    ("outcome", "words"), [("pay", SETTLED), ("decline", "The payment was declined.")]
)
def test_the_providers_own_checkout(owing: Visitor, watch: Watch, outcome: str, words: str) -> None:
    watch.allow("request to another host: https://checkout.razorpay.com/", "status of 402")
    page = owing.page

    def without_page(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        body["checkout"]["url"] = None
        route.fulfill(response=answer, json=body)

    page.context.new_cdp_session(page).send("Page.setBypassCSP", {"enabled": True})
    page.reload()
    page.route(CHECKOUT, without_page)
    script = RAZORPAY.replace("OUTCOME", outcome)
    page.route(
        "https://checkout.razorpay.com/v1/checkout.js",
        lambda route: route.fulfill(content_type="text/javascript", body=script),
    )
    owing.button(PAY).click()
    owing.reads(words)
    asked = page.evaluate(
        "(({ retry, amount, currency, key }) => [retry, amount, currency, key])(globalThis.asked)"
    )
    assert asked == [{"enabled": False}, 250, "EUR", "rzp_test_sandbox"]
    if outcome == "decline":
        expect(owing.button(PAY)).to_be_enabled()
        page.unroute(CHECKOUT)
        owing.pays(PAY)
        owing.sees(SETTLED)
