"""What people do at a machine, from its QR code to the goods."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.e2e.looks import press
from tests.e2e.vending.customer import Customer
from tests.e2e.vending.shop import LEISURELY, Shop
from tests.e2e.watch import Watch
from tests.e2e.weight import Weight
from tools.browser.window import PHONE, TABLET
from tools.devices.vending.board import LATER, Confirm, Faults

MOST_BYTES = 90_000  # of the first load, without images: other languages have longer texts


@pytest.fixture
def ann(open_window: Open, shop: Shop) -> Customer:
    """Before a machine in the lobby with three units inside, for 1.50 each."""
    stand = shop.machine(name="Lobby", location="Ground floor", stock=3)
    return Customer(open_window(PHONE), stand).arrive()


def test_a_sale(open_window: Open, shop: Shop) -> None:
    stand = shop.machine(name="Lobby", location="Ground floor", stock=3, timing=LEISURELY)
    ann = Customer(open_window(PHONE), stand)
    weight = Weight(ann.page)
    ann.arrive()
    ann.page.wait_for_load_state("networkidle")
    assert weight.total <= MOST_BYTES, weight.table()
    expect(ann.page.get_by_role("heading", level=1)).to_have_text("Lobby")
    expect(ann.field).to_be_focused()
    ann.lock().is_focused("How many?")
    for _ in range(2):
        ann.button("One more").click()
    ann.reads("That is all that is left.")
    expect(ann.page.locator(".sum strong")).to_have_text("₹4.50")
    ann.button("One less").click()
    ann.pay()
    ann.sees("The machine gives out 2 units")
    assert ann.stand.played.machine.lcd.startswith("Dispens")
    ann.sees("Here you are")
    ann.is_focused("Here you are")
    assert ann.stand.played.machine.counted.units_out == 2
    sale = ann.sale()
    assert [sale[name] for name in ("state", "quantity", "amount")] == ["delivered", 2, 300]
    ann.button("Buy again").click()
    ann.lock()
    expect(ann.page.locator(".sum strong")).to_have_text("₹1.50")
    assert ann.sale() == sale


def test_by_the_keyboard_alone(open_window: Open, shop: Shop) -> None:
    bob = Customer(open_window(TABLET), shop.machine()).arrive()
    bob.page.keyboard.type(bob.stand.code_of_now())
    bob.is_focused("How many?")
    press(bob.page, bob.button("One more"))
    press(bob.page, bob.button("Pay"))
    bob.page.wait_for_url("**/sandbox/pay/**")
    press(bob.page, bob.button("Pay"))
    bob.sees("Here you are")
    press(bob.page, bob.button("Send"))
    bob.reads("Choose one of the stars first.")
    press(bob.page, bob.page.get_by_role("radio").first, "ArrowRight")
    bob.page.get_by_label("Do you want to say more?").fill("Stale")
    press(bob.page, bob.button("Send"))
    bob.reads("Thank you for telling us.")
    bob.page.reload()
    bob.reads("Thank you for telling us.")
    query = {"machine_id": bob.stand.machine_id}
    [row] = shop.call("GET", "/api/feedback", params=query)["results"]
    assert (row["rating"], row["comment"]) == (2, "Stale")


def test_declined_given_back_and_out_of_time(ann: Customer, shop: Shop) -> None:
    ann.lock().pay("Decline", more=1)
    ann.sees("Pay ₹3.00")
    ann.reads("The payment was declined. Nothing was charged.")
    ann.button("Give the machine back").click()
    ann.sees("Type the code on the display")
    assert not ann.stand.shown()["locked"]
    assert ann.sale()["state"] == "expired"
    ann.lock()
    shop.lock_is_over(ann.stand)
    ann.sees("Your time at the machine is over")
    ann.button("Start again").click()
    ann.lock().go_to_pay(more=1)
    ann.again().sees("Pay ₹3.00")
    shop.lock_is_over(ann.stand)
    ann.sees("Your time at the machine is over")
    ann.button("Start again").click()
    ann.lock().go_to_pay(more=1)
    ann.again().button("Change the number").click()
    ann.button("One less").click()
    ann.pay()
    ann.sees("Here you are")
    assert ann.sale()["amount"] == 150


def test_tabs_that_are_closed_and_others_go_on_where_the_sale_is(ann: Customer) -> None:
    """The provider alone tells that it was paid; both tabs ask for the goods, which come once."""
    ann.lock()
    ann.again().sees("How many?")
    ann.go_to_pay()
    other = Customer(ann.page.context.new_page(), ann.stand).arrive()
    other.sees("Pay ₹1.50")
    ann.button("Pay and close the tab").click()
    ann.again().sees("Here you are")
    other.sees("Here you are")
    assert ann.stand.played.machine.counted.units_out == 1


def test_what_does_not_come_out_goes_back(ann: Customer) -> None:
    """A part of it, no word from the machine, nothing, a jam."""
    ann.stand.faults.dispensed = 1
    ann.lock().pay(more=1)
    ann.sees("Not all of it came out")
    ann.reads("1 of 2 came out. For the rest you get ₹1.50 back. It was sent on its way.")
    ann.button("Buy again").click()
    ann.stand.faults.dispensed = 0
    ann.lock().pay()
    ann.sees("Your money was sent back")
    ann.reads("Nothing came out. ₹1.50 was sent back")
    assert ann.sale()["refunded"] == 150
    ann.button("Buy again").click()
    ann.stand.faults.confirm = Confirm.LOST
    ann.lock().pay()
    ann.sees("Your money was sent back")
    ann.stand.played.end()
    ann.stand.play(firmware=LATER, faults=Faults(jam_after=0))
    ann.button("Buy again").click()
    ann.lock().pay()
    ann.sees("Your money was sent back")
    ann.button("Buy again").click()
    ann.sees("Out of service")


def test_the_machine_is_off_line(ann: Customer, shop: Shop) -> None:
    """Nobody pays while it is away; what is paid waits for it, or goes back."""
    ann.lock()
    ann.stand.leave()
    ann.reads("You can pay as soon as it is back.")
    expect(ann.button("Pay")).to_have_attribute("aria-disabled", "true")
    ann.stand.back()
    expect(ann.button("Pay")).to_have_attribute("aria-disabled", "false")
    ann.go_to_pay()
    ann.stand.leave()
    ann.button("Pay").click()
    ann.sees("Waiting for the machine")
    ann.stand.back()
    ann.sees("Here you are")
    ann.button("Buy again").click()
    ann.lock().go_to_pay()
    ann.stand.leave()
    ann.button("Pay").click()
    ann.sees("Waiting for the machine")
    ann.reads("If it does not come back, your money does")
    shop.lock_is_over(ann.stand)
    ann.sees("Your money was sent back")
    assert ann.stand.played.machine.counted.units_out == 1


def test_the_machine_refuses_what_is_paid(ann: Customer, shop: Shop, watch: Watch) -> None:
    """It went out of service meanwhile: nobody has to wait until the lock is over."""
    watch.allow("status of 409")
    ann.lock().go_to_pay()
    shop.call("PATCH", ann.stand.path(""), {"in_service": False})
    ann.button("Pay").click()
    ann.reads("This machine cannot sell just now.")
    ann.reads("Your money comes back by itself at")
    ann.button("Give the machine back and return my money").click()
    ann.sees("Your money was sent back")
    assert ann.stand.played.machine.counted.units_out == 0


def test_the_phone_is_off_line(ann: Customer, watch: Watch) -> None:
    """Nothing is lost: the page goes on when the network is back, also where no websocket gets
    through, and the answer to the trigger gets lost.
    """
    watch.allow("net::ERR_", "WebSocket connection to")
    ann.page.context.route_web_socket("**/ws/vending/**", lambda socket: socket.close())
    ann.again().lock()
    ann.page.context.set_offline(True)
    ann.reads("No connection. Nothing is lost")
    ann.button("Pay").click()
    ann.reads("No connection. Try again in a moment.")
    ann.page.context.set_offline(False)
    expect(ann.page.get_by_text("Nothing is lost")).to_have_count(0)
    ann.page.route("**/trigger-dispense", lambda route: (route.fetch(), route.abort()), times=1)
    ann.pay()
    ann.sees("Here you are")
    machine = ann.stand.played.machine
    assert (machine.counted.commands, machine.counted.units_out) == (1, 1)
