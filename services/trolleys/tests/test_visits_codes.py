"""The code on a trolley, which a scan may prove, and codes of sessions, which are in stock."""

import secrets

import pytest
from scanning import SCAN, body_of, nothing_assigned, scan
from trolleys import wire
from trolleys.models import SpareCode
from world import TROLLEY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trolley", "spare_codes")]


# ---- The code ---------------------------------------------------------------------------------


def test_a_code_that_is_told_must_be_the_trolleys(api, trolley):
    payload = wire.trolleys.code_payload(trolley)
    wrong = {**payload, "hash": "00000000"}
    for bad in (wrong, {**payload, "timestamp": "2026-01-01T00:00:00Z"}, {"hash": "ä"}):
        bad.pop("url", None)
        assert scan(api, status=400, **bad)["error"] == "Invalid QR code"
    assert nothing_assigned()
    scan(api, hash=payload["hash"], timestamp=payload["timestamp"])


def test_twenty_wrong_codes_a_minute_are_enough(api, trolley, settings):
    settings.RATE_LIMITS = False
    for _ in range(20):
        scan(api, status=400, hash="00000000")
    right = wire.trolleys.code_hash(trolley)
    answer = api.send(SCAN, {"trolley_id": TROLLEY, "hash": right})
    assert body_of(answer, 429)["error"] == "Too many requests"
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    elsewhere = api.call(
        "POST", SCAN, {"trolley_id": TROLLEY, "hash": right}, headers={"X-Real-IP": "198.51.100.7"}
    )
    body_of(elsewhere, 201)


# ---- Codes in stock ---------------------------------------------------------------------------


def test_a_scan_takes_a_code_out_of_the_stock(api, codes):
    before = SpareCode.objects.count()
    scan(api)
    assert SpareCode.objects.count() == before - 1
    assert not codes.received


def test_without_stock_codes_is_asked(api, codes):
    SpareCode.objects.all().delete()
    fresh = secrets.token_hex(20)
    codes.on("GET", "/codes/new/", {"success": True, "response": {"value": fresh}})
    assert scan(api, key="a")["session_code"] == fresh
    assert codes.asked("GET", "/codes/new/") == 1


@pytest.mark.parametrize("nonsense", [{}, {"response": {"value": "short"}}, [1]])
def test_without_stock_and_without_codes_nobody_begins(api, codes, nonsense):
    SpareCode.objects.all().delete()
    codes.on("GET", "/codes/new/", nonsense)
    assert scan(api, status=503)["error"] == "Codes service unavailable"
    codes.broken = True
    assert scan(api, status=503)["error"] == "Codes service unavailable"
    assert nothing_assigned()


def test_who_gets_no_trolley_needs_no_code(api, codes):
    scan(api)
    SpareCode.objects.all().delete()
    codes.broken = True
    scan(api, status=409)
