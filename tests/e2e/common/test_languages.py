"""A page is in one language: where it has not all of one, it is in another as a whole."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import requests

from suite import registry
from tests.support.stack import Stack

PAGES = [screen.path for screen in registry.screens() if screen.path != registry.DOCUMENTATION.path]
CUSTOMERS = {"/t/", "/trolley/", "/trolleys/cart/", "/vend/", "/store/"}
TOLD = re.compile(r'<script id="texts" type="application/json">(.*?)</script>')
HEAD = re.compile(r'<html lang="(\w+)" dir="(\w+)">')


def shell(stack: Stack, path: str, language: str) -> tuple[str, str, dict[str, Any]]:
    """Language and direction of a page, and what it tells its modules."""
    page = requests.get(stack.url + path, headers={"Accept-Language": language}, timeout=10)
    head, told = HEAD.search(page.text), TOLD.search(page.text)
    assert head
    assert told
    return head[1], head[2], json.loads(told[1])


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_all_texts_of_its_language(stack: Stack, path: str) -> None:
    german, direction, told = shell(stack, path, "de-AT, en;q=0.5")
    assert (german, direction) == ("de", "ltr")
    for tag in ("ar", "ar-EG, fr;q=0.5"):
        language, direction, found = shell(stack, path, tag)
        assert direction == ("rtl" if language == "ar" else "ltr")
        assert language == found["language"]
        offered = {each["tag"] for each in found["languages"]}
        assert language in offered
        if language == "ar":
            assert told["texts"].keys() <= found["texts"].keys()
        else:
            assert (language, found["texts"]) == ("en", {})
            assert "ar" not in offered
            assert path not in CUSTOMERS
