"""A suite that waits but seconds for a confirm, with an operator who adds machines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.machines.vendor import Vendor
from tests.integration.vending.lines import Line
from tests.integration.vending.machine_lines import Dial
from tests.integration.vending.rows import World
from tests.integration.vending.spots import Spot
from tests.support.api import Api
from tests.support.machines import Machines, machines
from tests.support.stack import SETTINGS, Stack, stack_running

#: A dispense of n units is given up n + 5 s after its command was written.
QUICK = {**SETTINGS, "DISPENSE_SECONDS_PER_UNIT": "1", "DISPENSE_SLACK_SECONDS": "5"}


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    with stack_running(QUICK) as stack:
        yield stack


@pytest.fixture(scope="session")
def operator(stack: Stack, api: Api) -> Vendor:
    """Who adds machines."""
    user = api.register()
    stack.manage("verification", "grant", user.username, "operator")
    return Vendor(stack, api, api.sign_in(user))


@pytest.fixture
def played(stack: Stack) -> Iterator[Machines]:
    """Plays machines until the end of the test."""
    with machines(stack.url) as found:
        yield found


@pytest.fixture(scope="session")
def patient(stack: Stack, operator: Vendor) -> Iterator[Line]:
    """A machine's socket that has registered and says no more."""
    spot, line = Spot(operator), Line.of_machine(stack.port)
    line.send(type="register", machine_id=spot.machine_id, api_key=spot.key)
    yield line
    line.close()


@pytest.fixture(scope="session")
def world(operator: Vendor, patient: Line) -> Iterator[World]:
    """Machines without sockets, in every state. The patient one waits from now on."""
    world = World(operator)
    yield world
    world.close()


@pytest.fixture
def dial(stack: Stack) -> Iterator[Dial]:
    """Opens sockets as machines do, closed after the test."""
    lines: list[Line] = []

    def open_one(path: str = "/ws", port: int = 0) -> Line:
        lines.append(Line.of_machine(port or stack.port, path))
        return lines[-1]

    yield open_one
    for line in lines:
        line.close()


@pytest.fixture
def spot(operator: Vendor) -> Spot:
    """A machine that has been off until now."""
    return Spot(operator)
