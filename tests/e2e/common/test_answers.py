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
