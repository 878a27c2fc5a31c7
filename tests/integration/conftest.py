"""One running suite for all tests here, and what most of them start from."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.support.api import Api, Place, User
from tests.support.elsewhere import LEFT_OUT, Elsewhere, Site
from tests.support.listener import Listener
from tests.support.stack import pytest_runtest_makereport as pytest_runtest_makereport
from tests.support.stack import stack_running

Listen = Callable[..., Listener]


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("suite", "a suite that runs already, and may be written to")
    group.addoption(
        "--suite-port", type=int, metavar="PORT", help="its gateway's port on this machine"
    )
    group.addoption(
        "--suite-manage", metavar="COMMAND", default="", help="runs manage.py of a {service} there"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What asks for more than such a suite has says so."""
    if config.getoption("suite_port") is None:
        return
    for item in items:
        mark = item.get_closest_marker("embedded")
        if mark is not None:
            item.add_marker(pytest.mark.skip(f"{LEFT_OUT}{mark.args[0]}"))


@pytest.fixture(scope="session")
def stack(pytestconfig: pytest.Config) -> Iterator[Site]:
    port = pytestconfig.getoption("suite_port")
    if port is not None:
        yield Elsewhere(port, pytestconfig.getoption("suite_manage"))
        return
    with stack_running() as stack:
        yield stack


@pytest.fixture(scope="session")
def api(stack: Site) -> Iterator[Api]:
    """The gateway."""
    api = Api(stack.url)
    yield api
    api.close()


@pytest.fixture(autouse=True)
def fresh_tokens(api: Api) -> None:
    """Nobody's token ends while a test runs, however long ago it was issued."""
    api.renew()


@pytest.fixture(scope="session")
def owner(api: Api) -> User:
    return api.register()


@pytest.fixture
def place(api: Api, owner: User) -> Place:
    """A location that keeps no products: it takes orders of any product id."""
    return Place.create(api, owner)


@pytest.fixture
def table(place: Place) -> str:
    """The code of an open session."""
    return place.open()


@pytest.fixture
def listen(stack: Site) -> Iterator[Listen]:
    """Makes listeners: `listen(code)`, or `listen(path="/ws/panel/1/", token=…)`; each has had its
    snapshot when it is handed over, and is closed after the test.
    """
    made: list[Listener] = []

    def start(code: str = "", *, path: str = "", **options: object) -> Listener:
        address = f"ws://127.0.0.1:{stack.port}{path or f'/ws/orders/{code}/'}"
        listener = Listener(address, **options)  # type: ignore[arg-type]
        made.append(listener)
        listener.wait(lambda: listener.frames or listener.cuts or options.get("since"), "a frame")
        return listener

    yield start
    for listener in made:
        listener.close()
