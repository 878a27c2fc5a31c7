"""GET /internal/products/changes/: no change is missed, however late it is committed."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from decimal import Decimal

import psycopg2
import pytest
from books import pass_time
from conftest import HERE, OWNER, THERE
from django.core.management import CommandError, call_command
from django.db import connections, transaction
from django.db.models import F
from products import feed
from products.actions import holds, stock
from products.models import Hold, HoldLine, Product, ProductChange, StockMove
from products.selectors import SHOWN

CHANGES = "/internal/products/changes/"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def changes(api, service):
    """`(products by id, cursor)` of all that changed after a cursor."""

    def ask(since=None):
        products, more = {}, True
        while more:
            path = CHANGES if since is None else f"{CHANGES}?since={since}"
            page = api.ask(path, token=service).json()["response"]
            assert len(page["products"]) <= 1000
            products |= {each["id"]: each for each in page["products"]}
            since, more = page["cursor"], page["more"]
        return products, since

    return ask


def settle():
    """Let all changes be older than ten seconds, but for those that are not committed."""
    ago = timedelta(seconds=11)
    with transaction.atomic():
        seen = ProductChange.objects.select_for_update(skip_locked=True).values_list(
            "pk", flat=True
        )
        ProductChange.objects.filter(pk__in=list(seen)).update(changed_at=F("changed_at") - ago)


@pytest.fixture
def cursor(changes, espresso, cake):
    settle()
    return changes()[1]


def test_nothing_has_changed(changes, cursor):
    assert changes(cursor)[0] == {}


@pytest.mark.parametrize(
    "fields",
    [
        *({"price": "2.50"}, {"name": "Tart"}, {"image": "/x.jpg"}, {"is_active": False}),
        *({"min_age": 18}, {"vat_rate": "7.00"}, {"stock": 2}, {"stock": None}),
        {"categories": [{"name": "Sweets"}]},
    ],
)
def test_a_change_comes_until_it_is_ten_seconds_old(api, owner, changes, cursor, cake, fields):
    shown = api.send(f"/products/edit/{cake.id}/", {"product": fields}, token=owner)
    for _ in range(2):
        products, cursor = changes(cursor)
        assert products == {cake.id: shown.json()["response"]}
    settle()
    cursor = changes(cursor)[1]
    assert changes(cursor)[0] == {}


def test_what_is_shown_of_no_change_is_none(api, owner, changes, cursor, cake):
    shown = api.ask(f"/products/get/{cake.id}/").json()["response"]
    body = {"product": {"description": "", "name": "Cake", "price": 3.5, "image": None}}
    assert api.send(f"/products/edit/{cake.id}/", body, token=owner).json()["response"] == shown
    assert changes(cursor)[0] == {}


CHANGED = {
    "location_id": THERE,
    "name": "Tart",
    "description": "Sweet",
    "price": "3.60",
    "tags": ["a"],
    "categories": ["b"],
    "additives": ["c"],
    "slug": "tart",
    "barcode": "1",
    "stock": 7,
    "is_active": False,
    "low_stock_threshold": 2,
    "image": "/x",
    "min_age": 16,
    "vat_rate": Decimal("19.00"),
    "seller_id": OWNER + 1,
    "position": 1,
    "reserved": 1,
    "is_listed": False,
    "option_groups": [1],
    "words": {"de": {"name": "Torte"}},
    "category_words": {"Cakes": {"de": "Kuchen"}},
    "allergens": ["milk"],
}


def test_every_column_that_is_shown_is_told_of(changes, cursor, cake):
    assert set(CHANGED) == {*SHOWN} - {"id"}
    for column, value in {**CHANGED, "options_revision": 1}.items():
        Product.objects.filter(id=cake.id).update(**{column: value})
        products, cursor = changes(cursor)
        assert products.keys() == {cake.id}, column
        settle()
        cursor = changes(cursor)[1]


def test_the_order_of_a_menu_is_told_of(api, owner, changes, cursor, cake, espresso):
    body = {"product_ids": [cake.id, espresso.id]}
    assert api.send(f"/products/arrange/{HERE}/", body, token=owner).status_code == 200
    positions = {each["id"]: each["position"] for each in changes(cursor)[0].values()}
    assert positions == {cake.id: 1, espresso.id: 2}


def test_holds_sales_and_the_clock_change_what_is_available(ledger, changes, cursor, cake):
    def available():
        settle()
        return changes(cursor)[0][cake.id]["available"]

    ledger("hold", key="a", lines={cake.id: 1}, seconds=60)
    assert available() == 2
    ledger("hold", key="b", lines={cake.id: 2}, commit=True)
    assert available() == 0
    settle()
    cursor = changes(cursor)[1]
    pass_time(60)
    assert changes(cursor)[0][cake.id]["available"] == 1


def test_new_and_deleted_ones(api, owner, changes, cursor, cake):
    new = {"location_id": HERE, "name": "Bun", "price": 1}
    bun = api.send("/products/create/", {"product": new}, token=owner).json()["response"]
    api.send(f"/products/delete/{cake.id}/", {}, token=owner)
    gone = {"id": cake.id, "deleted": True}
    assert changes(cursor)[0] == {bun["id"]: bun, cake.id: gone}


def test_a_transaction_that_commits_late_is_not_missed(changes, cursor, espresso, cake):
    """It has its number before others that are seen and settled long before it ends."""
    with closing(connections.create_connection("default")) as late:
        late.set_autocommit(False)
        with late.cursor() as statement:
            statement.execute("UPDATE products_product SET stock = 1 WHERE id = %s", [cake.id])
        Product.objects.filter(id=espresso.id).update(stock=7)
        settle()
        products, cursor = changes(cursor)
        assert products.keys() == {espresso.id}
        late.commit()
    settle()
    products, cursor = changes(cursor)
    assert products[cake.id]["stock"] == 1
    assert changes(cursor)[0] == {}


def test_a_transaction_of_another_database_is_not_waited_for(changes, cursor, espresso):
    """The cluster numbers those of all services together."""
    elsewhere = {**connections["default"].get_connection_params(), "dbname": "postgres"}
    with closing(psycopg2.connect(**elsewhere)) as other:
        with other.cursor() as statement:
            statement.execute("SELECT pg_current_xact_id()")
        Product.objects.filter(id=espresso.id).update(stock=7)
        settle()
        products, cursor = changes(cursor)
        assert products.keys() == {espresso.id}
        assert changes(cursor)[0] == {}


def test_a_transaction_elsewhere_that_ends_meanwhile_lets_no_change_come_again(cursor, espresso):
    """Between the snapshot and the look at which database it was of."""
    elsewhere = {**connections["default"].get_connection_params(), "dbname": "postgres"}
    again = 0
    with closing(psycopg2.connect(**elsewhere)) as other, ThreadPoolExecutor(1) as pool:
        for number in range(200):
            with other.cursor() as statement:
                statement.execute("SELECT pg_current_xact_id()")
            Product.objects.filter(id=espresso.id).update(stock=number)
            settle()
            ended = pool.submit(lambda late: time.sleep(late) or other.commit(), number % 20 / 1e4)
            cursor = feed.products_changed(cursor)["cursor"]
            ended.result()
            again += len(feed.products_changed(cursor)["products"])
    assert again == 0


def test_a_change_that_is_rolled_back_is_none(changes, cursor, cake):
    with transaction.atomic():
        Product.objects.filter(id=cake.id).update(stock=1)
        transaction.set_rollback(True)
    assert changes(cursor)[0] == {}


def test_more_than_a_page_of_one_transaction(api, service, changes, cursor):
    Product.objects.bulk_create(
        Product(location_id=HERE, seller_id=OWNER, name=f"P{number}", price=1)
        for number in range(2100)
    )
    first = api.ask(f"{CHANGES}?since={cursor}", token=service).json()["response"]
    assert (len(first["products"]), first["more"]) == (1000, True)
    products, cursor = changes(cursor)
    assert len(products) == 2100
    settle()
    cursor = changes(cursor)[1]
    assert changes(cursor)[0] == {}


@pytest.mark.parametrize("since", ["x", "1", "1.1-1-1-1", "9" * 100, "0.1-1-1-0", "-", "1.1-1-1"])
def test_a_cursor_that_is_none(api, service, cursor, refused, since):
    refused(api.ask(f"{CHANGES}?since={since}", token=service), 400, "erroneous_value")


def test_a_cursor_of_the_future_is_of_another_database(api, service, cursor, refused):
    database = cursor.partition("-")[0]
    path = f"{CHANGES}?since={database}-{10**17}-{10**17}-0"
    refused(api.ask(path, token=service), 400, "erroneous_value")


def test_only_for_services(api, admin, refused):
    refused(api.ask(CHANGES, token=admin), 403, "incorrect_credentials")


def test_keys_are_forgotten_after_a_month(ledger, cake):
    for key in ("old", "new"):
        ledger("hold", key=key, lines={cake.id: 1}, commit=True)
        ledger("move", key=key, kind="delivery", lines={cake.id: 1})
    for model in (Hold, StockMove):
        old = F("created_at") - timedelta(days=31)
        model.objects.filter(key="old").update(created_at=old)
    assert (holds.holds_forget(), stock.moves_forget()) == (False, False)
    for model in (Hold, StockMove):
        assert list(model.objects.values_list("key", flat=True)) == ["new"]


def test_the_command_says_whether_the_books_agree(ledger, cake, espresso, capsys):
    ledger("hold", key="a", lines={cake.id: 1, espresso.id: 1}, seconds=60)
    call_command("check_stock")
    assert capsys.readouterr().out == "stock, holds and movements agree\n"
    HoldLine.objects.filter(product=cake).delete()
    Product.objects.filter(id=espresso.id).update(stock=1)
    with pytest.raises(CommandError, match="2 products do not agree"):
        call_command("check_stock")
    assert "3 on hand, 3 by movements; 1 reserved, 0 held" in capsys.readouterr().out
