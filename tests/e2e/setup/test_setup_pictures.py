"""Pictures of dishes, the logo and the colour of a place, as owners put them in."""

from __future__ import annotations

import base64
import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from tests.e2e.axe import axe
from tests.e2e.cafe import Cafe
from tests.e2e.conftest import Open
from tests.e2e.looks import becomes, fits_across
from tests.e2e.watch import Watch
from tests.support.api import answer
from tests.support.waiting import wait_for
from tools.browser.window import PHONE, TABLET, Device

OURS = re.compile(r"^/products/pictures/\d+/[0-9a-f]{32}-640\.jpg$")
MOST = 5 * 1024 * 1024  # bytes that products reads
DROP = """async (field, [name, text]) => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name, {type: "image/png"}));
  field.dispatchEvent(new DragEvent("dragenter", {dataTransfer, bubbles: true, cancelable: true}));
  await new Promise(requestAnimationFrame);
  const over = field.hasAttribute("data-over");
  field.dispatchEvent(new DragEvent("drop", {dataTransfer, bubbles: true, cancelable: true}));
  return over;
}"""
REFUSED = {
    "moves": ("moves.gif", "image/gif"),
    "drawn": ("drawn.svg", "image/svg+xml"),
    "text": ("menu.jpg", "image/jpeg"),
    "empty": ("empty.png", "image/png"),
}


def photograph(
    width: int = 800, height: int = 600, kind: str = "JPEG", *, noisy: bool = False
) -> FilePayload:
    size = (width, height)
    picture = Image.effect_noise(size, 80) if noisy else Image.new("RGB", size, (180, 80, 30))
    written = BytesIO()
    picture.convert("RGB").save(written, kind, quality=97)
    return {
        "name": f"dish.{kind.lower()}",
        "mimeType": f"image/{kind.lower()}",
        "buffer": written.getvalue(),
    }


def spoilt(what: str) -> FilePayload:
    content = {
        "moves": b"GIF89a",
        "drawn": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "text": b"Espresso 2.40",
        "empty": b"",
    }
    name, kind = REFUSED[what]
    return {"name": name, "mimeType": kind, "buffer": content[what]}


@pytest.fixture
def page(open_window: Open, cafe: Cafe) -> Page:
    return editing(open_window, cafe, TABLET)


def editing(open_window: Open, cafe: Cafe, device: Device) -> Page:
    page = open_window(device, signed_in=cafe.login)
    page.goto(f"/locations/setup/#/{cafe.location_id}/menu/{cafe.menu['Espresso']}")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Espresso")
    return page


def field(page: Page, name: str = "Picture") -> Locator:
    return page.get_by_role("group", name=name)


def choose(page: Page, file: FilePayload, name: str = "Picture") -> None:
    field(page, name).get_by_label(re.compile("^(Choose a file|Another file)")).set_input_files(
        file
    )


def there(page: Page, name: str = "Picture") -> None:
    """The picture comes from the server, and is seen."""
    preview = field(page, name).locator("img")
    expect(preview).to_have_attribute("src", OURS)
    becomes(page, "document.querySelector('.frame img')?.naturalWidth > 1")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def image(cafe: Cafe, name: str = "Espresso") -> str | None:
    found = answer(cafe.api.get(f"/products/find/?location_id={cafe.location_id}"))
    images: dict[str, str | None] = {
        each["product"]["name"]: each["product"]["image"] for each in found
    }
    return images[name]


@pytest.mark.parametrize("device", [PHONE, TABLET], ids=str)
def test_a_picture_is_uploaded_beside_the_name(
    open_window: Open, cafe: Cafe, device: Device
) -> None:
    page = editing(open_window, cafe, device)
    expect(field(page)).to_be_visible()  # and not folded away
    axe(page)
    choose(page, photograph())
    there(page)
    axe(page)
    fits_across(page)
    save(page)
    expect(page.locator("li.dish").filter(has_text="Espresso").locator("img")).to_be_visible()
    assert OURS.match(image(cafe) or "")


def test_the_camera_of_a_phone_takes_it(open_window: Open, cafe: Cafe) -> None:
    page = editing(open_window, cafe, PHONE)
    camera = field(page).get_by_label("Take a photo")
    expect(camera).to_have_attribute("capture", "environment")
    camera.set_input_files(photograph())
    there(page)


def test_a_picture_is_dropped_onto_the_field(page: Page, cafe: Cafe) -> None:
    file = photograph(kind="PNG")
    text = base64.b64encode(file["buffer"]).decode()
    assert field(page).evaluate(DROP, ["dish.png", text])
    there(page)
    expect(page.locator("[data-over]")).to_have_count(0)
    save(page)
    expect(page.get_by_text("Espresso is saved.").first).to_be_visible()
    assert OURS.match(image(cafe) or "")


def test_a_large_photograph_of_a_phone_is_made_smaller_before_it_is_sent(
    page: Page, tmp_path: Path
) -> None:
    file = tmp_path / "phone.jpg"
    file.write_bytes(photograph(2800, 2100, noisy=True)["buffer"])
    assert file.stat().st_size > MOST
    with page.expect_request(re.compile("/products/picture/")) as sent:
        field(page).get_by_label("Choose a file").set_input_files(file)
    there(page)
    assert int(sent.value.all_headers()["content-length"]) <= MOST


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_picture_is_refused_in_words_beside_the_field(
    page: Page, cafe: Cafe, watch: Watch, what: str
) -> None:
    watch.allow("status of 400")
    page.get_by_label("Price in EUR").fill("2.70")
    choose(page, spoilt(what))
    file = field(page).get_by_label("Choose a file")
    expect(file).to_have_accessible_description(re.compile("This is no picture"))
    axe(page)
    choose(page, photograph())  # another one is taken
    there(page)
    save(page)
    expect(page.get_by_text("Espresso is saved.").first).to_be_visible()
    assert OURS.match(image(cafe) or "")


def test_a_picture_that_did_not_arrive_is_told_and_nothing_is_saved(
    page: Page, cafe: Cafe, watch: Watch
) -> None:
    watch.allow("net::ERR_")
    page.route("**/products/picture/**", lambda route: route.abort())
    choose(page, photograph())
    expect(field(page)).to_contain_text("The picture did not arrive. Choose it once more.")
    page.unroute_all()
    choose(page, photograph())
    there(page)


def test_a_picture_that_is_on_its_way_is_saved_with_the_rest(page: Page, cafe: Cafe) -> None:
    held: list[Route] = []
    page.route("**/products/picture/**", lambda route: held.append(route))
    choose(page, photograph())
    progress = field(page).get_by_role("progressbar")
    expect(progress).to_be_visible()
    expect(field(page).locator("img")).to_have_attribute("src", re.compile("^data:image/jpeg"))
    axe(page)
    save(page)
    expect(page.get_by_role("form", name="Espresso")).to_have_attribute("aria-busy", "true")
    held[0].continue_()
    expect(page.get_by_text("Espresso is saved.").first).to_be_visible()
    assert OURS.match(image(cafe) or "")


def test_a_picture_is_removed(page: Page, cafe: Cafe) -> None:
    choose(page, photograph())
    there(page)
    save(page)
    expect(page.get_by_text("Espresso is saved.").first).to_be_visible()
    page.get_by_role("link", name="Espresso").click()
    there(page)
    field(page).get_by_role("button", name="Remove").click()
    expect(field(page).locator("img")).to_have_count(0)
    save(page)
    expect(page.locator("li.dish").filter(has_text="Espresso").locator("img")).to_have_count(0)
    assert image(cafe) is None


def test_a_picture_on_the_web_is_taken_by_its_address(page: Page, cafe: Cafe, watch: Watch) -> None:
    watch.allow("request to another host", "net::ERR_")
    address = field(page).get_by_label("Address of a picture on the web")
    address.fill("ftp://example.org/a.jpg")
    save(page)
    expect(address).to_have_accessible_description(re.compile("begins with https://"))
    address.fill("https://pictures.example.org/espresso.jpg")
    address.blur()
    expect(field(page)).to_contain_text("No picture comes from this address.")
    save(page)
    expect(page.get_by_text("Espresso is saved.").first).to_be_visible()
    assert image(cafe) == "https://pictures.example.org/espresso.jpg"


def test_the_field_is_there_for_the_next_new_dish_as_well(page: Page, cafe: Cafe) -> None:
    page.get_by_role("link", name="Add a product").click()
    for name in ("Lemonade", "Iced tea"):
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_label("Price in EUR").fill("4.40")
        expect(field(page).locator("img")).to_have_count(0)
        choose(page, photograph())
        there(page)
        page.get_by_role("button", name="Save and add another").click()
        expect(page.get_by_label("Name", exact=True)).to_have_value("")
    expect(field(page)).to_be_visible()
    assert OURS.match(image(cafe, "Lemonade") or "")
    assert OURS.match(image(cafe, "Iced tea") or "")


def test_logo_and_colour_of_the_place(page: Page, cafe: Cafe) -> None:
    page.goto(f"/locations/setup/#/{cafe.location_id}/place")
    choose(page, photograph(), "Logo")
    there(page, "Logo")
    page.get_by_label("Colour", exact=True).fill("#ffcc00")
    seen = page.get_by_role("group", name="What guests see")
    expect(seen).to_contain_text("By day: made darker, so that it can be read")
    axe(page)  # which measures the contrast of both samples
    fits_across(page)
    save(page)
    expect(page.get_by_text("Café Aisle is saved.").first).to_be_visible()
    place = answer(cafe.api.get(f"/locations/get/{cafe.location_id}/"))
    assert OURS.match(place["logo"])
    assert place["color"] == "#ffcc00"
    page.get_by_role("button", name="No colour of its own").click()
    field(page, "Logo").get_by_role("button", name="Remove").click()
    save(page)
    expect(page.get_by_text("None yet: Aisle's green.")).to_be_visible()

    def is_plain() -> bool:
        place = answer(cafe.api.get(f"/locations/get/{cafe.location_id}/"))
        return (place["logo"], place["color"]) == (None, None)

    wait_for(is_plain, 10, "neither is kept")
