"""verification down, slow, or talking nonsense: 503, and nothing is stored."""

import pytest
from locations.models import Location

pytestmark = pytest.mark.django_db
BODY = {"session_key": "k", "user_id": 1, "location": {"name": "Kiosk"}}
VERIFY = ("POST", "/internal/verify/")
USER = {"user_id": 1, "username": "anna", "roles": []}


def test_down_and_back_without_a_restart(api, verification, refused):
    verification.on(*VERIFY, {"success": True, "response": USER})
    verification.broken = True
    for path in ("/locations/create/",):
        refused(api.send(path, BODY), 503, "verification_service_unavailable")
    verification.broken = False
    assert api.send("/locations/create/", BODY).status_code == 200
    assert Location.objects.count() == 1


@pytest.mark.usefixtures("hasty")
def test_slow(api, verification, refused):
    verification.on(*VERIFY, {"success": True, "response": USER}, delay=3)
    refused(api.send("/locations/create/", BODY), 503, "verification_service_unavailable")
    assert not Location.objects.exists()


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (200, b"<html>"),
        (200, {"success": True}),
        (200, {"success": True, "response": []}),
        (200, {"success": True, "response": {"user_id": "x", "username": "a", "roles": []}}),
        (200, {"success": True, "response": {"user_id": 1, "username": "a", "roles": 5}}),
        (404, {"success": False, "reason": "not_found"}),
        (500, b"<html>"),
        (302, b""),
    ],
)
def test_nonsense(api, verification, cafe, refused, status, answer):
    verification.on(*VERIFY, answer, status=status)
    for path in ("/locations/create/", f"/locations/edit/{cafe.id}/"):
        refused(api.send(path, BODY), 503, "verification_service_unavailable")
    assert Location.objects.count() == 1


def test_no_keys_to_check_a_token_with(api, verification, signer, refused):
    verification.on("GET", "/verification/.well-known/jwks.json", {}, status=500)
    response = api.send("/locations/create/", BODY, token=signer.access(1))
    refused(response, 503, "verification_service_unavailable")


def test_reading_needs_nobody(api, verification, cafe):
    verification.broken = True
    for path in (f"get/{cafe.id}/", "find/", "nearby/?latitude=1&longitude=1"):
        assert api.ask(f"/locations/{path}").status_code == 200
