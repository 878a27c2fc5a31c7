"""A suite that waits but seconds for a confirm, and whoever sells by machines there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.machines.vendor import Vendor
from tests.support.api import Api
from tests.support.machines import machines
from tests.support.stack import SETTINGS, Stack, stack_running

#: A dispense of n units is given up n + 2 s after its command was written.
QUICK = {**SETTINGS, "DISPENSE_SECONDS_PER_UNIT": "1", "DISPENSE_SLACK_SECONDS": "2"}


@pytest.fixture(scope="session")
def stack(pytestconfig: pytest.Config) -> Iterator[Stack]:
    with stack_running(QUICK) as stack:
        yield stack


@pytest.fixture(scope="session")
def vendor(stack: Stack, api: Api) -> Vendor:
    """Its operator has signed in."""
    user = api.register()
    stack.manage("verification", "grant", user.username, "operator")
    return Vendor(stack, api, api.sign_in(user))


@pytest.fixture
def shop(vendor: Vendor) -> Iterator[Vendor]:
    """The vendor; its machines are taken away after the test."""
    with machines(vendor.api.url) as vendor.machines:
        yield vendor
