"""What follows a visit: its receipt, its payment, and what somebody says against it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.axe import axe
from tests.e2e.conftest import Open
from tests.e2e.looks import fits_across, press
from tests.e2e.store.visiting import (
    IN_CODE,
    TOLD_MS,
    Visitor,
    complete,
    signed_in,
    waits,
)
from tests.e2e.watch import Watch
from tests.integration.store.shop import Played, Shop
from tools.browser.window import PHONE, TABLET

DUE, SETTLED = "Your receipt: €2.50 to pay", "Your receipt is settled"
AGAIN = "We look at it again"
PAY = re.compile("^Pay €")
CHECKOUT = "**/edge/receipts/*/checkout/"


@pytest.fixture(autouse=True)
def _empty(shop: Shop) -> Iterator[None]:
    shop.opens()
    shop.let_all_out()
    yield
    shop.let_all_out()


@pytest.fixture
def rack(shop: Shop) -> Iterator[Played]:
    made = shop.rack(3)
    yield made
    shop.retire(made)


@pytest.fixture
def ann(open_window: Open, shop: Shop) -> Visitor:
    customer = shop.customer()
    return Visitor(open_window(PHONE, signed_in=signed_in(customer.user)), customer).arrive()


@pytest.fixture
def owing(ann: Visitor, rack: Played, shop: Shop) -> Visitor:
    """Has a receipt of 2.50 before them."""
    complete(shop, ann.buys(rack))
    ann.sees(DUE)
    return ann


def row(page: Page, words: str) -> Locator:
    return page.get_by_role("row", name=re.compile(f"^{words}"))


def is_lasting(ann: Visitor, words: str) -> None:
    """Also after a reload."""
    ann.sees(words)
    ann.page.reload()
    ann.sees(words)
    fits_across(ann.page)
    axe(ann.page)


# ---- The receipt, and paying it -----------------------------------------------------------------


def test_the_receipt_follows_and_is_paid(ann: Visitor, rack: Played, shop: Shop) -> None:
    tickets = ann.buys(rack)
    complete(shop, tickets)
    ann.sees(DUE, within=TOLD_MS)
    ann.is_focused("Your receipt")
    expect(row(ann.page, "To pay")).to_contain_text("€2.50")
    is_lasting(ann, DUE)
    ann.pays(PAY)
    is_lasting(ann, SETTLED)
    expect(row(ann.page, "Paid")).to_contain_text("€2.50")
    expect(row(ann.page, "To pay")).to_have_count(0)
    expect(ann.page.get_by_role("caption")).to_contain_text("Receipt S-")
    ann.page.get_by_role("link", name="Visits").first.click()
    expect(ann.page.locator(".visit")).to_contain_text(["Settled"])


def test_nothing_taken_is_nothing_to_pay(ann: Visitor, shop: Shop) -> None:
    ann.enter()
    complete(shop, ann.leave())
    is_lasting(ann, "Nothing to pay")
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


# ---- Something is wrong -------------------------------------------------------------------------


def writes(ann: Visitor, words: str, fewer: int = 1) -> Locator:
    """Says what happened, and that fewer were taken; the dialog before it is sent."""
    ann.button("Something is wrong").click()
    dialog = ann.page.get_by_role("dialog", name="What is wrong?")
    for _ in range(fewer):
        dialog.get_by_role("button", name=re.compile(" less$")).click()
    dialog.get_by_label("What happened?").fill(words)
    return dialog


def test_contested_looked_at_and_given_back(owing: Visitor, rack: Played, shop: Shop) -> None:
    owing.pays(PAY)
    owing.sees(SETTLED)
    dialog = writes(owing, "One of them I have put back.")
    expect(dialog.locator("output")).to_have_text("1")
    axe(owing.page)
    dialog.get_by_role("button", name="Send").click()
    owing.sees(AGAIN)
    owing.is_focused(AGAIN)
    is_lasting(owing, AGAIN)
    owing.reads("One of them I have put back.")
    [ticket] = [
        each for each in shop.listed("/edge/tickets/?status=CONTESTED") if _is_of(each, owing)
    ]
    said = shop.ticket(ticket["id"])["contest"]
    assert said["lines"] == [{"product_id": rack.product("001"), "quantity": 1}]
    complete(shop, [ticket], {rack.product("001"): 1})
    owing.sees(SETTLED, within=TOLD_MS)
    owing.reads("We have looked at it again.")
    owing.reads("Taken off after you wrote to us")
    expect(row(owing.page, "Paid")).to_contain_text("€1.25")
    expect(owing.page.locator(".refunds")).to_contain_text("sent back")
    is_lasting(owing, SETTLED)


def _is_of(ticket: dict[str, object], ann: Visitor) -> bool:
    return ticket["user_id"] == ann.customer.user.user_id


def test_contested_before_it_is_paid(owing: Visitor, shop: Shop, rack: Played) -> None:
    writes(owing, "I took none.", 2).get_by_role("button", name="Send").click()
    owing.sees(AGAIN)
    expect(owing.button(PAY)).to_have_count(0)
    [ticket] = [
        each for each in shop.listed("/edge/tickets/?status=CONTESTED") if _is_of(each, owing)
    ]
    complete(shop, [ticket], {rack.product("001"): 0})
    owing.sees("Nothing to pay", within=TOLD_MS)


def test_never_more_than_is_billed_and_never_without_words(owing: Visitor) -> None:
    owing.button("Something is wrong").click()
    dialog = owing.page.get_by_role("dialog", name="What is wrong?")
    expect(dialog.get_by_role("button", name=re.compile(" more$"))).to_be_disabled()
    dialog.get_by_role("button", name="Send").click()
    expect(
        dialog.get_by_role("alert").filter(has_text="Write what happened first.")
    ).to_be_visible()
    owing.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    owing.sees(DUE)


def test_what_was_written_survives(owing: Visitor, watch: Watch) -> None:
    watch.allow("net::ERR_")
    dialog = writes(owing, "It fell down.")
    owing.page.context.set_offline(True)
    dialog.get_by_role("button", name="Send").click()
    problem = dialog.get_by_role("alert").filter(has_text="What you wrote is kept.")
    expect(problem).to_be_visible()
    axe(owing.page)
    owing.page.context.set_offline(False)
    owing.page.reload()
    owing.sees(DUE)
    owing.button("Something is wrong").click()
    expect(dialog.get_by_label("What happened?")).to_have_value("It fell down.")
    expect(dialog.locator("output")).to_have_text("1")
    dialog.get_by_role("button", name="Send").click()
    owing.sees(AGAIN)
    owing.page.reload()
    owing.reads("It fell down.")


def test_contested_by_the_keyboard_alone(owing: Visitor) -> None:
    page = owing.page
    press(page, owing.button("Something is wrong"))
    dialog = page.get_by_role("dialog", name="What is wrong?")
    press(page, dialog.get_by_role("button", name=re.compile(" less$")))
    dialog.get_by_label("What happened?").focus()
    page.keyboard.type("Not mine")
    press(page, dialog.get_by_role("button", name="Send"))
    owing.is_focused(AGAIN)


def test_a_receipt_that_is_reopened_waits(owing: Visitor, shop: Shop, rack: Played) -> None:
    tickets = [each for each in shop.listed("/edge/tickets/") if _is_of(each, owing)]
    [ticket] = [each for each in tickets if each["machine_id"] == rack.rack.machine_id]
    shop.reviews("POST", f"/edge/tickets/{ticket['id']}/reopen/", {"reason": "A mistake"})
    owing.sees("Your receipt is being corrected", within=TOLD_MS)
    expect(owing.button(PAY)).to_have_count(0)
    is_lasting(owing, "Your receipt is being corrected")
    complete(shop, [ticket], {rack.product("001"): 1})
    owing.sees("Your receipt: €1.25 to pay", within=TOLD_MS)


# ---- A deposit ----------------------------------------------------------------------------------


def test_a_deposit_pays_and_the_rest_goes_back(ann: Visitor, rack: Played, shop: Shop) -> None:
    ann.reads("It is held before you come in and pays your receipt.")
    ann.pays("Have it held", "Decline")
    ann.reads("The payment was declined.")
    ann.pays("Have it held")
    ann.sees(IN_CODE)
    ann.reads("A deposit of €5.00 is held. What you do not spend goes back.")
    ann.page.reload()
    ann.reads("A deposit of €5.00 is held.")
    axe(ann.page)
    complete(shop, ann.buys(rack))
    ann.sees(SETTLED)
    ann.reads("It was paid from your deposit.")
    ann.reads("Not spent of your deposit")
    expect(row(ann.page, "Paid")).to_contain_text("€2.50")
    expect(ann.page.locator(".refunds")).to_contain_text("€2.50")
    is_lasting(ann, SETTLED)
    ann.page.get_by_role("link", name="Back to the store").last.click()
    expect(ann.button("Have it held")).to_be_visible()


def test_a_deposit_that_is_open_is_paid_or_left(ann: Visitor) -> None:
    ann.button("Have it held").click()
    ann.page.wait_for_url("**/sandbox/pay/**")
    ann.arrive()
    ann.reads("A payment of €5.00 is open until")
    axe(ann.page)
    ann.button("Not now").click()
    expect(ann.button("Have it held")).to_be_visible()
    ann.page.reload()
    ann.sees(IN_CODE)
    expect(ann.button("Have it held")).to_be_visible()


def test_a_receipt_above_the_deposit_is_paid_for_the_rest(
    ann: Visitor, rack: Played, shop: Shop
) -> None:
    ann.pays("Have it held")
    ann.reads("A deposit of €5.00 is held.")
    complete(shop, ann.buys(rack, 6))
    ann.sees("Your receipt: €2.50 to pay")
    ann.pays(PAY)
    ann.sees(SETTLED)

    def is_whole() -> bool:
        receipt = ann.visits()[0]["receipt"]
        return (receipt["paid"], receipt["due"]) == ("7.50", "0.00")

    waits(is_whole, "both have paid it")


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
