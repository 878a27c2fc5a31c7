"""A new code, or a refusal that says who is down."""

import pytest
from kit.errors import Unavailable
from peers.codes import code_issue

PATH = ("GET", "/codes/new/")
CODE = "0a" * 20


def test_a_code_is_what_codes_gives_out(codes):
    codes.on(*PATH, {"success": True, "response": {"value": CODE}})
    assert code_issue() == CODE


@pytest.mark.parametrize("response", [{}, {"value": None}, {"value": 7}, {"value": CODE[1:]}])
def test_anything_else_counts_as_down(codes, response):
    codes.on(*PATH, {"success": True, "response": response})
    with pytest.raises(Unavailable, match="Codes service unavailable"):
        code_issue()


def test_codes_is_down(codes):
    codes.broken = True
    with pytest.raises(Unavailable, match="Codes service unavailable"):
        code_issue()
