"""verification or locations down, slow, or talking nonsense: 503, and nothing is stored."""

import pytest
from conftest import FOREIGN, HERE, OWNER, THERE
from products.models import Product

pytestmark = pytest.mark.django_db
NEW = {"product": {"location_id": HERE, "name": "Cake", "price": 1}}
VERIFY = ("POST", "/internal/verify/")
PEOPLE = ("GET", f"/internal/locations/{HERE}/")
GOOD = {"id": HERE, "name": "Café", "user_id": OWNER, "staff": []}


@pytest.fixture
def unavailable(api, owner, espresso, refused):
    """Every write is refused and changes nothing."""

    def check(service="locations"):
        before = list(Product.objects.values())
        edit = {"product": {"price": 9}}
        for path, body in [
            ("/products/create/", NEW),
            (f"/products/edit/{espresso.id}/", edit),
            (f"/products/stock/{espresso.id}/", {"change": -1}),
        ]:
            response = api.send(path, body, token=owner)
            refused(response, 503, f"{service}_service_unavailable")
            assert response.headers["Retry-After"] == "1"
        assert list(Product.objects.values()) == before

    return check


def test_locations_down_and_back_without_a_restart(api, owner, locations, unavailable):
    locations.broken = True
    unavailable()
    locations.broken = False
    assert api.send("/products/create/", NEW, token=owner).status_code == 200


@pytest.mark.usefixtures("hasty")
def test_locations_slow(locations, unavailable):
    locations.on(*PEOPLE, {"success": True, "response": GOOD}, delay=3)
    unavailable()


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (200, b"<html>"),
        (200, b""),
        (200, []),
        (200, {"success": True}),
        (200, {"success": True, "response": None}),
        (200, {"success": True, "response": {}}),
        (200, {"success": True, "response": GOOD | {"staff": 5}}),
        (200, {"success": True, "response": GOOD | {"staff": ["x"]}}),
        (200, {"success": True, "response": GOOD | {"user_id": None}}),
        (200, {"success": True, "response": GOOD | {"id": THERE}}),
        (404, {"success": False, "reason": "not_found"}),
        (404, b"<html>"),
        (403, {"success": False, "reason": "incorrect_credentials"}),
        (500, b"<html>"),
        (302, b""),
    ],
)
def test_locations_talks_nonsense(locations, unavailable, status, answer):
    locations.on(*PEOPLE, answer, status=status)
    unavailable()


def test_locations_goes_down_during_a_move(api, owner, locations, espresso, refused):
    locations.on("GET", f"/internal/locations/{THERE}/", b"", status=500)
    body = {"product": {"location_id": THERE, "price": 9}}
    response = api.send(f"/products/edit/{espresso.id}/", body, token=owner)
    refused(response, 503, "locations_service_unavailable")
    espresso.refresh_from_db()
    assert (espresso.location_id, str(espresso.price)) == (HERE, "2.40")


def test_no_service_token_to_ask_locations_with(verification, unavailable):
    verification.on("POST", "/internal/service-token/", b"", status=500)
    unavailable("verification")


@pytest.mark.parametrize(("status", "answer"), [(200, b"<html>"), (500, b""), (200, {})])
def test_verification_talks_nonsense(api, verification, refused, status, answer):
    verification.on(*VERIFY, answer, status=status)
    body = NEW | {"session_key": "k", "user_id": OWNER}
    refused(api.send("/products/create/", body), 503, "verification_service_unavailable")
    verification.broken = True
    refused(api.send("/products/create/", body), 503, "verification_service_unavailable")
    assert not Product.objects.exists()


@pytest.mark.usefixtures("hasty")
def test_verification_slow(api, verification, refused):
    verification.on(*VERIFY, {}, delay=3)
    body = NEW | {"session_key": "k", "user_id": OWNER}
    refused(api.send("/products/create/", body), 503, "verification_service_unavailable")


def test_the_caller_is_identified_at_locations(api, owner, locations, signer):
    api.send("/products/create/", NEW, token=owner, headers={"X-Request-Id": "r-1"})
    [asked] = locations.received
    assert asked.headers["X-Request-Id"] == "r-1"
    assert asked.headers["Authorization"].startswith("Bearer ")
    assert asked.headers["Authorization"] != f"Bearer {owner}"


def test_reading_needs_nobody(api, verification, locations, espresso):
    verification.broken = locations.broken = True
    for path in (
        f"get/{espresso.id}",
        "find",
        f"barcode/{espresso.barcode}",
        f"find/?tag={FOREIGN}",
    ):
        assert api.ask(f"/products/{path}").status_code == 200
