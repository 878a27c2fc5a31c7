"""Setting tables up at the panel: many at once, codes that stay, the plan, paper, settings."""

from __future__ import annotations

import re

from playwright.sync_api import Route, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import becomes, fits_across, reachable
from tests.e2e.people import Staff
from tests.e2e.tables.seats import CODE, Table, rules, seat, tile
from tests.e2e.taps import taps
from tests.support.api import answer
from tools.browser.window import PHONE, TABLET


def test_new_to_served_are_two_taps_with_two_steps(staff: Staff, cafe: Cafe, table: str) -> None:
    rules(cafe, steps=["ready", "served"])
    order = cafe.order(table, "Espresso")
    step = staff.card("Table 2").locator(".ticket-step")
    expect(step).to_have_text("Finish")
    with taps(staff.page, 2):
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


def test_a_table_stays_where_it_was_put_last(
    panel: Staff, cafe: Cafe, tables: list[Table], open_window: Open
) -> None:
    """Three arrows in a hurry, while the first square is still on its way to the server."""
    page, held = panel.page, list[Route]()

    def late(route: Route) -> None:
        if held:
            route.continue_()
        held.append(route)

    page.route("**/orders/tables/edit/**", late)
    page.get_by_role("button", name="Large view").click()
    page.get_by_role("button", name="Arrange").click()
    for shown in ("not placed yet", "column 1, row 1", "column 2, row 1"):
        page.get_by_role("button", name=f"Table 1: {shown}").press("ArrowRight")
    expect(page.get_by_role("button", name="Table 1: column 3, row 1")).to_be_focused()
    other = Staff(open_window(TABLET, signed_in=cafe.login)).arrive()
    held[0].continue_()
    other.page.get_by_role("button", name="Large view").click()
    other.page.get_by_role("button", name="Arrange").click()
    expect(other.page.get_by_role("button", name="Table 1: column 3, row 1")).to_be_visible()
    expect(page.get_by_role("button", name="Table 1: column 3, row 1")).to_be_visible()
    assert len(held) == 2
