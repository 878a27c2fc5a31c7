"""A first start with its demo, and a copy of that home beside it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.stack.helpers import Home, free_ports
from tests.stack.waiting import wait_for
from tools.stack import demo
from tools.stack.menu import MENU, ORDERS

RUN = (sys.executable, "-m", "tools.stack", "run")
STARTED_WITHIN = 60.0  # seconds
ENDED_WITHIN = 25.0  # seconds
DISHES = [dish for dishes in MENU.values() for dish in dishes]
OPEN_TABLES = {  # with how many orders each has
    **{f"Table {number}": 0 for number in (1, 3, 4)},
    "Table 2": 3,
    "Terrace 1": 2,
    "Terrace 2": 0,
}


@pytest.fixture
def home() -> Iterator[Callable[[str], Home]]:
    """Makes places for suites, which are ended after the test."""
    ports, made = free_ports(), list[Home]()
    with TemporaryDirectory(prefix="aisle-s-") as directory:

        def make(name: str) -> Home:
            made.append(Home(Path(directory, name), next(ports)))
            return made[-1]

        yield make
        for each in made:
            each.end()


def start(home: Home) -> demo.Api:
    """Start a suite with its demo; returns it as its administrator has it."""
    home.start(*RUN)

    def started() -> bool:
        assert home.process.poll() is None, home.said()
        return "Ctrl-C stops everything." in home.said()

    wait_for(started, STARTED_WITHIN, "the suite has started")
    assert "not complete" not in home.said(), home.said()
    return demo.Api(home.state()["url"], "admin-demo")


def stop(home: Home) -> None:
    home.process.terminate()
    home.process.wait(ENDED_WITHIN)


def content(api: demo.Api) -> tuple[int, int, dict[str, int], list[int]]:
    """The café's id, how many products it has, its open tables with how many orders each has, and
    its staff.
    """
    [found] = api.get("/locations/find/", name="Café Aisle")
    number = found["location"]["id"]
    products = api.get("/products/find/", location_id=number, limit=100)
    tables = api.get("/orders/sessions/find/", location_id=number)
    orders = {
        table["name"]: len(api.get(f"/orders/sessions/get/{table['code']}/")["orders"])
        for table in tables
    }
    staff = api.post(f"/locations/staff/list/{number}/", {})["staff"]
    return number, len(products), orders, staff


def test_the_menu_is_one() -> None:
    assert (len(MENU), len(DISHES)) == (6, 30)
    assert len({dish["name"] for dish in DISHES}) == 30
    assert all(Decimal("2") < Decimal(dish["price"]) < Decimal("30") for dish in DISHES)
    tags = {tag["name"] for dish in DISHES for tag in dish["tags"]}
    assert {"vegetarian", "vegan", "gluten-free"} <= tags
    assert sum(bool(dish["additives"]) for dish in DISHES) > 15
    assert [dish["name"] for dish in DISHES if not dish["is_active"]] == ["Pastrami sandwich"]
    ordered = {
        name for guests in ORDERS.values() for lines in guests.values() for name, *_ in lines
    }
    assert ordered <= {dish["name"] for dish in DISHES if dish["is_active"]}
    assert set(ORDERS) <= set(demo.TABLES)


def test_the_version_tells_no_password_and_changes_with_it() -> None:
    secrets = {"verification.key": "a key"}
    one = demo.version("word", secrets)
    assert one == demo.version("word", secrets)
    assert "word" not in one
    assert one != demo.version("words", secrets)
    assert one != demo.version("word", {"verification.key": "another"})


def test_beside_a_password_of_your_own_there_is_no_waiter() -> None:
    assert demo.logins({}) == [("admin", "admin-demo"), ("waiter", "waiter-demo")]
    assert demo.logins({"AISLE_ADMIN_PASSWORD": "x"}) == [("admin", "x")]


def greets(home: Home) -> None:
    """Check what a first start says."""
    for text in (
        "Preparing the databases…",
        "Filling in the demo…",
        f"  http://localhost:{home.port}/ ",
        f"  http://localhost:{home.port}/docs/",
        "  Sign in as admin, password admin-demo",
        "  Sign in as waiter, password waiter-demo",
    ):
        assert text in home.said()


def doubles_nothing(home: Home, api: demo.Api) -> None:
    """Check that the demo is whole, and the same after it was made again."""
    made = content(api)
    [waiter] = api.get("/verification/users/find/", username="waiter")
    assert made == (made[0], 30, OPEN_TABLES, [waiter["user_id"]])
    demo.seed(home.state()["url"], "admin-demo")
    assert content(api) == made
    demo.seed_waiter(api, made[0], wanted=False)
    assert content(api) == (*made[:3], [])
    demo.seed_waiter(api, made[0], wanted=True)
    assert content(api) == made


def test_the_demo_is_made_once_and_lives_in_the_home(home: Callable[[str], Home]) -> None:
    first = home("first")
    api = start(first)
    greets(first)
    doubles_nothing(first, api)
    made = content(api)
    asked = "from django.conf import settings; print(settings.PUBLIC_URL)"
    told = first.run("manage", "orders", "shell", "-c", asked).stdout.splitlines()
    assert told[-1] == f"http://localhost:{first.port}"

    stop(first)
    copy = home("copy")
    subprocess.run(["cp", "-a", first.home, copy.home], check=True)  # a backup
    shutil.rmtree(first.home)
    assert content(start(copy)) == made
    assert "Preparing the databases…" not in copy.said()
    assert "Filling in the demo…" not in copy.said()
    stop(copy)
