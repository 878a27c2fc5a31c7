"""Scanners at the gates, cameras, and their clips."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.e2e.store.desk import Desk, operator
from tests.e2e.watch import Watch
from tests.integration.store.shop import Played, Shop
from tests.support.stack import Stack
from tests.support.waiting import wait_for
from tools.browser.window import TABLET
from tools.devices.store.clips import Recorder
from tools.devices.store.gates import ENTRY, Gate
from tools.devices.store.line import Line

TAKEN_IN = 30.0  # seconds: files that nobody has written to for 15 s


@pytest.fixture
def rack(shop: Shop) -> Iterator[Played]:
    made = shop.rack(1)
    yield made
    shop.retire(made)


@pytest.fixture
def desk(open_window: Open, shop: Shop) -> Desk:
    return Desk(open_window(TABLET, signed_in=operator(shop)))


def test_a_new_scanner_opens_the_gate(desk: Desk, shop: Shop) -> None:
    shop.opens()
    name = f"North {secrets.token_hex(3)}"
    page = desk.arrive("gates").page
    page.get_by_role("link", name="New scanner").click()
    desk.type("Name", name)
    desk.type("Maker", "Acme")
    desk.press("Add it")
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    desk.press("New key")
    gate = Gate(ENTRY, Line(shop.site.url, desk.card("Keys").locator("code").inner_text()))
    customer = shop.customer()
    assert customer.person.enters(gate)
    shop.let_all_out()
    page.get_by_label("Operation").select_option("OFF")
    page.get_by_label("Where it stands").select_option("Exit")
    desk.press("Save")
    desk.says("Saved.")
    [row] = [each for each in shop.listed("/edge/scanners/", shop.operator) if each["name"] == name]
    assert (row["tag"], row["company"], row["operation_status"]) == ("Exit", "Acme", "OFF")
    desk.press("Remove this scanner")
    desk.agree("Remove it")
    expect(page.get_by_role("heading", name="Scanners")).to_be_visible()
    expect(page.get_by_role("link", name=name)).to_have_count(0)


def test_a_camera_sees_machines(desk: Desk, shop: Shop, rack: Played, watch: Watch) -> None:
    watch.allow("status of 409")
    name, taken = f"Aisle {secrets.token_hex(3)}", f"Door {secrets.token_hex(3)}"
    shop.operates("POST", "/edge/cameras/", {"name": taken})
    page = desk.arrive("gates").page
    page.get_by_role("link", name="New camera").click()
    desk.type("Name", taken)
    page.get_by_label("Where it looks").select_option("In-store")
    page.get_by_role("checkbox", name=rack.rack.machine_id).check()
    desk.type("Address of its stream", "camera one")
    desk.press("Add it")
    expect(page.get_by_text("An address that begins with")).to_be_visible()
    desk.type("Address of its stream", "rtsp://10.0.0.7/stream")
    desk.press("Add it")
    expect(page.get_by_text("There is one of this name already.")).to_be_visible()
    desk.type("Name", name)
    desk.press("Add it")
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    [row] = [each for each in shop.listed("/edge/cameras/", shop.operator) if each["name"] == name]
    assert (row["tag"], row["machines"]) == ("In-store", [rack.rack.machine_id])
    assert row["stream_url"] == "rtsp://10.0.0.7/stream"
    page.get_by_label("Where it looks").select_option("Entry")
    expect(page.get_by_role("checkbox")).to_have_count(0)  # sees all
    desk.press("Save")
    desk.says("Saved.")
    desk.turn("Gates and cameras")
    card = page.locator(".thing").filter(has_text=name)
    expect(card).to_contain_text("At the entry")
    expect(card).to_contain_text("Sees all machines")


def test_a_clip_is_played(desk: Desk, shop: Shop, stack: Stack, watch: Watch) -> None:
    watch.allow("NotSupportedError")  # the browser of the tests has no licensed codecs
    name = f"CAM{secrets.token_hex(3)}".upper()
    camera = shop.operates("POST", "/edge/cameras/", {"name": name})["id"]
    began = datetime.now(UTC) - timedelta(minutes=1)
    Recorder([name], stack.home / "clips").write(began)
    path = f"/edge/videos/?camera_id={camera}"
    wait_for(lambda: shop.listed(path, shop.operator), TAKEN_IN, "the clip is taken in")
    page = desk.arrive(f"camera/{camera}").page
    clips = desk.card("Clips")
    with page.expect_response("**/footage/**") as answered:
        clips.get_by_role("button", name="Play").click()
    assert answered.value.status in (200, 206)
    expect(desk.dialog.locator("video")).to_be_visible()
    page.keyboard.press("Escape")
    desk.turn("Gates and cameras")
    page.get_by_role("link", name="All clips").click()
    page.get_by_label("Camera", exact=True).select_option(camera)
    expect(page.locator(".rows li")).to_have_count(1)


def test_without_footage_the_times_are_there(desk: Desk, shop: Shop) -> None:
    camera = shop.operates("POST", "/edge/cameras/", {})["id"]
    expect(
        desk.arrive(f"camera/{camera}").page.get_by_text("There is no clip yet.")
    ).to_be_visible()
    span = {"start_time": "2026-01-01T10:00:00Z", "end_time": "2026-01-01T10:05:00Z"}
    clip = {**span, "camera_id": camera, "path_local": f"elsewhere/{camera}.mp4"}
    shop.operates("POST", "/edge/videos/", clip)
    desk.page.reload()
    expect(desk.card("Clips").locator("li")).to_contain_text("The footage is not here.")
    expect(desk.card("Clips").get_by_role("button", name="Play")).to_have_count(0)
