"""The tables' tests run against a suite that somebody else has started, as tests/k8s needs them."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from suite.registry import ROOT
from tests.support.elsewhere import LEFT_OUT, Elsewhere, report_of
from tests.support.stack import SETTINGS, Stack, stack_running
from tools.test import PREPARED

COUNT = "SELECT count(*), %s FROM verification_user WHERE username = %s"


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A suite that begins in a prepared home, whoever runs these tests."""
    with pytest.MonkeyPatch.context() as patch:
        if PREPARED not in os.environ:
            patch.setenv(PREPARED, str(tmp_path_factory.mktemp("prepared")))
        with stack_running({**SETTINGS, "AUTH_MODE": "strict"}) as stack:
            yield stack


@pytest.fixture
def command(strict: Stack) -> str:
    """Runs manage.py of a service of that suite."""
    names = ("AISLE_HOME", "AUTH_MODE")
    settings = [f"{name}={strict.environment[name]}" for name in names]
    words = ["env", f"PYTHONPATH={ROOT}", *settings, sys.executable]
    return f"{shlex.join(words)} -m tools.stack manage {{service}}"


def test_a_prepared_home_has_tables_and_no_past(strict: Stack) -> None:
    assert "Preparing the databases…" not in strict.said()
    assert strict.sql("verification", "SELECT count(*) FROM verification_user") == [(0,)]
    assert strict.crashes() == []


def test_the_seed_is_walked_where_only_staff_close_tables(
    strict: Stack, command: str, tmp_path: Path
) -> None:
    report = report_of("tables", strict.port, command, tmp_path, "test_seed.py", "test_refusals.py")

    assert (report.failed, report.skipped) == (0, 3)
    assert report.passed > 30
    assert all(reason.startswith(LEFT_OUT) for reason in report.reasons)


def test_a_suite_elsewhere_is_looked_into_by_its_commands(strict: Stack, command: str) -> None:
    elsewhere = Elsewhere(strict.port, command)

    assert elsewhere.url == strict.url
    assert elsewhere.strict
    assert elsewhere.sql("verification", COUNT, 7, "nobody's") == [(0, 7)]
    with pytest.raises(RuntimeError, match="Unknown command"):
        elsewhere.manage("orders", "no_such_command")
