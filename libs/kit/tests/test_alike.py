"""Names that look the same fold to the same text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.alike import folded


@pytest.mark.parametrize(
    "name",
    ["table 1", "Table  1", " TABLE 1 ", "Table\u00a01", "Ta\u200bble 1", "Ｔable １", "Table\t1"],
)
def test_alike(name):
    assert folded(name) == "table 1"


def test_composed_and_decomposed_letters_are_alike():
    assert folded("Fru\u0308hstu\u0308ck") == folded("Frühstück")


@pytest.mark.parametrize("name", ["Table 11", "Tables 1", "Table1", "Tàble 1", ""])
def test_not_alike(name):
    assert folded(name) != "table 1"


@given(st.text())
def test_folding_twice_changes_nothing(name):
    assert folded(folded(name)) == folded(name)
