"""What the gateway and the framework answer at vending's paths: other verbs, unknown paths, bodies
that are too large, pages of other origins.
"""

from __future__ import annotations

import pytest

from suite.registry import BODY_LIMIT
from tests.integration.machines.vendor import Json
from tests.integration.vending.rows import FRONT_END, World, detail, fault
from tests.integration.vending.shapes import WORDS

MACHINE = "/api/machine/{free}"
#: Every path of the contract, with the verbs that it takes.
PATHS = {
    "/api/admin/login": {"POST"},
    "/api/admin/verify": {"GET"},
    "/api/machine/register": {"POST"},
    f"{MACHINE}/status": {"GET"},
    f"{MACHINE}/public-status": {"GET"},
    f"{MACHINE}/live": {"GET"},
    "/api/lock-by-code": {"POST"},
    f"{MACHINE}/unlock": {"POST"},
    f"{MACHINE}/trigger-dispense": {"POST"},
    f"{MACHINE}/confirm": {"POST"},
    f"{MACHINE}/report-error": {"POST"},
    f"{MACHINE}/update-stock": {"POST"},
    f"{MACHINE}/dispense": {"POST"},
    f"{MACHINE}/keys": {"POST"},
    f"{MACHINE}/keys/1": {"DELETE"},
    f"{MACHINE}/feedback": {"POST"},
    MACHINE: {"PATCH"},
    "/api/machines": {"GET"},
    "/api/feedback": {"GET"},
    "/api/feedback/1": {"PATCH"},
    "/api/razorpay-webhook": {"POST"},
    "/create-order": {"POST"},
    "/verify-payment": {"POST"},
    "/low-stock-alert": {"POST"},
    "/health": {"GET"},
    "/device/commands/{free}": {"GET"},
    "/device/telemetry": {"POST"},
    "/edge/transactions": {"GET"},
    "/edge/transactions/tx/refund": {"POST"},
    "/edge/transactions/tx/deliver": {"POST"},
    "/edge/machine-events": {"GET"},
    "/edge/mails": {"GET"},
    "/edge/fleet/live": {"GET"},
    "/rest/v1/machines": {"GET", "POST", "PUT", "PATCH", "DELETE"},  # each with its own answer
    "/rest/v1/feedback": {"GET", "POST", "PUT", "PATCH", "DELETE"},
}
VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")
FAULTS = ("/create-order", "/verify-payment", "/low-stock-alert", "/api/razorpay-webhook")
ASKED = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "content-type,authorization",
}
SUPABASES = {
    *("apikey", "authorization", "content-type", "prefer", "x-client-info"),
    *("accept-profile", "content-profile", "range"),
}
STRANGERS = (
    *("null", "*", "http://localhost:5174", "https://localhost:5173", "http://localhost:51730"),
    *("http://localhost:5173.evil.example", "http://evil.example"),
)


def refused(path: str, words: object) -> Json:
    """The envelope of a path's family."""
    return fault(words) if path in FAULTS else detail(words)


@pytest.mark.parametrize("path", PATHS)
def test_another_verb_is_not_allowed(world: World, path: str) -> None:
    for verb in set(VERBS) - PATHS[path]:
        for door in world.doors:
            answer = door.ask(verb, world.fill(path), json={})
            assert answer.status_code == 405, (door.name, verb)
            if path.startswith("/edge/"):
                assert answer.headers["Content-Type"] == "application/problem+json"
                assert answer.json()["status"] == 405
            else:
                assert answer.json() == refused(path, "Method Not Allowed"), (door.name, verb)


@pytest.mark.parametrize("path", PATHS)
def test_a_preflight_of_the_front_end_is_answered_and_no_others(world: World, path: str) -> None:
    way = world.fill(path)
    for door in world.doors:
        answer = door.ask("OPTIONS", way, headers={"Origin": FRONT_END, **ASKED})
        assert (answer.status_code, answer.content) == (204, b"")
        headers = answer.headers
        assert headers["Access-Control-Allow-Origin"] == FRONT_END
        assert "Access-Control-Allow-Credentials" not in headers
        assert set(VERBS) <= set(headers["Access-Control-Allow-Methods"].split(", "))
        allowed = {name.lower() for name in headers["Access-Control-Allow-Headers"].split(", ")}
        assert allowed >= SUPABASES
    for origin in STRANGERS:
        answer = world.doors[0].ask("OPTIONS", way, headers={"Origin": origin, **ASKED})
        assert "Access-Control-Allow-Origin" not in answer.headers, origin


def test_answers_are_for_the_front_end_and_for_no_other_page(world: World) -> None:
    for path in ("/health", "/api/machines", "/rest/v1/machines", "/api/machine/M999/live"):
        for door in world.doors:
            answer = door.ask("GET", path, headers={"Origin": FRONT_END})
            assert answer.headers["Access-Control-Allow-Origin"] == FRONT_END
            for origin in STRANGERS:
                answer = door.ask("GET", path, headers={"Origin": origin})
                assert "Access-Control-Allow-Origin" not in answer.headers, origin


@pytest.mark.parametrize("path", [path for path, verbs in PATHS.items() if "GET" in verbs])
def test_a_head_is_a_get_without_its_body(world: World, path: str) -> None:
    for door in world.doors:
        got = door.ask("GET", world.fill(path), headers={"Accept-Encoding": "identity"})
        head = door.ask("HEAD", world.fill(path), headers={"Accept-Encoding": "identity"})
        assert (head.status_code, head.content) == (got.status_code, b"")
        assert head.headers["Content-Type"] == got.headers["Content-Type"]


@pytest.mark.parametrize(
    "path",
    [
        *("/api/machine", "/api/machine/M001/x", "/api/machine/M001/unlock/x", "/api/machines/x"),
        *("/api/admin", "/api/admin/x", "/api/feedback/1/x", "/device", "/device/x"),
    ],
)
def test_an_unknown_path_is_not_found(world: World, path: str) -> None:
    for door in world.doors:
        for verb in ("GET", "POST"):
            answer = door.ask(verb, path)
            assert (answer.status_code, answer.json()) == (404, detail("Not Found")), door.name


def test_what_is_of_nobody_is_not_routed(world: World) -> None:
    """The gateway has its own words for it."""
    for path in ("/api/lock-by-code/x", "/create-order/x", "/health/x", "/api/x", "/api/machineX"):
        answer = world.doors[0].ask("GET", path)
        assert (answer.status_code, answer.json()) == (
            *(404, {"success": False, "reason": "not_found"}),
        )


@pytest.mark.parametrize("path", [path for path, verbs in PATHS.items() if "POST" in verbs])
def test_a_body_that_is_too_large_is_refused_in_the_words_of_its_path(
    world: World, path: str
) -> None:
    large = b'{"client_id":"' + b"x" * BODY_LIMIT + b'"}'
    for door in world.doors:
        answer = door.ask("POST", world.fill(path), data=large)
        assert answer.status_code == 413, door.name
        if path.startswith("/edge/"):
            assert answer.json()["status"] == 413
            continue
        assert answer.json() == refused(path, WORDS), door.name


@pytest.mark.parametrize("path", PATHS)
def test_a_verb_that_nobody_takes_ends_at_the_gateway(world: World, path: str) -> None:
    for door in world.doors:
        answer = door.ask("PROPFIND", world.fill(path))
        assert answer.status_code == 405, door.name
        if not path.startswith("/edge/"):
            assert answer.json() == refused(path, WORDS), door.name
