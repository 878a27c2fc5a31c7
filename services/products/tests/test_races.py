"""Writes at the same time, on real PostgreSQL."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial

import pytest
from conftest import HERE, OWNER
from django.db import transaction
from kit.errors import BadRequest
from locks import in_thread, wait_for_waiting
from products.actions import products as actions
from products.actions.stock import stock_change
from products.models import Movement, Product
from testing.client import ApiClient
from testing.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
CREATE = "/products/create/"
NEW = {"location_id": HERE, "name": "Cake", "price": "3.50", "tags": [{"name": "a"}]}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (lambda number: {}, "duplicate_product"),
        (lambda number: {"name": f"Cake {number}", "barcode": "1"}, "duplicate_barcode"),
    ],
)
def test_fifty_creates_of_one_name_or_barcode(owner, changes, reason):
    def create(number):
        return ApiClient().send(CREATE, {"product": NEW | changes(number)}, token=owner).json()

    reasons = Counter(answer.get("reason") for answer in at_once(create, 50))
    assert reasons == {None: 1, reason: 49}
    assert Product.objects.count() == 1


def test_fifty_creates_with_one_idempotency_key(owner):
    key = {"Idempotency-Key": "k"}
    answers = at_once(
        lambda _: ApiClient().send(CREATE, {"product": NEW}, token=owner, headers=key), 50
    )
    assert {(one.status_code, one.content) for one in answers} == {(200, answers[0].content)}
    assert Product.objects.count() == 1


def test_edits_of_different_fields_lose_nothing(espresso):
    changes = [
        {"description": "one"},
        {"price": Decimal("9.99")},
        {"tags": ["t"]},
        {"additives": ["a"]},
    ]

    def edit(number):
        actions.product_edit(product_id=espresso.id, at_location=HERE, fields=changes[number % 4])

    at_once(edit, 40)
    espresso.refresh_from_db()
    assert (espresso.description, str(espresso.price)) == ("one", "9.99")
    keys = ("additive:a", "additive=a", "category:coffee", "category=coffee", "tag:t", "tag=t")
    assert sorted(espresso.labels) == [*keys]


def test_the_last_units_are_taken_once(espresso):
    def take(number):
        try:
            stock_change(product_id=espresso.id, at_location=HERE, change=-1)
        except BadRequest as refused:
            return refused.reason
        return "taken"

    outcomes = Counter(at_once(take, 50))
    espresso.refresh_from_db()
    assert outcomes == {"taken": 20, "insufficient_stock": 30}
    assert espresso.stock == 0


def test_an_edit_of_the_price_takes_no_stock_back(espresso):
    def either(number):
        if number % 2:
            stock_change(product_id=espresso.id, at_location=HERE, change=-1)
        else:
            price = {"price": Decimal(number + 1)}
            actions.product_edit(product_id=espresso.id, at_location=HERE, fields=price)

    at_once(either, 20)
    espresso.refresh_from_db()
    assert espresso.stock == 10


def test_of_twenty_who_saw_one_price_one_saves_another(espresso, owner):
    def edit(number):
        body = {"product": {"price": number + 3}, "expected": {"price": "2.40"}}
        return ApiClient().send(f"/products/edit/{espresso.id}/", body, token=owner).json()

    answers = at_once(edit, 20)
    [saved] = [each["response"]["price"] for each in answers if each["success"]]
    refused = [each for each in answers if not each["success"]]
    assert {each["reason"] for each in refused} == {"product_changed"}
    assert {each["details"][0]["price"] for each in refused} == {saved}
    espresso.refresh_from_db()
    assert f"{espresso.price:.2f}" == saved


def test_a_place_never_passes_its_limit(owner, monkeypatch):
    monkeypatch.setattr(actions, "PRODUCTS", 5)

    def create(number):
        product = NEW | {"name": f"Cake {number}"}
        while True:  # locations, played by this process, may be slow to answer
            answer = ApiClient().send(CREATE, {"product": product}, token=owner)
            if answer.status_code != 503:
                return answer.json().get("reason")

    assert Counter(at_once(create, 20)) == {None: 5, "too_many_products": 15}
    assert Product.objects.count() == 5


def test_one_file_twenty_times_at_once(owner, espresso):
    text = f"id;name;price;stock\n{espresso.id};Espresso;2,60;30\n;Tea;1;\n;Milk;1;4\n"
    path, body = f"/products/import/{HERE}/", {"csv": text}
    answers = at_once(lambda _: ApiClient().send(path, body, token=owner).json(), 20)
    assert Counter(each.get("reason") for each in answers) == {None: 1, "erroneous_lines": 19}
    assert Product.objects.count() == 3
    assert Movement.objects.filter(product_id=espresso.id, kind="stock_taking").count() == 2


def _imported(lines, owner):
    body = {"csv": "id;name;barcode\n" + "".join(lines)}
    return ApiClient().send(f"/products/import/{HERE}/", body, token=owner)


def _edited(product, owner, **fields):
    path = f"/products/edit/{product.id}/"
    return ApiClient().send(path, {"product": fields}, token=owner)


@pytest.fixture
def four(db):
    """Products P0 to P3 without a barcode."""
    return [
        actions.product_create(
            seller_id=OWNER, fields={"location_id": HERE, "name": f"P{n}", "price": 1}
        )
        for n in range(4)
    ]


@pytest.mark.parametrize("given", [("X;", "P3;Y"), ("P1;Y", "X;")], ids=["name", "barcode"])
def test_an_edit_and_an_import_never_wait_for_each_other(owner, four, given):
    """The import has given one of X and Y away and waits for somebody before it gives away the
    other, while an edit wants both.
    """
    edited, first, second, third = four
    lines = [f"{first.id};{given[0]}\n", f"{second.id};Z;\n", f"{third.id};{given[1]}\n"]
    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            blocking = Product(location_id=HERE, seller_id=OWNER, name="Z", price=1)
            blocking.look = actions._look(blocking)
            blocking.save()
            file = pool.submit(in_thread, _imported, lines, owner)
            wait_for_waiting(1)
            edit = pool.submit(in_thread, partial(_edited, name="X", barcode="Y"), edited, owner)
            wait_for_waiting(2)
            transaction.set_rollback(True)
        outcomes = [each.result(20).json().get("reason") for each in (file, edit)]
    assert outcomes == [None, "duplicate_product"]
    edited.refresh_from_db()
    assert (edited.name, edited.barcode) == ("P0", None)


def test_names_and_barcodes_change_hands_while_files_come_in(owner, four):
    """Everybody wants what others have: some are refused, nobody waits for ever."""

    def act(number):
        name, barcode = f"N{number % 3}", f"B{number // 3 % 3}"
        if number % 2:
            return _edited(four[number % 4], owner, name=name, barcode=barcode)
        ordered = four[:: 1 if number % 4 else -1]
        names = [f"N{(number + place) % 5}" for place in range(4)]
        lines = [
            f"{each.id};{names[place]};B{(number + 2 * place) % 5}\n"
            for place, each in enumerate(ordered)
        ]
        return _imported(lines, owner)

    assert {each.status_code for each in at_once(act, 60)} == {200, 400}


def test_imports_creates_and_edits_at_the_same_time(owner, espresso):
    """Files that name the same products in different orders, and who creates what they create."""
    second = actions.product_create(
        seller_id=OWNER, fields={"location_id": HERE, "name": "Bun", "price": 1}
    )
    ids = [espresso.id, second.id]

    def act(number):
        if number % 3 == 0:
            return ApiClient().send(CREATE, {"product": NEW | {"name": "Tea"}}, token=owner)
        if number % 3 == 1:
            body = {"product": {"price": number}}
            return ApiClient().send(f"/products/edit/{ids[number % 2]}/", body, token=owner)
        lines = [f"{each};;{number}\n" for each in ids[:: 1 if number % 2 else -1]]
        text = "id;tags;price\n" + "".join(lines)
        return ApiClient().send(f"/products/import/{HERE}/", {"csv": text}, token=owner)

    statuses = Counter(each.status_code for each in at_once(act, 30))
    assert statuses == {200: 21, 400: 9}
    assert Product.objects.count() == 3
