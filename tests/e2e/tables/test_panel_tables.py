"""Tables as things at the panel: how they stand, moving, merging, turning over, set-up, paper."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import becomes, fits_across, inside_the_window, reachable
from tests.e2e.people import Staff
from tests.support.api import answer
from tools.browser.window import PHONE, TABLET

Table = dict[str, Any]
CODE = re.compile(r"[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}")


@pytest.fixture
def tables(cafe: Cafe) -> list[Table]:
    """Four tables that stay, all of them free."""
    return [
        cafe.staff("/orders/tables/create/", location_id=cafe.location_id, name=f"Table {number}")
        for number in range(1, 5)
    ]


@pytest.fixture
def panel(tables: list[Table], staff: Staff) -> Staff:
    """At the panel that shows them."""
    expect(tile(staff, "Table 4")).to_be_visible()
    return staff


def tile(staff: Staff, name: str) -> Locator:
    return staff.page.locator("li.tile").filter(
        has=staff.page.get_by_role("button", name=re.compile(f"^{name} "))
    )


def seat(cafe: Cafe, table: Table) -> str:
    """Open a table; returns the code of its session."""
    path = f"/orders/tables/open/{table['code']}/"
    return str(answer(cafe.api.post(path, {}, headers=cafe.owner.bearer))["code"])


def served(cafe: Cafe, code: str) -> None:
    order = cafe.order(code, "Espresso")
    cafe.move(order["id"], "accepted", "preparing", "ready", "served")


def paid(cafe: Cafe, code: str) -> None:
    """All is served, the bill was asked for and brought."""
    served(cafe, code)
    cafe.staff(f"/orders/calls/answer/{cafe.call(code, 'bill')['id']}/")


def standing(staff: Staff, name: str, word: str) -> None:
    """A table says how it stands by a word, an icon and a colour."""
    expect(tile(staff, name).locator(".table-state")).to_have_text(word)
    expect(tile(staff, name).locator(".table-state svg")).to_be_visible()


def test_each_table_says_how_it_stands(panel: Staff, cafe: Cafe, tables: list[Table]) -> None:
    standing(panel, "Table 1", "Free")
    answer(cafe.api.post(f"/orders/tables/call/{tables[0]['code']}/", {}))
    standing(panel, "Table 1", "Please open")
    code = seat(cafe, tables[0])
    standing(panel, "Table 1", "Seated")
    cafe.line(code, "Espresso")
    expect(tile(panel, "Table 1")).to_contain_text("1 not sent")
    order = cafe.order(code, "Espresso")
    standing(panel, "Table 1", "Waiting")
    cafe.move(order["id"], "accepted", "preparing", "ready", "served")
    standing(panel, "Table 1", "Seated")
    other = seat(cafe, tables[1])
    served(cafe, other)
    call = cafe.call(other, "bill")
    standing(panel, "Table 2", "Wants to pay")
    axe(panel.page)
    cafe.staff(f"/orders/calls/answer/{call['id']}/")
    standing(panel, "Table 2", "To clear")
    expect(tile(panel, "Table 2")).to_contain_text("Wants to pay")
    expect(tile(panel, "Table 2")).to_contain_text("€2.40")
    axe(panel.page)


def test_a_table_is_turned_over_with_one_tap_and_back(
    panel: Staff, cafe: Cafe, tables: list[Table]
) -> None:
    code = seat(cafe, tables[2])
    paid(cafe, code)
    panel.page.get_by_role("button", name="Turn over: Table 3").click()
    standing(panel, "Table 3", "Free")
    assert cafe.api.session(code)["state"] == "CLOSED"
    panel.page.get_by_role("button", name="Undo").click()
    standing(panel, "Table 3", "To clear")
    assert cafe.api.session(code)["state"] == "OPEN"
    expect(tile(panel, "Table 3")).to_contain_text("€2.40")


def test_guests_who_call_from_a_free_table_are_let_in(
    panel: Staff, cafe: Cafe, tables: list[Table]
) -> None:
    answer(cafe.api.post(f"/orders/tables/call/{tables[1]['code']}/", {}))
    calls = panel.page.get_by_role("list", name="Calls", exact=True)
    expect(calls).to_contain_text("Table 2 Please open")
    calls.get_by_role("button", name=re.compile("^Table 2|Table 2")).first.click()
    panel.page.get_by_role("button", name="Open the table").click()
    expect(panel.page.get_by_role("dialog", name="Table 2")).to_contain_text("Nothing ordered yet")
    expect(calls).to_be_hidden()


def choose(panel: Staff, action: str, title: str, name: str) -> None:
    panel.page.get_by_role("button", name=action, exact=True).click()
    asked = panel.page.get_by_role("dialog", name=title)
    axe(panel.page)
    asked.get_by_role("button", name=name, exact=True).click()
    expect(asked).to_have_count(0)


def test_guests_move_to_another_table(panel: Staff, cafe: Cafe, tables: list[Table]) -> None:
    code = seat(cafe, tables[0])
    cafe.order(code, "Espresso")
    tile(panel, "Table 1").get_by_role("button").click()
    choose(panel, "Move", "Move Table 1 to", "Table 4")
    expect(panel.card("Table 4")).to_contain_text("Espresso")
    standing(panel, "Table 1", "Free")
    standing(panel, "Table 4", "Waiting")
    assert cafe.api.session(code)["name"] == "Table 4"


def test_two_tables_are_merged(panel: Staff, cafe: Cafe, tables: list[Table]) -> None:
    one, two = seat(cafe, tables[0]), seat(cafe, tables[1])
    cafe.order(one, "Espresso")
    cafe.order(two, "Carrot cake")
    tile(panel, "Table 1").get_by_role("button").click()
    choose(panel, "Merge", "Put Table 1 together with", "Table 2")
    expect(panel.card("Table 2")).to_contain_text("Espresso")
    expect(panel.card("Table 1")).to_have_count(0)
    expect(tile(panel, "Table 2")).to_contain_text("€7.00")
    standing(panel, "Table 1", "Free")


def test_orders_are_split_off(panel: Staff, cafe: Cafe, tables: list[Table]) -> None:
    code = seat(cafe, tables[0])
    cafe.place(code, ("Espresso", 1, ""), ("Carrot cake", 1, ""))
    expect(panel.card("Table 1")).to_contain_text("Carrot cake")
    tile(panel, "Table 1").get_by_role("button").click()
    panel.page.get_by_role("button", name="Split off").click()
    asked = panel.page.get_by_role("dialog", name="Split off from Table 1")
    asked.get_by_role("button", name="Table 3").click()
    expect(asked.get_by_role("alert").first).to_contain_text("Choose at least one order.")
    asked.get_by_label("Carrot cake").check()
    axe(panel.page)
    asked.get_by_role("button", name="Table 3").click()
    expect(panel.card("Table 3")).to_contain_text("Carrot cake")
    expect(panel.card("Table 1")).not_to_contain_text("Carrot cake")
    expect(tile(panel, "Table 3")).to_contain_text("€4.60")


def test_a_table_is_renamed(panel: Staff, cafe: Cafe, tables: list[Table]) -> None:
    seat(cafe, tables[0])
    expect(tile(panel, "Table 1")).to_contain_text("Seated")
    tile(panel, "Table 1").get_by_role("button").click()
    panel.page.get_by_role("button", name="Rename").click()
    asked = panel.page.get_by_role("dialog", name="Rename Table 1")
    asked.get_by_label("Name").fill("Window")
    asked.get_by_role("button", name="Rename").click()
    expect(panel.page.get_by_role("dialog", name="Window")).to_be_visible()
    expect(
        panel.page.get_by_role("dialog").get_by_role("img", name=re.compile("^QR"))
    ).to_be_visible()


def test_sums_of_each_guest_and_a_total_above_the_fold(
    staff: Staff, cafe: Cafe, table: str
) -> None:
    cafe.place(table, ("Espresso", 4, ""), ("Carrot cake", 1, ""), guest="Mia")
    cafe.place(table, ("Flat white", 2, ""), guest="Jonas")
    expect(staff.card("Table 2")).to_contain_text("Jonas")
    staff.table("Table 2").click()
    sums = staff.page.get_by_role("list", name="Sums by guest").get_by_role("listitem")
    expect(sums).to_have_text([re.compile("Mia €14.20"), re.compile("Jonas €7.60")])
    inside_the_window(staff.page.get_by_text("€21.80", exact=True).last)
    axe(staff.page)


def test_two_of_four_are_cancelled(staff: Staff, cafe: Cafe, table: str) -> None:
    order = cafe.order(table, "Espresso", quantity=4)
    staff.table("Table 2").click()
    staff.page.get_by_role("button", name="Cancel order: Espresso").click()
    asked = staff.page.get_by_role("dialog", name="Cancel 4× Espresso?")
    for _ in range(2):
        asked.get_by_role("button", name="One Espresso less").click()
    axe(staff.page)
    asked.get_by_role("button", name="Guest changed their mind").click()
    asked.get_by_role("button", name="Cancel the order").click()
    modal = staff.page.get_by_role("dialog", name="Table 2")
    expect(modal.locator("li.order")).to_have_count(2)
    expect(modal).to_contain_text("€4.80")
    found = {each["state"]: each for each in cafe.api.session(table)["orders"]}
    assert (found["new"]["id"], found["new"]["quantity"]) == (order["id"], 2)
    assert found["cancelled"]["quantity"] == 2


def rules(cafe: Cafe, **settings: Any) -> None:
    cafe.staff(f"/orders/settings/{cafe.location_id}/", **settings)


def test_new_to_served_are_two_taps_with_two_steps(staff: Staff, cafe: Cafe, table: str) -> None:
    rules(cafe, steps=["ready", "served"])
    order = cafe.order(table, "Espresso")
    step = staff.card("Table 2").locator(".ticket-step")
    expect(step).to_have_text("Finish")
    step.click()
    expect(step).to_have_text("Serve")
    step.click()
    cafe.wait_state(table, order["id"], "served")


def test_who_manages_sets_the_steps_of_the_place(staff: Staff, cafe: Cafe, table: str) -> None:
    cafe.order(table, "Espresso")
    staff.page.get_by_role("button", name="Settings").click()
    dialog = staff.page.get_by_role("dialog", name="Settings of this device")
    group = dialog.get_by_role("group", name="Steps of an order")
    for name in ("Accepted", "Preparing"):
        group.get_by_label(name).click()
        expect(group.get_by_label(name)).not_to_be_checked()
    expect(group.get_by_label("Ready")).to_be_disabled()
    dialog.get_by_label("Who opens a table").select_option("guest")
    axe(staff.page)
    dialog.get_by_role("button", name="Close", exact=True).click()
    expect(staff.card("Table 2").locator(".ticket-step")).to_have_text("Finish")
    found = answer(cafe.api.get(f"/orders/settings/{cafe.location_id}/"))
    assert (found["steps"], found["open_by"]) == (["ready", "served"], "guest")


def test_staff_see_the_word_of_the_sitting(panel: Staff, cafe: Cafe, tables: list[Table]) -> None:
    rules(cafe, ask_word=True)
    code = seat(cafe, tables[0])
    found = cafe.staff_get(f"/orders/tables/find/?location_id={cafe.location_id}")
    word = next(each["session"]["word"] for each in found if each["session"])
    panel.page.reload()
    expect(tile(panel, "Table 1")).to_contain_text(word)
    tile(panel, "Table 1").get_by_role("button").click()
    expect(panel.page.get_by_role("dialog")).to_contain_text(f"Word of the sitting {word}")
    assert code


def test_many_tables_are_created_at_once(staff: Staff, cafe: Cafe) -> None:
    staff.page.get_by_role("button", name="Set up tables").click()
    staff.page.get_by_role("button", name="Several tables").click()
    asked = staff.page.get_by_role("dialog", name="Several tables")
    expect(asked).to_contain_text("Table 1 – Table 12: 12 tables")
    asked.get_by_label("To").fill("5")
    asked.get_by_label("Seats each").fill("4")
    axe(staff.page)
    asked.get_by_role("button", name="Create them").click()
    expect(asked).to_have_count(0)
    rows = staff.page.get_by_role("dialog", name="Tables of the place").locator(".setup-tables li")
    expect(rows).to_have_count(5)
    expect(rows.first).to_contain_text(CODE)
    expect(rows.first).to_contain_text("4 seats")
    axe(staff.page)


def test_a_photographed_code_is_renewed(panel: Staff, cafe: Cafe, tables: list[Table]) -> None:
    tile(panel, "Table 2").get_by_role("button").click()
    panel.page.get_by_role("button", name="Change", exact=True).click()
    form = panel.page.get_by_role("dialog", name="Change Table 2")
    axe(panel.page)
    form.get_by_role("button", name="New code").click()
    old = tables[1]["code"]
    asked = panel.page.get_by_role("dialog", name="A new code for Table 2?")
    expect(asked).to_contain_text(f"The stickers with {old[:4]}-{old[4:]} stop working at once.")
    asked.get_by_role("button", name="Make a new code").click()
    expect(panel.page.locator(".toast")).to_contain_text("Table 2 has the code")
    assert cafe.api.get(f"/orders/tables/get/{old}/").status_code == 404


def test_a_table_is_switched_off_and_taken_away(
    panel: Staff, cafe: Cafe, tables: list[Table]
) -> None:
    panel.page.get_by_role("button", name="Set up tables").click()
    listed = panel.page.get_by_role("dialog", name="Tables of the place")
    listed.get_by_role("button", name=re.compile("^Table 1 ")).click()
    form = panel.page.get_by_role("dialog", name="Change Table 1")
    form.get_by_label("In use").uncheck()
    form.get_by_role("button", name="Save").click()
    expect(listed).to_contain_text("switched off")
    listed.get_by_role("button", name=re.compile("^Table 4 ")).click()
    panel.page.get_by_role("button", name="Take the table away").click()
    panel.page.get_by_role("button", name="Take it away").click()
    expect(listed.locator("li")).to_have_count(3)
    listed.get_by_role("button", name="Close", exact=True).click()
    expect(panel.page.locator("li.tile")).to_have_count(2)


def test_tables_are_placed_by_hand_and_by_keyboard(
    panel: Staff, cafe: Cafe, tables: list[Table]
) -> None:
    page = panel.page
    page.get_by_role("button", name="Large view").click()
    page.get_by_role("button", name="Arrange").click()
    place = page.get_by_role("button", name=re.compile("^Table 1: not placed yet"))
    place.press("ArrowRight")
    page.get_by_role("button", name="Table 1: column 1, row 1").press("ArrowRight")
    expect(page.get_by_role("button", name="Table 1: column 2, row 1")).to_be_focused()
    axe(page)
    target = page.get_by_role("button", name="Table 1: column 2, row 1").bounding_box()
    box = page.get_by_role("button", name=re.compile("^Table 2: ")).bounding_box()
    assert target is not None
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(target["x"] + target["width"] + 30, target["y"] + 20, steps=5)
    page.mouse.up()
    expect(page.get_by_role("button", name="Table 2: column 3, row 1")).to_be_visible()
    page.get_by_role("button", name="Arrange").click()
    expect(page.get_by_role("button", name="Plan")).to_have_attribute("aria-pressed", "true")
    found = cafe.staff_get(f"/orders/tables/find/?location_id={cafe.location_id}")
    assert [each["table"]["position"] for each in found[:2]] == [{"x": 1, "y": 0}, {"x": 2, "y": 0}]
    fits_across(page)


def test_a_table_opens_under_its_permanent_code(staff: Staff, cafe: Cafe) -> None:
    staff.page.get_by_role("button", name="New table").click()
    staff.page.get_by_role("dialog").get_by_role("button", name="Open table").click()
    shown = staff.page.get_by_role("dialog", name="Table 1: QR code")
    expect(shown.get_by_role("img", name="QR code of Table 1")).to_be_visible()
    expect(shown).to_contain_text(CODE)
    expect(shown).to_contain_text("These codes lead to this computer only")
    [found] = cafe.staff_get(f"/orders/tables/find/?location_id={cafe.location_id}")
    expect(shown).to_contain_text(f"/t/{found['table']['code']}/")
    assert found["session"]["state"] == "OPEN"
    axe(staff.page)


def test_a_session_without_a_table_is_made_as_before(staff: Staff, cafe: Cafe) -> None:
    staff.page.get_by_role("button", name="New table").click()
    asked = staff.page.get_by_role("dialog", name="New table")
    asked.get_by_label("Name").fill("The Smiths")
    asked.get_by_label("For these guests only").check()
    asked.get_by_role("button", name="Open table").click()
    shown = staff.page.get_by_role("dialog", name="The Smiths: QR code")
    expect(shown).to_be_visible()
    [session] = cafe.staff_get(f"/orders/sessions/find/?location_id={cafe.location_id}")
    expect(shown).to_contain_text(f"/t/{session['code']}/")
    assert cafe.staff_get(f"/orders/tables/find/?location_id={cafe.location_id}") == []


PAPERS = [("a4", 4), ("letter", 4), ("labels", 1), ("round", 2), ("square", 2)]


def test_codes_are_printed_on_sheets_and_labels(staff: Staff, cafe: Cafe) -> None:
    for number in range(1, 14):
        name = f"Table {number}" if number % 5 else f"The long table by the water {number}"
        cafe.staff("/orders/tables/create/", location_id=cafe.location_id, name=name)
    page = staff.page
    expect(tile(staff, "Table 13")).to_be_visible()
    page.evaluate("void (window.print = () => { window.printed = (window.printed ?? 0) + 1; })")
    for at, (paper, pages) in enumerate(PAPERS):
        page.get_by_role("button", name="Print all codes").click()
        page.get_by_label("Paper").select_option(paper)
        axe(page)
        page.get_by_role("dialog").get_by_role("button", name="Print", exact=True).click()
        becomes(page, f"window.printed === {at + 1}")
        expect(page.get_by_role("dialog")).to_have_count(0)
        pdf = page.pdf(prefer_css_page_size=True)
        assert re.findall(rb"/Count (\d+)", pdf) == [str(pages).encode()], paper
        page.emulate_media(media="print")
        stickers = page.locator(".print-ticket")
        expect(stickers).to_have_count(13)
        expect(stickers.first).to_contain_text("Table 1")
        expect(stickers.first).to_contain_text(CODE)
        expect(stickers.first).to_contain_text("Café Aisle")
        cut = stickers.evaluate_all(
            "all => all.filter(one => one.scrollHeight > one.clientHeight + 1).length"
        )
        assert cut == 0, paper
        page.emulate_media(media="null")


def test_the_setup_leads_to_the_first_table_on_a_phone(open_window: Open, cafe: Cafe) -> None:
    page = open_window(PHONE, signed_in=cafe.login)
    page.goto(f"/orders/panel/#/{cafe.location_id}/tables")
    asked = page.get_by_role("dialog", name="New table")
    asked.get_by_role("button", name="Open table").click()
    expect(page.get_by_role("img", name="QR code of Table 1")).to_be_visible()
    page.evaluate("void (window.print = () => { window.printed = true; })")
    page.get_by_role("button", name="Print", exact=True).click()
    becomes(page, "window.printed")
    page.get_by_role("dialog").get_by_role("button", name="Close", exact=True).click()
    expect(page.get_by_role("button", name="New table")).to_be_visible()
    fits_across(page)
    reachable(page)


def test_what_is_sold_out_goes_with_two_taps_and_comes_back(
    staff: Staff, cafe: Cafe, table: str
) -> None:
    order = cafe.order(table, "Espresso", quantity=2)
    card = staff.card("Table 2")
    card.get_by_role("button", name="More: Espresso").click()
    menu = staff.page.get_by_role("dialog", name="2× Espresso")
    axe(staff.page)
    menu.get_by_role("button", name="Sold out").click()
    expect(menu).to_contain_text("Espresso is sold out: nobody can order it any more.")
    axe(staff.page)
    assert _product(cafe)["is_active"] is False
    menu.get_by_role("button", name="Cancel this 2× Espresso too").click()
    cafe.wait_state(table, order["id"], "cancelled")
    staff.page.get_by_role("button", name="Undo").click()
    expect(staff.page.get_by_text("Espresso is on sale again.").first).to_be_visible()
    assert _product(cafe)["is_active"] is True


def _product(cafe: Cafe) -> dict[str, Any]:
    return dict(answer(cafe.api.get(f"/products/get/{cafe.menu['Espresso']}/")))


def test_ordering_on_a_phone_shows_what_is_chosen(open_window: Open, api: Any) -> None:
    cafe = Cafe.opened(api, api.register(), whole=True)
    code = cafe.open("Table 2")
    page: Page = open_window(PHONE, signed_in=cafe.login)
    staff = Staff(page).arrive()
    staff.look("Tables")
    staff.table("Table 2").click()
    page.get_by_role("button", name="Order for the guest").click()
    form = page.get_by_role("dialog", name="Order for Table 2")
    for _ in range(2):
        form.get_by_role("button", name=re.compile("^Espresso")).first.click()
    expect(form.get_by_role("button", name=re.compile("^Espresso 2 chosen"))).to_be_visible()
    jump = form.get_by_role("list", name="Categories").get_by_role("button")
    jump.last.click()
    head = form.locator(".products-head").last
    expect(head).to_be_in_viewport()
    form.locator(".product:not([aria-disabled=true])").last.click()
    send = form.get_by_role("button", name=re.compile("^Order 3 items"))
    inside_the_window(send)
    inside_the_window(form.get_by_role("button", name="Show what is chosen"))
    expect(form.get_by_role("button", name="Show what is chosen")).to_contain_text(
        "2× Espresso, 1×"
    )
    hovering = form.locator(".product").first.evaluate(
        "() => [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])"
        ".filter((rule) => rule.selectorText?.includes('.product:hover')).length"
    )
    assert hovering == 0  # only inside of @media (hover: hover)
    axe(page)
    form.get_by_label("Search the menu").fill("CREME brulee")
    fits_across(page)
    send.click()
    expect(form).to_have_count(0)
    assert len(cafe.api.session(code)["orders"]) == 2


def test_the_grid_of_tables_in_the_dark_and_enlarged(
    open_window: Open, cafe: Cafe, tables: list[Table]
) -> None:
    paid(cafe, seat(cafe, tables[0]))
    cafe.order(seat(cafe, tables[1]), "Espresso")
    for device, dark in ((PHONE, True), (TABLET, False)):
        page = open_window(device, signed_in=cafe.login, dark=dark)
        page.emulate_media(forced_colors="active" if not dark else "none")
        staff = Staff(page).arrive()
        staff.look("Tables")
        standing(staff, "Table 1", "To clear")
        fits_across(page)
        reachable(page)
        axe(page)
