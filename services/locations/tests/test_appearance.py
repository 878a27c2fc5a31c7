"""Logo and colour of a place: what its owner says, and guests read."""

import pytest
from locations.models import Location

pytestmark = pytest.mark.django_db
KEY = "0123456789abcdef" * 2


def logo_of(location_id, name=f"{KEY}-640.jpg"):
    return f"/products/pictures/{location_id}/{name}"


@pytest.fixture
def edit(api, cafe, owner):
    def send(*, token=owner, expected=None, **fields):
        body = {"location": fields} | ({} if expected is None else {"expected": expected})
        return api.send(f"/locations/edit/{cafe.id}/", body, token=token)

    return send


def test_the_owner_says_logo_and_colour_and_everybody_reads_them(api, cafe, edit, signer):
    logo = logo_of(cafe.id)
    shown = edit(logo=logo, color="#0A7C5B").json()["response"]
    assert (shown["logo"], shown["color"]) == (logo, "#0a7c5b")
    assert api.ask(f"/locations/get/{cafe.id}/").json()["response"] == shown
    [found] = api.ask("/locations/find/?name=seestern").json()["response"]
    assert found == {"location": shown}
    internal = api.ask(f"/internal/locations/{cafe.id}/", token=signer.service("products"))
    assert internal.json()["response"]["logo"] == logo


@pytest.mark.parametrize("nothing", [None, ""])
def test_both_can_be_emptied(cafe, edit, nothing):
    edit(logo=logo_of(cafe.id), color="#0a7c5b")
    shown = edit(logo=nothing, color=nothing).json()["response"]
    assert (shown["logo"], shown["color"]) == (None, None)


@pytest.mark.parametrize("name", [f"{KEY}-320.webp", f"{KEY}-1280.jpg"])
def test_any_size_of_a_picture_is_its_address(cafe, edit, name):
    assert edit(logo=logo_of(cafe.id, name)).json()["response"]["logo"] == logo_of(cafe.id, name)


@pytest.mark.parametrize(
    "logo",
    [
        *(
            "https://cdn.example/logo.png",
            "/logo.png",
            "//cdn.example/x.jpg",
            "javascript:alert(1)",
        ),
        *(logo_of(0), logo_of("016"), logo_of(-1), logo_of(2**70), logo_of("x")),
        *("data:image/png;base64,AA==", "/products/pictures/", 5, [], True, {"name": "x"}),
        *(f"{logo_of(1)}?x", f"{logo_of(1)}#x", f" {logo_of(1)}", f"{logo_of(1)}\n"),
        *(logo_of(1, name) for name in ("x.jpg", f"{KEY}.jpg", f"{KEY}-640.svg", f"{KEY}-9.jpg")),
        *(logo_of(1, name) for name in (f"{KEY.upper()}-640.jpg", f"../1/{KEY}-640.jpg")),
    ],
)
def test_what_is_no_picture_of_ours(edit, refused, logo):
    refused(edit(logo=logo), 400, "malformed_json")
    assert Location.objects.get().logo is None


def test_a_picture_of_another_place_is_not_its_logo(api, cafe, edit, refused, owner):
    refused(edit(logo=logo_of(cafe.id + 1)), 400, "malformed_json")
    body = {"location": {"name": "New", "logo": logo_of(cafe.id + 1)}}
    refused(api.send("/locations/create/", body, token=owner), 400, "malformed_json")
    assert Location.objects.count() == 1


@pytest.mark.parametrize(
    "color",
    [
        *("#fff", "red", "0a7c5b", "#0a7c5g", "#0a7c5b00", "#٠a7c5b", "#0a7c5b;x", "#0a7c5b\n"),
        *("rgb(1,2,3)", "var(--x)", 5, [], False, {"name": "#000000"}),
    ],
)
def test_what_is_no_colour(edit, refused, color):
    refused(edit(color=color), 400, "malformed_json")
    assert Location.objects.get().color is None


def test_another_than_the_owner_says_neither(cafe, edit, refused, other):
    refused(edit(token=other, color="#000000"), 403, "incorrect_credentials")
    assert Location.objects.get().color is None


def test_a_colour_that_was_changed_meanwhile_is_not_undone(cafe, edit):
    edit(color="#000000")
    answer = edit(color="#111111", expected={"color": None, "logo": None})
    assert (answer.status_code, answer.json()["reason"]) == (409, "location_changed")
    assert edit(color="#111111", expected={"color": "#000000"}).status_code == 200
