"""A suite that waits but seconds for a confirm, and whoever sells by machines there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.vending.shop import Shop
from tests.support.api import Api
from tests.support.machines import machines
from tests.support.stack import SETTINGS, Stack, stack_running

#: A dispense of n units is given up n + 4 s after its command was written.
QUICK = {**SETTINGS, "DISPENSE_SECONDS_PER_UNIT": "1", "DISPENSE_SLACK_SECONDS": "4"}


@pytest.fixture(scope="session")
def displays(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where machines show themselves to the page of the demo, if a test has them do so."""
    return tmp_path_factory.mktemp("displays")


@pytest.fixture(scope="session")
def stack(displays: Path) -> Iterator[Stack]:
    with stack_running({**QUICK, "DEMO_DISPLAYS": str(displays)}) as stack:
        yield stack


@pytest.fixture(scope="session")
def vendor(stack: Stack, api: Api) -> Shop:
    """Its operator has signed in."""
    user = api.register()
    stack.manage("verification", "grant", user.username, "operator")
    return Shop(stack, api, api.sign_in(user))


@pytest.fixture
def shop(vendor: Shop) -> Iterator[Shop]:
    """The vendor, for machines of the test's own, which are switched off after it. Wrong codes of
    the tests before are forgotten.
    """
    vendor.forget_failures()
    with machines(vendor.api.url) as vendor.machines:
        yield vendor
