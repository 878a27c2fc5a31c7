"""A search in a browser finds what the same search finds at a service."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from kit.searching import folded
from playwright.sync_api import Page

from tests.e2e.common.test_kit import page, run

__all__ = ["page"]

ROOT = Path(__file__).parents[3]
CASES = json.loads((ROOT / "libs/kit/tests/searches.json").read_text())
UNKNOWN = ("Cn", "Cs", "Co")  # what this Python's Unicode has no word for, and no characters


@pytest.mark.parametrize(("kind", "expected"), [("found", True), ("missed", False)])
def test_a_search_folds_letters_on_both_sides_alike(page: Page, kind: str, expected: bool) -> None:
    found = run(
        page, "fold", "return argument.map(([one, name]) => kit.matches(name, one));", CASES[kind]
    )
    assert [case for case, each in zip(CASES[kind], found, strict=True) if each != expected] == []


def test_a_browser_folds_every_character_as_a_service_does(page: Page) -> None:
    every = map(chr, range(0x110000))
    texts = [f"x{each}y" for each in every if unicodedata.category(each) not in UNKNOWN]
    told = run(page, "fold", "return argument.map((text) => kit.fold(text));", texts)
    differing = {
        text: (ours, theirs)
        for text, theirs in zip(texts, told, strict=True)
        if (ours := folded(text)) != theirs
    }
    assert differing == {}
