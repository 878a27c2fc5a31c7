"""POST /products/create/ and /products/edit/: the contract row by row."""

import pytest
from conftest import FOREIGN, HERE, NOWHERE, OWNER, THERE
from products.models import Product
from testing.hostile import NO_IDS, NO_NAME_LISTS, NO_NAMES, NO_OBJECTS

pytestmark = pytest.mark.django_db
CREATE = "/products/create/"
VERBS = ("edit", "delete", "stock")
LEAST = {"location_id": HERE, "name": "Cake", "price": "3.50"}
FULL = LEAST | {
    "description": "With apples",
    "tags": [{"name": "Vegan"}, {"name": "VEGAN"}],
    "categories": [{"name": "Cakes"}],
    "additives": [{"name": "Nuts"}, {"name": "Gluten"}],
    "barcode": "CAKE-1",
    "stock": 12,
    "is_active": False,
    "low_stock_threshold": 2,
    "image": "/media/cake.jpg",
    "min_age": 18,
    "vat_rate": "7.00",
}


def edit_path(product):
    return f"/products/edit/{product.id}/"


def send(api, token, path=CREATE, **changes):
    return api.send(path, {"product": {**LEAST, **changes}}, token=token)


@pytest.mark.parametrize("path", [CREATE, CREATE.rstrip("/")])
def test_created_and_returned(api, owner, path):
    response = api.send(path, {"product": FULL}, token=owner)
    [kept] = Product.objects.all()
    shown = FULL | {"id": kept.id, "slug": "cake", "seller_id": OWNER, "tags": [{"name": "Vegan"}]}
    shown |= {"position": None, "available": 12, "is_listed": True}
    shown |= {"option_groups": [], "options": [], "words": {}, "allergens": []}
    assert (response.status_code, response.json()) == (200, {"success": True, "response": shown})
    assert api.ask(f"/products/get/{kept.id}").json()["response"] == shown


def test_only_what_is_there_is_needed(api, owner):
    shown = send(api, owner).json()["response"]
    assert shown["description"] == ""
    assert shown["tags"] == shown["categories"] == shown["additives"] == []
    assert shown["barcode"] is shown["stock"] is shown["image"] is None
    assert (shown["is_active"], shown["low_stock_threshold"]) == (True, 5)


def test_by_session_key_as_the_original(api, verification, refused):
    user = {"user_id": OWNER, "username": "anna", "roles": ["customer"]}
    verification.on("POST", "/internal/verify/", {"success": True, "response": user})
    body = {"session_key": "k", "user_id": OWNER, "product": LEAST}
    assert api.send(CREATE, body).status_code == 200
    verification.on("POST", "/internal/verify/", {"success": False}, status=403)
    refused(api.send(CREATE, body), 403, "incorrect_credentials")
    assert Product.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (1.10, "1.10"),
        (2, "2.00"),
        (0.07, "0.07"),
        ("0.01", "0.01"),
        ("4.5", "4.50"),
        (0, "0.00"),
        ("0", "0.00"),
        (999999.99, "999999.99"),
        (99_999_999, "99999999.00"),
        ("19.9900", "19.99"),
        (b"19.990", "19.99"),
        (b"33.33", "33.33"),
        (100000.0, "100000.00"),
    ],
)
def test_prices_are_exact(api, owner, sent, shown):
    number = sent if isinstance(sent, bytes) else None
    if number:
        body = b'{"product":{"location_id":16,"name":"Cake","price":' + number + b"}}"
        created = api.send(CREATE, body, token=owner).json()["response"]
    else:
        created = send(api, owner, price=sent).json()["response"]
    assert created["price"] == shown
    assert api.ask(f"/products/get/{created['id']}/").json()["response"]["price"] == shown


def test_unique_by_name_and_by_barcode_in_a_location(api, owner, other, espresso, refused):
    coffee = [{"name": "Coffee"}]
    refused(send(api, owner, name="Espresso", categories=coffee), 400, "duplicate_product")
    refused(send(api, owner, barcode=espresso.barcode), 400, "duplicate_barcode")
    assert send(api, owner, location_id=THERE, name="Espresso").status_code == 200
    elsewhere = send(api, other, location_id=FOREIGN, barcode=espresso.barcode)
    assert elsewhere.status_code == 200
    for name in ("A", "B"):
        assert send(api, owner, name=name, barcode=None).status_code == 200


def test_an_edit_into_a_duplicate_changes_nothing(api, owner, espresso, refused):
    send(api, owner, barcode="C1")
    changes: list[tuple[dict[str, object], str]] = [
        ({"name": "Cake", "categories": []}, "duplicate_product"),
        ({"barcode": "C1"}, "duplicate_barcode"),
    ]
    for change, reason in changes:
        body = {"product": {**change, "description": "new"}}
        refused(api.send(edit_path(espresso), body, token=owner), 400, reason)
    espresso.refresh_from_db()
    assert (espresso.name, espresso.barcode) == ("Espresso", "4006381333931")
    assert espresso.description == "Short"


@pytest.mark.parametrize("path", [CREATE, *(f"/products/{verb}/{{}}/" for verb in VERBS)])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
def test_wrong_method_wins_over_everything(api, espresso, path, method):
    response = api.call(method, path.format(99), b"{")
    assert response.status_code == 405
    if method != "HEAD":
        assert response.json()["reason"] == "incorrect_access_method"


@pytest.mark.parametrize("missing", [*NO_IDS, "987654"])
def test_an_unknown_product_wins_over_malformed_json(api, espresso, refused, missing):
    for verb in VERBS:
        refused(api.send(f"/products/{verb}/{missing}/", b"{"), 404, "product_not_found")


@pytest.mark.parametrize("body", NO_OBJECTS.values(), ids=NO_OBJECTS)
def test_malformed_json_wins_over_credentials(api, espresso, refused, body):
    for path in (CREATE, *(f"/products/{verb}/{espresso.id}/" for verb in VERBS)):
        refused(api.send(path, body), 400, "malformed_json")
    assert Product.objects.count() == 1


@pytest.mark.parametrize(
    "claim",
    [{}, {"session_key": "k"}, {"session_key": "k", "user_id": "1"}, {"session_key": [], 1: 1}],
)
def test_credentials_win_over_fields(api, espresso, locations, refused, claim):
    for path in (CREATE, edit_path(espresso), f"/products/delete/{espresso.id}/"):
        refused(api.send(path, claim), 403, "incorrect_credentials")
        refused(api.send(path, claim, token="x"), 403, "incorrect_credentials")
    assert locations.received == []


BOTH = [
    *({}, None, [], "", 0, "x", 5, ["name"], [{}]),
    *({"id": value} for value in (1, 0, None)),
    *({"location_id": value} for value in (None, 0, "", "x", -1, 2**64, True, 1.5, [16], {})),
    *({"name": value} for value in (*NO_NAMES, None, "", "  ")),
    *({"price": value} for value in (None, "", -1, "-1", "-0.01", "abc", 1e8)),
    *(
        {"price": value}
        for value in ("99999999.01", "100000000", "1e2", "1,5", " 1", "1\n", "٣", True, [1])
    ),
    *({"price": value} for value in ("NaN", "Infinity", 1e300, 10**30, "1" * 9999, {"a": 1})),
    *({"description": value} for value in (5, [], "x" * 2001)),
    *({"barcode": value} for value in (5, "a b", "a/b", "ä", "x" * 65, "a\n", [])),
    *({"stock": value} for value in (-1, 1.5, "x", True, 2**31, [])),
    *({"low_stock_threshold": value} for value in (None, -1, "x", 2**31)),
    *({"is_active": value} for value in (None, 1, 0, "true", [])),
    *({"min_age": value} for value in (0, 100, "18", 1.5, True)),
    *({"vat_rate": value} for value in (-1, 100, "100", "7.123", "7,5", "x", True, [], "1e1")),
    *({kind: value} for kind in ("tags", "categories", "additives") for value in NO_NAME_LISTS),
]


@pytest.mark.parametrize("wrong", BOTH, ids=lambda value: repr(value)[:60])
def test_wrong_fields_are_malformed_and_change_nothing(
    api, owner, espresso, locations, refused, wrong
):
    before = list(Product.objects.values())
    new = {**LEAST, **wrong} if isinstance(wrong, dict) and wrong else wrong
    refused(api.send(CREATE, {"product": new}, token=owner), 400, "malformed_json")
    refused(api.send(edit_path(espresso), {"product": wrong}, token=owner), 400, "malformed_json")
    assert list(Product.objects.values()) == before
    assert locations.received == []


@pytest.mark.parametrize("field", LEAST)
def test_a_required_field_that_is_missing(api, owner, refused, field):
    product = {key: value for key, value in LEAST.items() if key != field}
    refused(api.send(CREATE, {"product": product}, token=owner), 400, "malformed_json")
    assert not Product.objects.exists()


def test_the_longest_of_everything_fits(api, owner):
    name = "".join(chr(0x1F300 + number) for number in range(200))
    many = [{"name": "\ufdfa" * 98 + f"{number:02}"} for number in range(50)]
    image = "https://shop.example/" + "x" * 479
    longest = {"name": name, "description": "\ufdfa" * 2000, "tags": many, "image": image}
    assert send(api, owner, **longest).status_code == 200
    assert send(api, owner, name="\ufdfa" * 200).status_code == 200  # one becomes 18 in a slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Crème brûlée 2", "creme-brulee-2"), ("漢字", "漢字"), ("!!!", "product"), ("☕", "product")],
)
def test_slug(api, owner, name, slug):
    assert send(api, owner, name=name).json()["response"]["slug"] == slug


def test_unknown_fields_assign_nothing(api, other, espresso):
    response = send(api, other, location_id=FOREIGN, pk=espresso.id, seller_id=77, labels=["x"])
    shown = response.json()["response"]
    assert (shown["seller_id"], shown["id"] != espresso.id) == (2, True)
    espresso.refresh_from_db()
    assert (espresso.name, espresso.location_id) == ("Espresso", HERE)


@pytest.mark.parametrize("location_id", [NOWHERE, FOREIGN])
def test_a_location_that_is_not_the_callers(api, owner, refused, location_id):
    refused(send(api, owner, location_id=location_id), 403, "incorrect_credentials")
    assert not Product.objects.exists()


def test_staff_and_administrators_write_for_the_owner(api, waiter, admin, other, espresso, refused):
    assert send(api, waiter).json()["response"]["seller_id"] == OWNER
    assert send(api, admin, name="Tea").json()["response"]["seller_id"] == OWNER
    change = {"product": {"price": 9}}
    for token in (waiter, admin):
        assert api.send(edit_path(espresso), change, token=token).status_code == 200
    refused(api.send(edit_path(espresso), change, token=other), 403, "incorrect_credentials")
    refused(send(api, admin, location_id=NOWHERE), 403, "incorrect_credentials")


def test_edit_changes_what_is_sent(api, owner, espresso):
    before = api.ask(f"/products/get/{espresso.id}/").json()["response"]
    response = api.send(edit_path(espresso), {"product": {"price": "2.60"}}, token=owner)
    assert response.json() == {"success": True, "response": before | {"price": "2.60"}}
    body = {"product": {"tags": [], "stock": None, "barcode": "", "name": "Ristretto"}}
    changed = {"tags": [], "stock": None, "barcode": None, "name": "Ristretto", "slug": "ristretto"}
    response = api.send(edit_path(espresso).rstrip("/"), body, token=owner)
    assert response.json()["response"] == before | changed | {"price": "2.60", "available": None}
    assert api.ask("/products/find/?tag=vegan").json()["response"] == []
    assert len(api.ask("/products/find/?additive=caffeine").json()["response"]) == 1


def test_moving(api, owner, waiter, admin, espresso, refused):
    def move(token, location_id):
        body = {"product": {"location_id": location_id}}
        return api.send(edit_path(espresso), body, token=token)

    for token, target in [(owner, FOREIGN), (owner, NOWHERE), (waiter, THERE)]:
        refused(move(token, target), 400, "malformed_json")
    assert move(owner, HERE).status_code == 200
    assert move(owner, THERE).json()["response"]["location_id"] == THERE
    moved = move(admin, FOREIGN).json()["response"]
    assert (moved["location_id"], moved["seller_id"]) == (FOREIGN, 2)
    refused(move(owner, HERE), 403, "incorrect_credentials")


def test_moved_by_another_between_check_and_write(api, owner, espresso, monkeypatch, refused):
    from products import access

    entitled = access.require_product

    def and_then_moved(caller, product_id):
        location_id = entitled(caller, product_id)
        Product.objects.update(location_id=FOREIGN)
        return location_id

    monkeypatch.setattr(access, "require_product", and_then_moved)
    body = {"product": {"price": 1}}
    refused(api.send(edit_path(espresso), body, token=owner), 403, "incorrect_credentials")
    for verb in ("stock", "delete"):
        Product.objects.update(location_id=HERE)
        path = f"/products/{verb}/{espresso.id}/"
        refused(api.send(path, {"change": 1}, token=owner), 403, "incorrect_credentials")
    espresso.refresh_from_db()
    assert (str(espresso.price), espresso.stock) == ("2.40", 20)


def test_a_repeat_with_the_same_key_creates_one(api, owner, locations, refused):
    key = {"Idempotency-Key": "5f2c"}
    first = api.send(CREATE, {"product": LEAST}, token=owner, headers=key)
    again = api.send(CREATE, {"product": LEAST}, token=owner, headers=key)
    assert (again.status_code, again.content) == (200, first.content)
    changed = {"product": LEAST | {"name": "Else"}}
    refused(api.send(CREATE, changed, token=owner, headers=key), 422, "idempotency_key_reused")
    assert Product.objects.count() == 1


def test_query_counts(api, owner, espresso, django_assert_num_queries):
    with django_assert_num_queries(5):  # savepoint, lock, count, insert, release
        send(api, owner)
    with django_assert_num_queries(8):  # known, where, catalogue, lock, alike, update, savepoint's
        api.send(edit_path(espresso), {"product": {"name": "New"}}, token=owner)
    with django_assert_num_queries(7):  # known, where, count, lock, movement, savepoint's
        api.send(f"/products/stock/{espresso.id}/", {"change": 1}, token=owner)
