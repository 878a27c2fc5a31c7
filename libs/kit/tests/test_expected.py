"""What a form saw is compared with what is there."""

import pytest
from kit.errors import Conflict
from kit.expected import require_unchanged

NOW = {"name": "Kiosk", "price": "2.40", "image": None, "stock": 0, "tags": [{"name": "a"}]}


def check(expected, **asked):
    require_unchanged("kiosk_changed", expected, now=NOW, asked=asked, decimals=("price",))


@pytest.mark.parametrize(
    ("expected", "asked"),
    [
        ({}, {"name": "Bar"}),
        (NOW, {"name": "Bar"}),
        ({"price": 2.4, "image": "", "other": 1}, {}),
        ({"name": "Stall"}, {"name": "Kiosk"}),
    ],
)
def test_as_expected(expected, asked):
    check(expected, **asked)


@pytest.mark.parametrize(
    ("expected", "asked"),
    [
        ({"name": "Stall"}, {"name": "Bar"}),
        ({"name": "Stall"}, {"price": "2.40"}),
        ({"price": "NaN"}, {}),
        ({"price": []}, {}),
        ({"stock": None}, {}),
        ({"tags": []}, {"tags": []}),
    ],
)
def test_changed_by_another(expected, asked):
    with pytest.raises(Conflict) as refused:
        check(expected, **asked)
    assert (refused.value.reason, refused.value.details) == ("kiosk_changed", [NOW])
