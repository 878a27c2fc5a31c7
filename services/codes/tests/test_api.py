"""The HTTP contract of the codes service."""

import base64
import re
from xml.etree import ElementTree

import pytest
from codes.models import Code

pytestmark = pytest.mark.django_db


def test_a_new_code_is_40_hex_digits_and_kept(api):
    response = api.ask("/codes/new/")
    value = response.json()["response"]["value"]
    assert response.status_code == 200
    assert re.fullmatch("[0-9a-f]{40}", value)
    assert Code.objects.get().value == value


def test_codes_differ(api):
    values = {api.ask("/codes/new").json()["response"]["value"] for _ in range(20)}
    assert len(values) == Code.objects.count() == 20


def test_post_for_a_new_code_is_the_wrong_method_and_issues_none(api):
    response = api.send("/codes/new/", {})
    assert (response.status_code, response.json()) == (
        405,
        {"success": False, "reason": "incorrect_access_method"},
    )
    assert response.headers["Allow"] == "GET"
    assert not Code.objects.exists()


def drawing(response):
    return ElementTree.fromstring(base64.b64decode(response.json()["response"]["base64"]))


@pytest.mark.parametrize("path", ["/codes/render/qr/", "/codes/render/qr"])
def test_a_drawing_is_svg_with_a_quiet_zone_of_four_modules(api, path):
    svg = drawing(api.send(path, {"value": "ac35940dff4d472ce4801a154de92406f3163565"}))
    assert svg.tag == "{http://www.w3.org/2000/svg}svg"
    assert svg.attrib["width"] == svg.attrib["height"] == "45"  # version 5: 37 modules and 2 × 4
    [background, path] = svg
    assert background.attrib == {"fill": "#fff", "d": "M0 0h45v45h-45z"}
    assert path.attrib["stroke"] == "#000"
    assert path.attrib["d"].startswith("M4 4.5h7")


@pytest.mark.parametrize("value", ["Käse", "漢字", 42, 1.5, "x" * 300])
def test_what_fits_is_drawn(api, value):
    assert api.send("/codes/render/qr/", {"value": value}).status_code == 200


@pytest.mark.parametrize("value", ["", None, 0, "Käse ☃", "x" * 301, "x" * 100_000])
def test_what_does_not_fit_is_erroneous(api, value):
    response = api.send("/codes/render/qr/", {"value": value} if value != 0 else {})
    assert (response.status_code, response.json()["reason"]) == (400, "erroneous_value")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"x"',
        b"null",
        b"\xff",
        b'{"value":[]}',
        b'{"value":true}',
        b'{"value":"\\u0000"}',
    ],
)
def test_a_body_of_the_wrong_shape_is_malformed(api, body):
    response = api.send("/codes/render/qr/", body)
    assert (response.status_code, response.json()["reason"]) == (400, "malformed_json")


def test_a_body_of_a_megabyte_is_too_large(api):
    response = api.send("/codes/render/qr/", {"value": "x" * 1_000_000})
    assert (response.status_code, response.json()["reason"]) == (413, "request_too_large")


def test_an_unknown_path_answers_in_the_envelope(api):
    response = api.ask("/codes/nothing/")
    assert (response.status_code, response.json()) == (
        404,
        {"success": False, "reason": "not_found"},
    )


def test_problem_json_for_those_who_ask(api):
    response = api.send("/codes/new/", headers={"Accept": "application/problem+json"})
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "about:blank",
        "title": "Incorrect access method",
        "status": 405,
        "code": "incorrect_access_method",
    }
