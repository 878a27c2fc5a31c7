"""Answers that are none of ours, or say no without saying why."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.common.test_kit import FAILED, bare, run
from tests.e2e.conftest import Open
from tests.e2e.watch import Watch
from tools.browser.window import PHONE


@pytest.fixture
def page(open_window: Open) -> Page:
    return bare(open_window(PHONE))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"success": False}, ["Refused", "", None]),
        ({"success": False, "reason": None}, ["Refused", "", None]),
        ({"success": False, "reason": "gone", "details": [1]}, ["Refused", "gone", [1]]),
        ({}, ["Unreachable", "unreachable", None]),
        (None, ["Unreachable", "unreachable", None]),
        ([], ["Unreachable", "unreachable", None]),
    ],
)
def test_an_answer_without_a_reason_is_put_in_plain_words(
    page: Page, watch: Watch, body: Any, told: list[Any]
) -> None:
    watch.allow(FAILED)
    page.route("**/orders/move/1/", lambda route: route.fulfill(status=400, json=body))
    found = run(
        page,
        "refusals",
        """const { post } = await import("/locations/static/pages/api.js");
        const problem = await post("/orders/move/1/", {}).catch((problem) => problem);
        const { name, reason, details = null } = problem;
        return [name, reason, details, kit.explain(problem)];""",
    )
    assert found[:3] == told
    words = {"": "This was refused.", "gone": "This was refused: gone."}
    assert found[3] == words.get(told[1], "No connection. Try again in a moment.")


BUSY = {"status": "busy", "message": "Machine is already locked", "locked_until": "2026-01-01"}
PROBLEM = {"title": "Machine not found", "status": 404, "code": "machine_not_found"}


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (400, {"detail": "client_id required"}, ["Refused", "client_id required"] * 2),
        (409, {"error": "Already", "status": "duplicate"}, ["Refused", "Already"] * 2),
        (409, BUSY, ["Refused", BUSY["message"]] * 2),
        (404, PROBLEM, ["Refused", "machine_not_found", "Refused", "Machine not found"]),
        (
            400,
            PROBLEM | {"detail": "Which one?"},
            ["Refused", "machine_not_found", "Refused", "Which one?"],
        ),
        (503, {"detail": "Service unavailable"}, ["Unreachable", "Service unavailable"] * 2),
        (400, {}, ["Unreachable", "unreachable"] * 2),
        (200, [1, 2], [[1, 2], None] * 2),
        (200, {"detail": "an answer"}, [{"detail": "an answer"}, None] * 2),
    ],
)
def test_what_vending_answers_has_a_reason_and_words(
    page: Page, watch: Watch, status: int, body: Any, told: list[Any]
) -> None:
    """Its three envelopes are read alike; it is asked for problems, which alone have codes."""
    watch.allow(FAILED)
    asked: list[str] = []

    def fulfil(route: Any) -> None:
        asked.append(route.request.headers["accept"])
        route.fulfill(status=status, json=body)

    page.route("**/api/machine/M001/unlock", fulfil)
    found = run(
        page,
        "refusals",
        """const { post } = await import("/locations/static/pages/api.js");
        const told = await post("/api/machine/M001/unlock", {}, { envelope: "detail" })
          .catch((problem) => problem);
        if (!(told instanceof Error)) return [told, null, told, null];
        const { name, reason, text = reason, details = null, status = 0 } = told;
        return [name, reason, name, text, details, status];""",
    )
    assert found[:4] == told
    if told[0] == "Refused":
        assert found[4:] == [body, status]
    assert asked == ["application/problem+json, application/json"]
