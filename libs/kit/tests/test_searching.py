"""A search finds what people mean: one table of cases, which fold.js is held to in a browser."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.searching import folded, matches, searchable, words

CASES = json.loads((Path(__file__).parent / "searches.json").read_text())


@pytest.mark.parametrize(("search", "name"), CASES["found"])
def test_a_search_folds_letters_on_both_sides_alike(search, name):
    assert matches(name, search)


@pytest.mark.parametrize(("search", "name"), CASES["missed"])
def test_a_search_finds_nothing_else(search, name):
    assert not matches(name, search)


@given(st.text())
def test_what_is_folded_stays_as_it_is(text):
    assert folded(folded(text)) == folded(text)


@given(st.text())
def test_everything_is_found_by_its_own_name(text):
    assert all(word in searchable(text) for word in words(text))
