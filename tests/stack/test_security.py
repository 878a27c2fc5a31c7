"""docs/security.md says what the code does: its limits stand there as the code has them."""

from __future__ import annotations

import re

import pytest

from tools.access import ALLOWED, PAGE, ROLES, operations, page
from tools.stack.plan import ROOT

ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| [^|]+ \| `([^`]+)`: `([^`]+)` \|$", re.MULTILINE)
LIMITS = ROW.findall(PAGE.read_text())


@pytest.mark.parametrize(("what", "limit", "path", "literal"), LIMITS)
def test_a_limit_is_that_of_the_code(what: str, limit: str, path: str, literal: str) -> None:
    assert literal in (ROOT / path).read_text(), what
    numbers = re.findall(r"\d+", limit.replace(",", ""))
    assert set(numbers) & set(re.findall(r"\d+", literal.replace("_", ""))), f"{what}: {limit}"


def test_there_are_limits() -> None:
    assert len(LIMITS) > 10
    _, _, section = PAGE.read_text().partition("\n## Limits\n")
    rows = [line for line in section.splitlines() if line.startswith("| ")]
    assert len(LIMITS) == len(rows) - 1, "a row of another form is compared with nothing"


def test_the_table_is_that_of_the_contracts() -> None:
    assert page() == PAGE.read_text()


def test_each_word_lets_in_known_roles_only() -> None:
    assert all(roles <= set(ROLES) for roles in ALLOWED.values())
    words = {operation.allowed for operation in operations()}
    assert words <= ALLOWED.keys()
    assert {"everybody", "staff", "owner", "service"} <= words
