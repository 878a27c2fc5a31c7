"""What changes a stock, and the movements that say so."""

import pytest
from books import book
from django.db import IntegrityError, transaction
from products.models import Movement, StockMove

pytestmark = pytest.mark.django_db
WORDS = {"reference": "receipt 9", "who": "machine 4"}


@pytest.fixture
def movements(api, owner):
    """The movements of a product as its owner reads them, newest first."""

    def read(product, query=""):
        path = f"/products/movements/{product.id}/{query}"
        return api.ask(path, token=owner).json()["response"]

    return read


def test_a_move_takes_what_is_there(ledger, cake, espresso, tap_water, movements):
    lines = {cake.id: -5, espresso.id: 4, tap_water.id: -3}
    first = ledger("move", key="m", kind="sale", lines=lines, **WORDS)
    shown = [
        {"product_id": cake.id, "applied": -3, "shortfall": 2, "stock": 0},
        {"product_id": espresso.id, "applied": 4, "shortfall": 0, "stock": 24},
        {"product_id": tap_water.id, "applied": -3, "shortfall": 0, "stock": None},
    ]
    assert first.json()["response"] == {"key": "m", "lines": shown}
    again = ledger("move", key="m", kind="sale", lines=lines, **WORDS)
    assert (again.status_code, again.content) == (200, first.content)
    assert (book(cake), book(espresso), book(tap_water)) == ((0, 0), (24, 0), (None, 0))
    last = movements(cake)[0]
    assert last == {
        "id": last["id"],
        "product_id": cake.id,
        "kind": "sale",
        "change": -3,
        "shortfall": 2,
        "stock": 0,
        **WORDS,
        "service": "orders",
        "at": last["at"],
    }
    assert last["at"].endswith("Z")


@pytest.mark.parametrize(
    "change", [{"kind": "loss"}, {"who": "x"}, {"reference": ""}, {"lines": {}}]
)
def test_another_body_with_the_same_key(ledger, cake, espresso, refused, change):
    body = {"kind": "sale", **WORDS, "lines": {cake.id: -1}}
    ledger("move", key="m", **body)
    if "lines" in change:
        change = {"lines": {cake.id: -2}}
    response = ledger("move", key="m", **body | change)
    refused(response, 422, "idempotency_key_reused")
    assert book(cake) == (2, 0)


def test_an_unknown_product_moves_nothing(ledger, cake):
    lines = {cake.id: -1, 10**9: 1}
    response = ledger("move", key="m", kind="delivery", lines=lines)
    unknown = [{"product_id": 10**9}]
    assert (response.status_code, response.json()["details"]) == (404, unknown)
    assert (book(cake), StockMove.objects.count()) == ((3, 0), 0)
    assert ledger("move", key="m", kind="delivery", lines={cake.id: 1}).status_code == 200


def test_one_product_in_several_lines(api, service, cake):
    lines = [{"product_id": cake.id, "change": change} for change in (-2, 5, -7)]
    body = {"key": "m", "kind": "restock", "lines": lines}
    moved = api.send("/internal/stock/move/", body, token=service).json()["response"]["lines"]
    assert [(each["applied"], each["shortfall"], each["stock"]) for each in moved] == [
        (-2, 0, 1),
        (5, 0, 6),
        (-6, 1, 0),
    ]


def test_more_than_a_number_holds(ledger, cake):
    type(cake).objects.update(stock=2**31 - 2)
    moved = ledger("move", key="m", kind="delivery", lines={cake.id: 5}).json()["response"]
    line = {"product_id": cake.id, "applied": 1, "shortfall": 4, "stock": 2**31 - 1}
    assert moved["lines"] == [line]


LINE = {"product_id": 1, "change": 1}
MOVE = {"key": "k", "kind": "sale", "lines": [LINE]}


@pytest.mark.parametrize(
    "body",
    [
        *(MOVE | {"kind": kind} for kind in (None, "", "gift", "SALE", 1)),
        *(MOVE | {"key": key} for key in (None, "", "\n", "x" * 101)),
        *(MOVE | {"lines": lines} for lines in (None, [], [{}], {}, [LINE] * 101)),
        *(MOVE | {"lines": [LINE | {"change": c}]} for c in (0, None, "1", 1.5, True, 10**6 + 1)),
        *(MOVE | {"who": value} for value in (None, 5, "x" * 201)),
    ],
    ids=lambda body: repr(body)[:70],
)
def test_malformed_moves(api, service, cake, refused, body):
    response = api.send("/internal/stock/move/", body, token=service)
    refused(response, 400, "malformed_json")
    assert StockMove.objects.count() == 0


def test_a_count_that_is_sent_again_is_written_once(api, waiter, cake, movements):
    edit, key = f"/products/edit/{cake.id}/", {"Idempotency-Key": "count 7"}
    body = {"product": {"stock": 6}, "expected": {"stock": cake.stock}}
    first = api.send(edit, body, token=waiter, headers=key)
    assert first.json()["response"]["stock"] == 6
    api.send(f"/products/stock/{cake.id}/", {"change": -1}, token=waiter)
    again = api.send(edit, body, token=waiter, headers=key)
    assert (again.status_code, again.content) == (200, first.content)
    written = [(each["kind"], each["stock"]) for each in movements(Movement(id=cake.id))]
    assert written == [("loss", 5), ("stock_taking", 6), ("stock_taking", 3)]


def test_people_count_bring_and_lose(api, waiter, movements):
    new = {"location_id": 16, "name": "Bun", "price": 1, "stock": 4}
    bun = api.send("/products/create/", {"product": new}, token=waiter).json()["response"]
    edit, stock = f"/products/edit/{bun['id']}/", f"/products/stock/{bun['id']}/"
    api.send(stock, {"change": 5, "reference": "note 7"}, token=waiter)
    api.send(stock, {"change": -1}, token=waiter)
    for fields in ({"stock": 6}, {"stock": 6}, {"name": "Roll"}, {"stock": None}, {"stock": 2}):
        assert api.send(edit, {"product": fields}, token=waiter).status_code == 200
    book = [
        (each["kind"], each["change"], each["stock"], each["reference"], each["service"])
        for each in reversed(movements(Movement(id=bun["id"])))
    ]
    assert book == [
        ("stock_taking", 4, 4, "", "products"),
        ("delivery", 5, 9, "note 7", "products"),
        ("loss", -1, 8, "", "products"),
        ("stock_taking", -2, 6, "", "products"),
        ("stock_taking", 0, 6, "", "products"),
        ("stock_taking", -6, None, "", "products"),
        ("stock_taking", 2, 2, "", "products"),
    ]
    assert set(Movement.objects.values_list("who", flat=True)) == {"user3"}


def test_a_refused_change_writes_no_movement(api, owner, cake, tap_water, movements):
    before = Movement.objects.count()
    for product, change in ((cake, -4), (tap_water, 1)):
        api.send(f"/products/stock/{product.id}/", {"change": change}, token=owner)
    seen = {"product": {"stock": 9}, "expected": {"stock": 2}}
    assert api.send(f"/products/edit/{cake.id}/", seen, token=owner).status_code == 409
    assert Movement.objects.count() == before


def test_who_may_read_them(api, other, waiter, admin, service, cake, refused):
    path = f"/products/movements/{cake.id}/"
    for token in ("", "x", other, service):
        refused(api.ask(path, token=token), 403, "incorrect_credentials")
    for token in (waiter, admin):
        assert len(api.ask(path, token=token).json()["response"]) == 1
    refused(api.ask("/products/movements/999999/"), 404, "product_not_found")
    refused(api.ask(path + "?offset=-1", token=waiter), 400, "erroneous_value")


def test_a_hundred_at_a_time(ledger, cake, movements):
    for number in range(110):
        ledger("move", key=f"m{number}", kind="delivery", lines={cake.id: 1})
    first, second = movements(cake), movements(cake, "?offset=100")
    assert (len(first), len(second)) == (100, 11)
    ids = [each["id"] for each in first + second]
    assert ids == sorted(set(ids), reverse=True)


@pytest.mark.parametrize("change", [lambda rows: rows.update(change=0), lambda rows: rows.delete()])
def test_movements_are_only_added(cake, change):
    before = list(Movement.objects.values())
    with pytest.raises(IntegrityError, match="only added"), transaction.atomic():
        change(Movement.objects.all())
    assert list(Movement.objects.values()) == before
