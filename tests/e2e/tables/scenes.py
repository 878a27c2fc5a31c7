"""The pages from state to state: each walk does what people do and yields what is to be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.cafe import Cafe
from tests.e2e.people import Guest, Staff

NOTE = "Without radish, please. The bread well toasted, and the lime on the side."


def guest(page: Page, cafe: Cafe) -> Iterator[str]:
    """A guest's visit, from the menu to the closed table."""
    code = cafe.open("Table 2")
    guest = Guest(page, code).arrive()
    yield "menu"
    yield from _look_for(guest)
    cafe.line(code, "Cheesecake", guest="Jonas")
    guest.look("Cart").get_by_role("button", name="Choose a name").click()
    yield "name"
    guest.page.keyboard.press("Escape")
    guest.add("Flat white", name="Mia")
    guest.add_with_note("Avocado toast", NOTE)
    guest.look_at_cart(lines=3)
    yield "cart"
    guest.send_button.click()
    expect(guest.orders).to_have_count(3)
    yield "sent"
    yield from _follow(guest, cafe, code)


def _look_for(guest: Guest) -> Iterator[str]:
    search = guest.page.get_by_label("Search the menu")
    search.fill("pizza")
    expect(guest.page.get_by_text("Nothing on the menu matches.")).to_be_visible()
    yield "nothing-found"
    search.fill("")
    guest.page.get_by_role("button", name="Filter", exact=True).click()
    guest.page.get_by_role("button", name="vegan", exact=True).click()
    yield "diet"
    guest.page.get_by_role("button", name="vegan", exact=True).click()
    sheet = guest.open_sheet("Breakfast for two")
    yield "dish"
    sheet.get_by_role("button", name="Close", exact=True).click()
    expect(sheet).to_have_count(0)


def _follow(guest: Guest, cafe: Cafe, code: str) -> Iterator[str]:
    first, second, third = (order["id"] for order in cafe.api.session(code)["orders"])
    cafe.move(first, "accepted", "preparing", "ready")
    cafe.move(second, "accepted", "preparing")
    cafe.move(third, "cancelled", reason="The last one has just gone. We are sorry.")
    guest.look("Orders")
    expect(guest.orders.get_by_text("Cancelled")).to_be_visible()
    yield "orders"
    service = guest.look("Service")
    yield "service"
    service.get_by_role("button", name="Call the waiter").click()
    service.get_by_role("button", name="Ask for the bill").click()
    sheet = guest.page.get_by_role("dialog", name="How would you like to pay?")
    expect(sheet).to_be_visible()
    yield "bill"
    sheet.get_by_role("button", name="By card: Together").click()
    expect(service.get_by_text("not yet seen")).to_have_count(2)
    yield "called"
    guest.page.context.set_offline(True)
    expect(guest.page.get_by_text("No connection.", exact=True)).to_be_visible()
    yield "offline"
    guest.page.context.set_offline(False)
    expect(guest.page.get_by_text("Live", exact=True).first).to_be_visible()
    cafe.close(code)
    expect(guest.page.get_by_role("heading", name="This table is closed")).to_be_visible()
    yield "closed"


def lost_guest(page: Page, cafe: Cafe) -> Iterator[str]:
    """A guest whose code nobody knows."""
    page.goto(f"/t/{'0' * 40}/")
    expect(page.get_by_role("heading", name="We do not know this code")).to_be_visible()
    yield "unknown"


def panel(page: Page, cafe: Cafe) -> Iterator[str]:
    """An evening at the panel, from the empty board to the last table."""
    staff = Staff(page).arrive()
    expect(page.get_by_text("Nothing to do")).to_be_visible()
    yield "empty"
    codes = busy(cafe)
    staff.look_at_board()
    expect(page.get_by_role("article")).to_have_count(len(codes))
    yield "board"
    yield from _columns(staff)
    yield from _table(staff, cafe)
    yield from _dialogs(staff)
    yield from _printers(page, cafe)
    page.context.set_offline(True)
    expect(page.get_by_text("No connection.", exact=True)).to_be_visible()
    yield "offline"
    page.context.set_offline(False)
    expect(page.get_by_text("No connection.", exact=True)).to_be_hidden()


def busy(cafe: Cafe) -> list[str]:
    """Tables that have ordered, called, been served in part; returns their codes."""
    codes = [cafe.open(name) for name in ("Table 1", "Table 2", "Table 4", "Terrace 1")]
    one, two, four, terrace = codes
    cafe.move(cafe.order(one, "Espresso", quantity=2)["id"], "accepted", "preparing", "ready")
    cafe.place(two, ("Flat white", 1, ""), ("Avocado toast", 1, NOTE), guest="Mia")
    cafe.place(two, ("Filter coffee", 1, ""), guest="Jonas")
    cafe.move(cafe.order(four, "Shakshuka")["id"], "accepted")
    gone = cafe.order(four, "Cheesecake")["id"]
    cafe.move(gone, "cancelled", reason="Sold out")
    cafe.order(terrace, "Home-made lemonade", quantity=2, guest="Ines", note="one without ice")
    cafe.line(terrace, "Carrot cake", guest="Ines")
    cafe.call(two, "bill")
    cafe.call(one, "waiter")
    return codes


def _columns(staff: Staff) -> Iterator[str]:
    for view, name in (("All day", "all-day"), ("Done", "done"), ("Tables", "tables")):
        staff.look(view)
        yield name


def _table(staff: Staff, cafe: Cafe) -> Iterator[str]:
    page = staff.page
    staff.look("Tables")
    staff.table("Table 2").click()
    modal = page.get_by_role("dialog", name="Table 2")
    expect(modal.get_by_role("button", name="QR code")).to_be_visible()
    expect(modal.locator(".spinner:visible")).to_have_count(0)
    yield "table"
    modal.get_by_role("button", name="Cancel order: Filter coffee").click()
    expect(page.get_by_role("dialog", name="Cancel 1× Filter coffee?")).to_be_visible()
    yield "cancel"
    _shut(page)
    modal.get_by_role("button", name="Order for the guest").click()
    form = page.get_by_role("dialog", name="Order for Table 2")
    form.get_by_role("button", name=re.compile("^Cappuccino")).click()
    yield "order-for-guest"
    _shut(page)
    modal.get_by_role("button", name="Close table").click()
    expect(page.get_by_role("dialog", name="Close Table 2?")).to_be_visible()
    yield "close"
    page.get_by_role("button", name="Keep it open").click()
    _shut(page)


def _dialogs(staff: Staff) -> Iterator[str]:
    page = staff.page
    page.get_by_role("button", name="New table").click()
    expect(page.get_by_role("dialog", name="New table")).to_be_visible()
    yield "new-table"
    page.get_by_role("dialog").get_by_label("Name").fill("Terrace 5")
    page.get_by_role("button", name="Open table", exact=True).click()
    expect(page.get_by_role("img", name="QR code of Terrace 5")).to_be_visible()
    yield "qr"
    _shut(page)
    page.get_by_role("button", name=re.compile("^Station")).click()
    expect(page.get_by_role("dialog", name="What does this device show?")).to_be_visible()
    yield "station"
    _shut(page)
    page.get_by_role("button", name="Settings").click()
    expect(page.get_by_role("dialog", name="Settings of this device")).to_be_visible()
    yield "settings"
    _shut(page)
    page.get_by_role("button", name="Closed tables").click()
    expect(page.get_by_role("dialog", name="Closed tables")).to_contain_text("None found.")
    yield "closed-tables"
    _shut(page)


def _printers(page: Page, cafe: Cafe) -> Iterator[str]:
    """One of two does not answer; nobody listens at its port."""
    place = {"location_id": cafe.location_id, "host": "127.0.0.1", "port": 9109}
    cafe.staff("/orders/printers/create/", **place, name="Bar", categories=["Drinks", "Coffee"])
    kitchen = cafe.staff("/orders/printers/create/", **place, name="Kitchen", is_active=False)
    cafe.staff(f"/orders/printers/test/{kitchen['id']}/")
    expect(page.locator(".printer-troubles")).to_contain_text("Bar does not answer.")
    yield "printer-away"
    page.get_by_role("button", name="Printers", exact=True).click()
    shown = page.get_by_role("dialog", name="Kitchen printers")
    expect(shown.get_by_role("listitem")).to_have_count(2)
    yield "printers"
    shown.get_by_role("button", name="Last tickets of Kitchen").click()
    expect(page.get_by_role("dialog").last.get_by_role("listitem")).to_have_count(1)
    yield "tickets"
    _shut(page)
    shown.get_by_role("button", name="Change Bar").click()
    expect(page.get_by_role("checkbox", name="Coffee", exact=True)).to_be_checked()
    yield "printer"
    _shut(page)
    _shut(page)


def _shut(page: Page) -> None:
    """Close the dialog that is on top."""
    dialogs = page.get_by_role("dialog")
    count = dialogs.count()
    dialogs.last.get_by_role("button", name="Close", exact=True).click()
    expect(dialogs).to_have_count(count - 1)


def setup(page: Page, cafe: Cafe) -> Iterator[str]:
    """The owner looks at everything."""
    page.goto("/locations/setup/")
    expect(page.get_by_role("link", name="Espresso", exact=True)).to_be_visible()
    yield "menu"
    page.get_by_role("link", name="Change the order").click()
    expect(page.get_by_role("heading", name="Order of the menu")).to_be_visible()
    yield "order"
    page.get_by_role("link", name="Done").click()
    page.get_by_role("link", name="Avocado toast").click()
    expect(page.get_by_label("Name", exact=True)).to_be_visible()
    yield "product"
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("dialog", name="Delete Avocado toast?")).to_be_visible()
    yield "delete"
    page.get_by_role("button", name="Keep it").click()
    yield from _stock(page, cafe)
    yield from _file(page, cafe)
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_label("New password")).to_be_visible()
    yield "password"
    page.get_by_role("dialog").get_by_role("button", name="Close", exact=True).click()
    page.get_by_role("link", name="Staff", exact=True).click()
    expect(page.get_by_role("region", name="Who works here")).to_be_visible()
    yield "staff"
    page.get_by_role("link", name="Place", exact=True).click()
    expect(page.get_by_label("Telephone")).to_be_visible()
    yield "place"


def _stock(page: Page, cafe: Cafe) -> Iterator[str]:
    """A product that is counted from now on, and one of which few are left."""
    cafe.staff(f"/products/edit/{cafe.menu['Cappuccino']}/", product={"stock": 120})
    cafe.staff(f"/products/edit/{cafe.menu['Espresso']}/", product={"stock": 4})
    cafe.staff(f"/products/stock/{cafe.menu['Espresso']}/", change=-1, reference="spilled")
    page.goto(f"/locations/setup/#/{cafe.location_id}/menu/{cafe.menu['Espresso']}-stock")
    page.reload()
    rows = page.get_by_role("region", name="Movements").get_by_role("listitem")
    expect(rows).to_have_count(2)
    yield "stock"
    page.get_by_role("button", name="Loss", exact=True).click()
    expect(page.get_by_label("Why?")).to_be_visible()
    yield "stock-loss"
    page.get_by_role("button", name="Count", exact=True).click()
    page.get_by_label("How many are there?").fill("2")
    expect(page.get_by_text("1 fewer than is written here.")).to_be_visible()
    yield "stock-count"
    page.get_by_label("How many are there?").fill("")
    page.goto(f"/locations/setup/#/{cafe.location_id}/menu/{cafe.menu['Avocado toast']}-stock")
    expect(page.get_by_text("Nobody counts this product")).to_be_visible()
    yield "stock-uncounted"
    page.goto(f"/locations/setup/#/{cafe.location_id}/menu")
    expect(page.get_by_text("Low stock")).to_be_visible()
    yield "stock-cards"


def _file(page: Page, cafe: Cafe) -> Iterator[str]:
    """What a file of products would do, and one with errors."""
    page.goto(f"/locations/setup/#/{cafe.location_id}/menu/file")
    text = f"id;name;price\n{cafe.menu['Espresso']};Espresso;2,90\n;Iced tea;"
    for price, name in (("4,20", "file"), ("much", "file-errors")):
        file: FilePayload = {"name": "menu.csv", "mimeType": "text/csv", "buffer": b""}
        file["buffer"] = f"{text}{price}\n".encode()
        page.locator("#products-file").set_input_files(file)
        expect(page.locator(".movements li")).to_have_count(2 if name == "file" else 1)
        yield name
    page.get_by_role("button", name="Put the file away").click()


def signed_out(page: Page, cafe: Cafe) -> Iterator[str]:
    """What the staff's pages show to nobody in particular."""
    page.goto("/orders/panel/")
    expect(page.get_by_label("Username")).to_be_visible()
    yield "panel-sign-in"
    page.goto("/locations/setup/")
    expect(page.get_by_label("Username")).to_be_visible()
    yield "setup-sign-in"
    page.get_by_role("button", name="I run a place and have no account yet").click()
    yield "account"
