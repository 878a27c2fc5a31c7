"""Pictures: sent from a camera or a file, kept in a folder, shown to everybody."""

import re

import pytest
from conftest import FOREIGN, HERE, NOWHERE
from kit.pace import Pace
from photographs import BLUE, folder, image, opened, photograph, send
from products.api import pictures
from products.models import Picture
from products.pictures import LARGEST

pytestmark = pytest.mark.django_db
__all__ = ["folder", "send"]


def test_a_picture_is_sent_and_shown_in_all_sizes(send, folder, client):
    answer = send(photograph((1600, 1200)))
    assert re.fullmatch(rf"/products/pictures/{HERE}/[0-9a-f]{{32}}-640\.jpg", image(answer))
    assert answer.json().keys() == {"success", "image"}
    base = image(answer).removesuffix("640.jpg")
    for width in (320, 640, 1280):
        for end, kind in (("webp", "image/webp"), ("jpg", "image/jpeg")):
            shown = client.get(f"{base}{width}.{end}")
            assert (shown.status_code, shown["Content-Type"]) == (200, kind)
            assert shown["Cache-Control"] == "public, max-age=31536000, immutable"
            assert shown["X-Content-Type-Options"] == "nosniff"
            assert opened(shown.content).width == width
            asked = client.head(f"{base}{width}.{end}")
            assert (asked.status_code, asked.content) == (200, b"")
            assert asked["Content-Length"] == shown["Content-Length"] == str(len(shown.content))
    names = sorted(path.name for path in folder.rglob("*") if path.is_file())
    assert len(names) == 6
    assert (folder / str(HERE)).is_dir()


@pytest.mark.parametrize("kind", ["image/png", "image/heic", "application/octet-stream", ""])
def test_the_type_says_nothing_and_the_content_all(send, folder, kind):
    assert image(send(photograph(kind="PNG"), kind=kind))


@pytest.mark.parametrize(
    "kind", ["text/html", "application/json", "multipart/form-data; boundary=x", "imagex/png"]
)
def test_what_is_no_picture_by_its_type(send, folder, refused, kind):
    refused(send(photograph(), kind=kind), 400, "not_a_picture")
    assert Picture.objects.count() == 0
    assert not folder.exists()


def test_the_same_picture_again_is_the_same(send, folder):
    first = image(send(photograph()))
    assert image(send(photograph())) == first
    assert image(send(photograph(colour=BLUE))) != first
    assert Picture.objects.count() == 2
    assert len([path for path in folder.rglob("*.*") if path.is_file()]) == 12


def test_too_much_of_it_is_refused_before_it_is_looked_at(send, folder, refused):
    refused(send(photograph() + b"\0" * LARGEST), 413, "request_too_large")
    content = photograph()
    assert image(send(content + b"\0" * (LARGEST - len(content))))


def test_only_who_manages_the_place_sends_pictures(send, folder, refused, other, waiter, admin):
    for token in ("", "x", other):
        refused(send(photograph(), token=token), 403, "incorrect_credentials")
    for location_id in (FOREIGN, NOWHERE):
        refused(send(photograph(), location_id), 403, "incorrect_credentials")
    assert (Picture.objects.count(), folder.exists()) == (0, False)
    assert image(send(photograph(), token=waiter))  # staff of the release before are managers
    assert image(send(photograph(), FOREIGN, token=admin))


@pytest.mark.parametrize("role", ["kitchen", "waiter"])
def test_other_staff_do_not(send, folder, refused, locations, waiter, role):
    people = {"id": HERE, "name": "Café", "user_id": 1, "staff": [3], "roles": {"3": role}}
    answer = {"success": True, "response": people}
    locations.on("GET", f"/internal/locations/{HERE}/", answer)
    refused(send(photograph(), token=waiter), 403, "role_not_allowed")


def test_without_a_place_for_pictures_none_are_taken_and_nothing_breaks(
    send, settings, refused, client, api
):
    settings.STORAGES = {}
    refused(send(photograph()), 503, "pictures_unavailable")
    missing = client.get(f"/products/pictures/{HERE}/{'a' * 32}-640.jpg")
    refused(missing, 404, "picture_not_found")
    assert api.ask("/products/find/").status_code == 200


def test_while_locations_is_down(send, folder, refused, locations):
    locations.broken = True
    refused(send(photograph()), 503, "locations_service_unavailable")


@pytest.mark.parametrize("asked", ["product", "logo"])
def test_what_it_is_for(send, folder, client, owner, asked):
    headers = {"Authorization": f"Bearer {owner}"}
    path = f"/products/picture/{HERE}/?for={asked}"
    content = photograph()
    answer = client.generic("POST", path, content, content_type="image/jpeg", headers=headers)
    assert image(answer)
    assert (Picture.objects.get().logo_at is not None) == (asked == "logo")


def test_a_logo_that_is_sent_again_for_a_dish_stays_one(send, folder):
    send(photograph(), logo=True)
    send(photograph())
    assert Picture.objects.get().logo_at is not None


def test_what_it_cannot_be_for(client, folder, owner, refused):
    path = f"/products/picture/{HERE}/?for=banner"
    headers = {"Authorization": f"Bearer {owner}"}
    answer = client.generic("POST", path, photograph(), content_type="image/jpeg", headers=headers)
    refused(answer, 400, "erroneous_value")


def test_a_place_has_only_so_many(send, folder, settings, refused):
    settings.PICTURES_PER_PLACE = 1
    first = image(send(photograph()))
    refused(send(photograph(colour=BLUE)), 400, "too_many_pictures")
    assert image(send(photograph())) == first


def test_who_sends_too_many_at_once_waits(send, folder, refused, monkeypatch):
    monkeypatch.setattr(pictures, "UPLOADS", Pace[int](burst=2, per_second=0.001))
    assert [send(b"none").status_code for _ in range(3)] == [400, 400, 429]
    answer = send(photograph())
    refused(answer, 429, "too_many_requests")
    assert int(answer["Retry-After"]) > 0
    assert Picture.objects.count() == 0


KEY = "0123456789abcdef" * 2


@pytest.mark.parametrize(
    "path",
    [
        *(f"{HERE}/{KEY}-640.jpg", f"{HERE}/{KEY}-100.jpg", f"{HERE}/{KEY}-640.png"),
        *(f"{HERE}/{KEY}-640.svg", f"{HERE}/{KEY}.jpg", f"{HERE}/{KEY.upper()}-640.jpg"),
        *(f"{HERE}/{KEY[1:]}-640.jpg", f"{HERE}/{KEY}0-640.jpg", f"{HERE}/{KEY}-640.jpg%0a"),
        *(f"{HERE}/..%2f{HERE}%2f{KEY}-640.jpg", f"{HERE}/../{HERE}/{KEY}-640.jpg"),
        *(f"0/{KEY}-640.jpg", f"-1/{KEY}-640.jpg", f"x/{KEY}-640.jpg", f"{2**63}/{KEY}-640.jpg"),
        *(f"{HERE}/.begun", f"{HERE}/", ".begun/x", f"{HERE}/%2e%2e", f"{HERE}/{KEY}-640.jpg%00"),
        f"{HERE}/{KEY}-٦٤٠.jpg",
    ],
)
def test_what_leads_to_no_picture(client, folder, path):
    (folder / str(HERE)).mkdir(parents=True)
    answer = client.get(f"/products/pictures/{path}")
    assert (answer.status_code, answer.json()["success"]) == (404, False)


def test_a_place_that_cannot_be_written_is_unavailable(send, folder, refused):
    folder.write_text("a file where the folder should be")
    refused(send(photograph()), 503, "pictures_unavailable")
