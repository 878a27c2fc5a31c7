"""Each page can be put on a start screen, by what Chromium itself says of it."""

from __future__ import annotations

import json

import pytest

from suite import registry
from tests.e2e.conftest import Open
from tools.browser.window import TABLET

PAGES = [screen.path for screen in registry.screens() if screen.path != registry.DOCUMENTATION.path]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_can_be_installed(open_window: Open, path: str) -> None:
    page = open_window(TABLET, language="de-DE")
    page.goto(path)
    network = page.context.new_cdp_session(page)
    found = network.send("Page.getAppManifest")
    assert found["errors"] == []
    told = json.loads(found["data"])
    assert told["start_url"] == told["scope"] == told["id"] == path
    assert told["lang"] == "de"
    assert "?manifest=de" in found["url"]
    errors = network.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [error["errorId"] for error in errors if error["errorId"] != "in-incognito"] == []
    icon = page.evaluate("document.querySelector('[rel=apple-touch-icon]').href")
    assert page.request.get(icon).headers["content-type"] == "image/png"


def test_each_page_has_a_name_of_its_own(open_window: Open) -> None:
    page = open_window(TABLET)
    names = [page.request.get(f"{path}?manifest=en").json()["name"] for path in PAGES]
    assert len(set(names)) == len(names)
