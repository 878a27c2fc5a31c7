"""A first start with its demo, and a copy of that home beside it."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import requests

from demo import accounts, cafe, supermarket
from demo.accounts import ACCOUNTS, ADMIN, ADMIN_PASSWORD, Account
from demo.api import Api, Refused
from demo.menu import MENU, ORDERS
from demo.people import Target, account_close, account_open
from demo.seed import seed, version
from tests.stack.demo_bills import its_cafe_has_taken_money
from tests.stack.demo_gallery import it_goes_on_without_pictures, its_dishes_have_pictures
from tests.stack.demo_machines import (
    its_machines_are_played,
    its_operator_sees_the_machines_around_the_square,
)
from tests.stack.demo_options import its_dishes_have_options
from tests.stack.demo_printer import its_orders_are_printed
from tests.stack.demo_store import its_store_is_played
from tests.stack.helpers import Home
from tests.support.waiting import wait_for
from tools.devices import PRINTER_PORT, key_files, trolley_keys

RUN = (sys.executable, "-m", "tools.stack", "run")
STARTED_WITHIN = 300.0  # seconds, on a machine that runs four suites
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
    made = list[Home]()
    with TemporaryDirectory(prefix="aisle-s-") as directory:

        def make(name: str) -> Home:
            made.append(Home(Path(directory, name)))
            return made[-1]

        yield make
        for each in made:
            each.end()


def start(home: Home) -> Api:
    """Start a suite with its demo; returns it as its administrator has it."""
    home.start(RUN)

    def started() -> bool:
        assert home.process.poll() is None, home.said()
        return "Ctrl-C stops everything." in home.said()

    wait_for(started, STARTED_WITHIN, "the suite has started")
    assert "not complete" not in home.said(), home.said()
    return Api.sign_in(home.state["url"], ADMIN, ADMIN_PASSWORD)


def stop(home: Home) -> None:
    home.process.terminate()
    home.process.wait(ENDED_WITHIN)


def content(api: Api) -> tuple[int, int, dict[str, int], list[int]]:
    """The café's id, how many products stand on its menu, its open tables with how many orders each
    has, and its staff.
    """
    [found] = api.get("/locations/find/", name="Café Aisle")
    number = found["location"]["id"]
    products = api.get("/products/find/", location_id=number, limit=100)
    tables = api.get("/orders/sessions/find/", location_id=number, state="OPEN")
    orders = {
        table["name"]: len(api.get(f"/orders/sessions/get/{table['code']}/")["orders"])
        for table in tables
    }
    staff = api.post(f"/locations/staff/list/{number}/", {})["staff"]
    listed = sum(each["product"]["is_listed"] for each in products)
    return number, listed, orders, staff


def test_the_menu_is_one() -> None:
    assert (len(MENU), len(DISHES)) == (6, 30)
    assert len({dish["name"] for dish in DISHES}) == 30
    assert all(Decimal("2") < Decimal(dish["price"]) < Decimal("30") for dish in DISHES)
    tags = {tag["name"] for dish in DISHES for tag in dish["tags"]}
    assert {"vegetarian", "vegan", "gluten-free"} <= tags
    assert sum(bool(dish["allergens"]) for dish in DISHES) > 15
    assert [dish["name"] for dish in DISHES if not dish["is_active"]] == ["Pastrami sandwich"]
    ordered = {
        name for guests in ORDERS.values() for lines in guests.values() for name, *_ in lines
    }
    assert ordered <= {dish["name"] for dish in DISHES if dish["is_active"]}
    assert set(ORDERS) <= set(cafe.TABLES)


def test_what_the_supermarket_sells_is_counted_and_has_a_barcode() -> None:
    articles = list(supermarket.articles())
    assert (len({article.shelf for article in articles}), len(articles)) == (11, 200)
    for kind in ("number", "name", "barcode"):
        assert len({getattr(article, kind) for article in articles}) == 200
    for digits in (article.barcode for article in articles):
        assert len(digits) == 13
        assert digits.startswith("200")
        assert sum(int(digit) * (1, 3)[at % 2] for at, digit in enumerate(digits)) % 10 == 0
    assert supermarket.Article(123, "Any", "Any", "1.00", 1).barcode == "2000000001234"
    assert [article.name for article in articles if not article.stock] == ["Dark chocolate 100 g"]
    assert all(0 < Decimal(article.price) < 30 for article in articles)
    restricted = {article.shelf for article in articles if article.min_age}
    assert restricted == {"Beer and wine"}
    assert {article.min_age for article in articles} == {"", "16", "18"}


def test_the_version_tells_no_password_and_changes_with_it() -> None:
    one = version("word", "a key")
    assert one == version("word", "a key")
    assert "word" not in one
    assert one != version("words", "a key")
    assert one != version("word", "another")


def test_beside_a_password_of_your_own_nobody_else_signs_in() -> None:
    open_ones = [(name, password) for name, password, _ in accounts.logins({})]
    assert open_ones[:2] == [("admin", "admin-demo"), ("waiter", "waiter-demo")]
    assert [name for name, _ in open_ones[2:]] == [
        *("keeper", "shopper", "john_doe", "jane_smith", "operator", "reviewer"),
        *("vera", "victor"),
    ]
    own = accounts.logins({"AISLE_ADMIN_PASSWORD": "x"})
    assert [(name, password) for name, password, _ in own] == [("admin", "x")]


def test_the_password_of_a_closed_account_follows_from_the_suites_secret() -> None:
    one, other = ACCOUNTS[:2]
    assert one.hidden_password("key") == one.hidden_password("key")
    hidden = {one.hidden_password("key"), one.hidden_password("k"), other.hidden_password("key")}
    assert len(hidden) == 3
    assert min(map(len, hidden)) == 64


def greets(home: Home) -> None:
    """Check what a first start says."""
    for text in (
        "Preparing the databases…",
        "Filling in the demo…",
        f"  http://localhost:{home.port}/ ",
        f"  http://localhost:{home.port}/docs/",
        "  Sign in as admin, password admin-demo",
        "  Sign in as waiter, password waiter-demo",
        *(f"  Sign in as {one.username}, password {one.password}" for one in ACCOUNTS),
    ):
        assert text in home.said()


def market(api: Api) -> tuple[int, list[tuple[str, int]]]:
    """The supermarket's owner, and barcode and stock of all that it sells."""
    [found] = api.get("/locations/find/", name="Aisle Market")
    products = api.get("/products/find/", location_id=found["location"]["id"])
    sold = [(one["product"]["barcode"], one["product"]["stock"]) for one in products]
    return found["location"]["user_id"], sold


def roles(url: str, name: str) -> list[str]:
    """The roles of a demo account; raises Refused while it is closed."""
    login = {"username": name, "password": f"{name}-demo"}
    return list(Api(url).post("/verification/login/", login)["roles"])


def doubles_nothing(home: Home, api: Api) -> None:
    """Check that the demo is whole, and the same after it was made again."""
    made, sold = content(api), market(api)
    [waiter] = api.get("/verification/users/find/", username="waiter")
    [keeper] = api.get("/verification/users/find/", username="keeper")
    assert made == (made[0], 30, OPEN_TABLES, [waiter["user_id"]])
    its_dishes_have_options(api, made[0])
    assert (sold[0], len(sold[1])) == (keeper["user_id"], 200)
    target, first = target_of(home), ACCOUNTS[0]
    opened = account_open(Api(target.verification), first, target.key)
    assert opened is not None
    assert opened.roles == tuple(roles(target.verification, first.username))
    seed(target, is_open=False)
    assert (content(api), market(api)) == ((*made[:3], []), sold)
    for account in ACCOUNTS:
        with pytest.raises(Refused, match="incorrect_credentials"):
            roles(target.verification, account.username)
    seed(target, is_open=True)
    assert (content(api), market(api)) == (made, sold)
    its_dishes_have_options(api, made[0])
    its_cafe_has_taken_money(api)
    for account in ACCOUNTS:
        expected = ["customer", *filter(None, [account.role])]
        assert roles(target.verification, account.username) == expected


def trolleys(home: Home) -> dict[str, bool]:
    """The trolleys of the supermarket, and whether each is there."""
    listed = requests.get(f"{home.state['url']}/api/trolleys", timeout=10).json()["results"]
    return {one["trolley_id"]: one["trolley_online"] for one in listed}


def their_pages_say_something(home: Home) -> None:
    """Check that each page of a trolley tells its shopper what the place has to say."""
    listed = requests.get(f"{home.state['url']}/api/trolleys", timeout=10).json()["results"]
    assert {one["page_text"] for one in listed} == {supermarket.PAGE_TEXT}


def its_trolleys_are_played(home: Home) -> None:
    """Check that each of them has registered with its key, which nobody else can read, and that
    strangers are led to the first one.
    """
    everybody = dict.fromkeys(supermarket.TROLLEYS, True)
    wait_for(lambda: trolleys(home) == everybody, 20, "all trolleys are on line")
    assert stat.S_IMODE(trolley_keys(home.home).stat().st_mode) == 0o600
    entry = requests.get(f"{home.state['url']}/trolley/", allow_redirects=False, timeout=10)
    assert entry.headers["Location"] == f"/trolley/{supermarket.TROLLEYS[0]}/"


def target_of(home: Home) -> Target:
    """The suite there, as the runner fills it; its roles were given by the first start."""
    addresses, key = home.state["addresses"], home.secret("verification.key")

    def grant(name: str, role: str) -> None:
        raise AssertionError(f"{name} is {role} already")

    url, keys = home.state["url"], key_files(home.home)
    return Target(url, addresses["verification"], ADMIN_PASSWORD, key, *keys, PRINTER_PORT, grant)


def a_strangers_account_is_left_alone(home: Home) -> None:
    """Check that somebody who has taken a name of the demo's gets none of its rights."""
    target = target_of(home)
    door, stranger = Api(target.verification), Account("stranger", "Sid", "no part", role="admin")
    login = {"username": "stranger", "password": "a password of their own"}
    person = {"email": "sid@example.org", "first_name": "Sid", "last_name": "Own"}
    door.post("/verification/register/", login | person)
    assert account_open(door, stranger, target.key) is None
    assert account_close(door, stranger, target.key) is None
    assert door.post("/verification/login/", login)["roles"] == ["customer"]


def test_the_demo_is_made_once_and_lives_in_the_home(home: Callable[[str], Home]) -> None:
    first = home("first")
    api = start(first)
    greets(first)
    its_dishes_have_pictures(first.state["url"], api)
    its_trolleys_are_played(first)
    its_machines_are_played(first)
    its_store_is_played(first)
    its_orders_are_printed(first)
    its_cafe_has_taken_money(api)
    its_operator_sees_the_machines_around_the_square(first)
    their_pages_say_something(first)
    doubles_nothing(first, api)
    a_strangers_account_is_left_alone(first)
    made = content(api)
    asked = "from django.conf import settings; print(settings.PUBLIC_URL)"
    told = first.run("manage", "orders", "shell", "-c", asked).stdout.splitlines()
    assert told[-1] == f"http://localhost:{first.port}"

    stop(first)
    copy = home("copy")
    subprocess.run(["cp", "-a", first.home, copy.home], check=True)  # a backup
    shutil.rmtree(first.home)
    copied = start(copy)
    assert content(copied) == made
    its_dishes_have_pictures(copy.state["url"], copied)
    its_trolleys_are_played(copy)
    its_machines_are_played(copy)
    assert "Preparing the databases…" not in copy.said()
    assert "Filling in the demo…" not in copy.said()
    stop(copy)


def test_without_a_place_for_pictures_the_demo_goes_on(home: Callable[[str], Home]) -> None:
    only = home("only")
    only.home.mkdir()
    (only.home / "pictures").touch()  # no directory
    api = start(only)
    it_goes_on_without_pictures(api)
    assert content(api)[1] == len(DISHES)
    stop(only)
