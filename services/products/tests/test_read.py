"""What everybody may read of products."""

import pytest
from conftest import HERE, THERE
from products.actions import products as actions
from products.models import Product
from testing.hostile import NO_IDS

pytestmark = pytest.mark.django_db


def found(api, query=""):
    response = api.ask(f"/products/find/?{query}")
    assert response.status_code == 200
    return [one["product"]["name"] for one in response.json()["response"]]


@pytest.fixture
def menu(db):
    dishes: list[tuple[str, int, dict[str, object]]] = [
        ("Tea 100%", HERE, {"tags": ["Vegan"], "categories": ["Hot"]}),
        ("iced_tea", HERE, {"tags": ["vegan"], "additives": ["Lemon"], "is_active": False}),
        ("Cake", THERE, {"categories": ["hot", "Süß"], "barcode": "1", "additives": ["Nuts"]}),
    ]
    for name, location_id, more in dishes:
        fields = {"name": name, "location_id": location_id, "price": "1.00", **more}
        actions.product_create(seller_id=1, fields=fields)


@pytest.mark.parametrize("slash", ["", "/"])
def test_get(api, espresso, slash):
    response = api.ask(f"/products/get/{espresso.id}{slash}")
    assert response.status_code == 200
    assert response.json() == {
        "success": True,
        "response": {
            "id": espresso.id,
            "location_id": HERE,
            "name": "Espresso",
            "description": "Short",
            "price": "2.40",
            "tags": [{"name": "Vegan"}],
            "categories": [{"name": "Coffee"}],
            "additives": [{"name": "Caffeine"}],
            "slug": "espresso",
            "barcode": "4006381333931",
            "stock": 20,
            "available": 20,
            "is_active": True,
            "low_stock_threshold": 5,
            "image": None,
            "min_age": None,
            "vat_rate": None,
            "words": {},
            "allergens": [],
            "seller_id": 1,
            "position": None,
            "is_listed": True,
            "option_groups": [],
            "options": [],
        },
    }


@pytest.mark.parametrize("missing", [*NO_IDS, "987654"])
def test_get_of_what_is_not_there(api, espresso, refused, missing):
    refused(api.ask(f"/products/get/{missing}/"), 404, "product_not_found")


@pytest.mark.parametrize("path", ["get/1/", "find/", "barcode/1/"])
def test_reading_takes_get_and_head_only(api, espresso, refused, path):
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        refused(api.call(method, f"/products/{path}"), 405, "incorrect_access_method")


def test_head_follows_get(api, espresso):
    for path in ("/products/find", f"/products/get/{espresso.id}/", "/products/barcode/0/"):
        head, get = api.call("HEAD", path), api.ask(path)
        assert (head.status_code, head.content) == (get.status_code, b"")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Tea 100%", "iced_tea", "Cake"]),
        (f"location_id={HERE}", ["Tea 100%", "iced_tea"]),
        ("location_id=9", []),
        ("name=TEA", ["Tea 100%", "iced_tea"]),
        ("name=%25", ["Tea 100%"]),
        ("name=_", ["iced_tea"]),
        ("tag=VEGAN", ["Tea 100%", "iced_tea"]),
        ("tag=veg", []),
        ("tag=lemon", []),
        ("category=HOT", ["Tea 100%", "Cake"]),
        ("category=S%C3%9CSS", ["Cake"]),
        ("additive=lemon", ["iced_tea"]),
        ("category=hot&additive=nuts&name=a", ["Cake"]),
        ("category=hot&additive=nothing", []),
        ("barcode=1", ["Cake"]),
        ("barcode=2", []),
        ("active=true", ["Tea 100%", "Cake"]),
        ("active=0", ["iced_tea"]),
        (f"location_id={HERE}&active=1&tag=vegan", ["Tea 100%"]),
        ("location_id=&name=&tag=&active=&barcode=", ["Tea 100%", "iced_tea", "Cake"]),
        ("offset=2", ["Cake"]),
        ("offset=2000000000", []),
    ],
)
def test_find(api, menu, query, names):
    assert found(api, query) == names


@pytest.mark.parametrize(
    "query",
    [
        *("location_id=abc", "location_id=0", "location_id=-1", "location_id=" + "9" * 30),
        *("active=maybe", "offset=-1", "offset=x", "name=%00", "additive=" + "x" * 101),
    ],
)
def test_find_with_an_erroneous_value(api, menu, refused, query):
    refused(api.ask(f"/products/find/?{query}"), 400, "erroneous_value")


def test_find_pages_by_a_thousand_in_a_stable_order(api, django_assert_num_queries):
    Product.objects.bulk_create(
        Product(name=f"n{number}", location_id=HERE, seller_id=1, price=1, tags=["a"])
        for number in range(1100)
    )
    with django_assert_num_queries(2):
        pages = found(api), found(api, f"location_id={HERE}&offset=1000")
    assert [len(page) for page in pages] == [1000, 100]
    assert [*pages[0], *pages[1]] == [f"n{number}" for number in range(1100)]


def test_get_is_one_query(api, espresso, django_assert_num_queries):
    with django_assert_num_queries(1):
        api.ask(f"/products/get/{espresso.id}/")
