"""GET /locations/get/, /locations/find/ and what they show."""

import pytest
from locations import actions
from locations.models import Location
from testing.hostile import NO_IDS

pytestmark = pytest.mark.django_db


def found(api, query=""):
    response = api.ask(f"/locations/find/?{query}")
    assert response.status_code == 200
    return [one["location"]["name"] for one in response.json()["response"]]


@pytest.fixture
def three(db):
    for owner_id, name, categories, tags in [
        (1, "Alpha 100%", ["Bar"], ["Vegan"]),
        (1, "alpha_two", ["Café", "Bar"], ["vegan", "Straße"]),
        (2, "Beta\\", [], ["100%"]),
    ]:
        fields = {"name": name, "categories": categories, "tags": tags}
        actions.location_create(owner_id=owner_id, fields=fields)


@pytest.mark.parametrize("slash", ["", "/"])
def test_get(api, cafe, slash):
    response = api.ask(f"/locations/get/{cafe.id}{slash}")
    assert response.status_code == 200
    assert response.json() == {
        "success": True,
        "response": {
            "id": cafe.id,
            "name": "Café Seestern",
            "description": "By the lake",
            "address": "Uferweg 1",
            "user_id": 1,
            "latitude": "47.65000000",
            "longitude": "9.18000000",
            "website": "https://seestern.example",
            "telephone": "+49 7531 0",
            "logo": None,
            "color": None,
            "categories": [{"name": "Café"}],
            "tags": [{"name": "Vegan"}, {"name": "Terrace"}],
        },
    }


@pytest.mark.parametrize("missing", [*NO_IDS, "987654"])
def test_get_of_what_is_not_there(api, cafe, refused, missing):
    refused(api.ask(f"/locations/get/{missing}/"), 404, "location_not_found")


@pytest.mark.parametrize("path", ["get/1/", "find/", "nearby/"])
def test_reading_takes_get_and_head_only(api, cafe, refused, path):
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        refused(api.call(method, f"/locations/{path}"), 405, "incorrect_access_method")


def test_head_follows_get(api, cafe):
    for path in (f"/locations/get/{cafe.id}/", "/locations/find", "/locations/get/0/"):
        head, get = api.call("HEAD", path), api.ask(path)
        assert (head.status_code, head.content) == (get.status_code, b"")
        assert head.headers["Content-Length"] == str(len(get.content))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Alpha 100%", "alpha_two", "Beta\\"]),
        ("user_id=1", ["Alpha 100%", "alpha_two"]),
        ("user_id=77", []),
        ("name=ALPHA", ["Alpha 100%", "alpha_two"]),
        ("name=%25", ["Alpha 100%"]),
        ("name=_", ["alpha_two"]),
        ("name=%5C", ["Beta\\"]),
        ("name=a%25o", ["alpha_two"]),  # two words
        ("name=x%25o", []),
        ("tag=VEGAN", ["Alpha 100%", "alpha_two"]),
        ("tag=STRASSE", ["alpha_two"]),
        ("tag=vega", []),
        ("tag=100%25", ["Beta\\"]),
        ("tag=bar", []),
        ("category=bar", ["Alpha 100%", "alpha_two"]),
        ("category=CAF%C3%89", ["alpha_two"]),
        ("category=bar&category=nothing", []),
        ("category=bar&tag=nothing", []),
        ("user_id=1&name=two&tag=vegan&category=bar", ["alpha_two"]),
        ("user_id=2&tag=vegan", []),
        ("user_id=&name=&tag=&category=", ["Alpha 100%", "alpha_two", "Beta\\"]),
        ("unknown=1", ["Alpha 100%", "alpha_two", "Beta\\"]),
        ("offset=1", ["alpha_two", "Beta\\"]),
        ("offset=2147483647", []),
        ("name=%FF", []),
        ("tag=%ED%A0%80", []),
    ],
)
def test_find(api, three, query, names):
    assert found(api, query) == names


@pytest.mark.parametrize(
    "query",
    [
        *("user_id=abc", "user_id=0", "user_id=-1", "user_id=1.5", "user_id=" + "9" * 30),
        *("offset=-1", "offset=x", "offset=2147483648", "offset=", "name=a%00b"),
        *("tag=" + "x" * 101, "name=" + "x" * 5000),
    ],
)
def test_find_with_an_erroneous_value(api, three, refused, query):
    refused(api.ask(f"/locations/find/?{query}"), 400, "erroneous_value")


def test_find_pages_by_a_hundred_in_a_stable_order(api, django_assert_num_queries):
    Location.objects.bulk_create(
        Location(name=f"n{number}", user_id=1, tags=["a", "b"]) for number in range(250)
    )
    with django_assert_num_queries(3):
        pages = [found(api, f"offset={offset}") for offset in (0, 100, 200)]
    assert [len(page) for page in pages] == [100, 100, 50]
    assert [*pages[0], *pages[1], *pages[2]] == [f"n{number}" for number in range(250)]


def test_get_is_one_query(api, cafe, django_assert_num_queries):
    with django_assert_num_queries(1):
        api.ask(f"/locations/get/{cafe.id}/")
