"""Django's admin in a browser: who has which trolley, and taking it away."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open
from tests.integration.trolleys.market import Market
from tests.support.api import Api
from tests.support.stack import Stack
from tools.browser.window import TABLET

COLUMNS = ["TROLLEY ID", "STATUS", "ASSIGNED TO", "ASSIGNED SINCE"]
PASSWORD = "correct horse battery staple"
UNAVAILABLE = "Signing in is not possible right now."
TRIES = 5


def sign_in(page: Page, username: str, password: str) -> None:
    """As people do: again, while verification is too busy to answer in time."""
    page.goto("/trolleys/admin/")
    for _ in range(TRIES):
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", password)
        page.click("input[type=submit]")
        busy, inside = page.get_by_text(UNAVAILABLE), page.locator("#user-tools")
        expect(busy.or_(inside)).to_be_visible()
        if inside.is_visible():
            break
    expect(page).to_have_url(re.compile(r"^[^?]*/trolleys/admin/$"))


def listed(page: Page, trolley_id: str) -> list[str]:
    """Trolley id, status, assigned to, assigned since, as the list has them."""
    page.goto(f"/trolleys/admin/trolleys/trolley/?q={trolley_id}")
    row = page.locator("#result_list tbody tr").locator("th, td:not(.action-checkbox)")
    return row.all_inner_texts()[:4]


def ended_by(market: Market, session_id: str) -> object:
    return market.call("GET", f"/api/session/{session_id}").json()["ended_by"]


def test_an_operator_takes_a_trolley_away(open_window: Open, market: Market, api: Api) -> None:
    john, trolley_id = api.register(), market.trolley()
    session_id = market.session(trolley_id, john)["session_id"]
    page = open_window(TABLET)
    sign_in(page, market.operator.username, market.operator.password)
    name, status, holder, since = listed(page, trolley_id)
    heads = page.locator("#result_list thead th .text").all_inner_texts()
    assert heads[1:5] == COLUMNS
    assert (name, status, holder) == (trolley_id, "In Use", john.username)
    assert re.fullmatch(r"0:00:\d\d", since)
    page.locator("input.action-select").check()
    page.select_option("select[name=action]", label="Force unassign")
    page.get_by_role("button", name="Go").click()
    expect(page.get_by_text("Unassigned: 1.")).to_be_visible()
    assert ended_by(market, session_id) == "staff"
    assert listed(page, trolley_id)[1:] == ["Available", "-", "-"]


def test_a_local_superuser_clears_assigned_to(
    stack: Stack, open_window: Open, market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(stack.environment, "DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    who = ("--email", "boss@example.com", "--username", "boss")
    stack.manage("trolleys", "createsuperuser", "--noinput", *who)
    trolley_id = market.trolley()
    session_id = market.session(trolley_id)["session_id"]
    page = open_window(TABLET)
    sign_in(page, "boss", PASSWORD)
    assert listed(page, trolley_id)[1:3] == ["In Use", "(guest)"]
    page.get_by_role("link", name=trolley_id).click()
    page.select_option("select[name=assigned_to]", "")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert ended_by(market, session_id) == "staff"
