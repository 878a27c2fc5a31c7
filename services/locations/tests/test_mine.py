"""GET /locations/mine/: where somebody may work."""

import pytest
from conftest import ADMIN, OTHER, OWNER, WAITER
from locations import actions
from locations.models import Location

pytestmark = pytest.mark.django_db
PATH = "/locations/mine/"


@pytest.fixture
def places(db):
    """Two of OWNER's and one of OTHER's, by name; WAITER works at the first and the last."""
    made = [
        actions.location_create(owner_id=owner_id, fields={"name": name})
        for name, owner_id in (("Alpha", OWNER), ("Beta", OWNER), ("Gamma", OTHER))
    ]
    for place in (made[0], made[2]):
        place.staff.create(user_id=WAITER)
    return {place.name: place for place in made}


@pytest.fixture
def mine(api, signer):
    """Names of the locations that a user is answered."""

    def ask(user_id, query="", **claims):
        response = api.ask(f"{PATH}?{query}", token=signer.access(user_id, **claims))
        assert response.status_code == 200
        return [one["location"]["name"] for one in response.json()["response"]]

    return ask


def test_what_is_owned_and_where_one_works(mine, places):
    assert mine(OWNER) == ["Alpha", "Beta"]
    assert mine(OTHER) == ["Gamma"]
    assert mine(WAITER) == ["Alpha", "Gamma"]
    assert mine(77) == []


def test_each_is_there_once(mine, places):
    for place in places.values():
        place.staff.create(user_id=OWNER)
    assert mine(OWNER) == ["Alpha", "Beta", "Gamma"]


def test_an_administrator_has_all(mine, places):
    assert mine(ADMIN, roles=("admin",)) == ["Alpha", "Beta", "Gamma"]
    assert mine(ADMIN) == []


def test_who_has_left_has_none(mine, places):
    actions.staff_remove(
        location_id=places["Alpha"].id, user_id=OWNER, is_admin=False, staff_id=WAITER
    )
    assert mine(WAITER) == ["Gamma"]


@pytest.mark.parametrize("slash", ["", "/"])
def test_it_shows_what_get_shows(api, owner, cafe, slash):
    [one] = api.ask(PATH.rstrip("/") + slash, token=owner).json()["response"]
    get = api.ask(f"/locations/get/{cafe.id}/").json()["response"]
    assert one == {"location": get, "role": "owner"}


@pytest.mark.parametrize("user_id", [OWNER, WAITER])
def test_a_hundred_at_a_time_by_one_query(mine, user_id, django_assert_num_queries):
    made = Location.objects.bulk_create(
        Location(name=f"n{number}", user_id=OWNER) for number in range(150)
    )
    for place in made:
        place.staff.create(user_id=WAITER)
    with django_assert_num_queries(2):
        pages = [mine(user_id), mine(user_id, "offset=100")]
    assert [*pages[0], *pages[1]] == [f"n{number}" for number in range(150)]
    assert len(pages[0]) == 100


def test_order_of_checks(api, owner, signer, cafe, refused):
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        refused(api.call(method, PATH, b"{"), 405, "incorrect_access_method")
    for token in ("", "x", signer.service("orders")):
        refused(api.ask(f"{PATH}?offset=x", token=token), 403, "incorrect_credentials")
    for offset in ("x", "-1", "2147483648", ""):
        refused(api.ask(f"{PATH}?offset={offset}", token=owner), 400, "erroneous_value")
    assert api.call("HEAD", PATH, token=owner).content == b""
