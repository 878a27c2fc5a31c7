"""Who works at a location, and what the other services are told of it."""

import pytest
from locations.models import LocationStaff
from testing.hostile import NO_IDS, NO_OBJECTS

pytestmark = pytest.mark.django_db
ACTIONS = ("add", "remove", "list")


def path(action, location):
    return f"/locations/staff/{action}/{getattr(location, 'id', location)}/"


def staff(response):
    assert response.status_code == 200
    return response.json()["response"]["staff"]


def test_add_remove_and_list(api, owner, cafe):
    assert staff(api.send(path("list", cafe), {}, token=owner)) == []
    assert staff(api.send(path("add", cafe), {"staff_id": 7}, token=owner)) == [7]
    assert staff(api.send(path("add", cafe), {"staff_id": 3}, token=owner)) == [3, 7]
    assert staff(api.send(path("add", cafe), {"staff_id": 7}, token=owner)) == [3, 7]
    assert staff(api.send(path("remove", cafe), {"staff_id": 7}, token=owner)) == [3]
    assert staff(api.send(path("remove", cafe).rstrip("/"), {"staff_id": 7}, token=owner)) == [3]


def test_staff_see_each_other_but_change_nothing(api, signer, other, cafe, refused):
    cafe.staff.create(user_id=3)
    waiter = signer.access(3)
    assert staff(api.send(path("list", cafe), {}, token=waiter)) == [3]
    for action in ("add", "remove"):
        response = api.send(path(action, cafe), {"staff_id": 3}, token=waiter)
        refused(response, 403, "incorrect_credentials")
    for action in ACTIONS:
        response = api.send(path(action, cafe), {"staff_id": 8}, token=other)
        refused(response, 403, "incorrect_credentials")
    assert LocationStaff.objects.count() == 1


def test_an_administrator_may(api, admin, cafe):
    assert staff(api.send(path("add", cafe), {"staff_id": 3}, token=admin)) == [3]
    assert staff(api.send(path("list", cafe), {}, token=admin)) == [3]
    assert staff(api.send(path("remove", cafe), {"staff_id": 3}, token=admin)) == []


def test_at_most_two_hundred(api, owner, cafe, refused):
    many = (LocationStaff(location=cafe, user_id=number + 10) for number in range(200))
    LocationStaff.objects.bulk_create(many)
    refused(api.send(path("add", cafe), {"staff_id": 5}, token=owner), 400, "too_many_staff")
    assert len(staff(api.send(path("add", cafe), {"staff_id": 10}, token=owner))) == 200


@pytest.mark.parametrize("action", ACTIONS)
def test_order_of_checks(api, owner, other, cafe, refused, action):
    refused(api.ask(path(action, cafe)), 405, "incorrect_access_method")
    for missing in (*NO_IDS, 987654):
        refused(api.send(path(action, missing), b"{"), 404, "location_not_found")
    for body in NO_OBJECTS.values():
        refused(api.send(path(action, cafe), body), 400, "malformed_json")
    refused(api.send(path(action, cafe), {"staff_id": "x"}), 403, "incorrect_credentials")
    if action != "list":
        for wrong in (None, 0, -1, "x", 1.5, True, [3], {"id": 3}, 2**64):
            staff = {"staff_id": wrong}
            refused(api.send(path(action, cafe), staff, token=other), 400, "malformed_json")
        refused(api.send(path(action, cafe), {}, token=owner), 400, "malformed_json")
    assert not LocationStaff.objects.exists()


def test_other_services_learn_who_runs_a_location(api, signer, cafe, django_assert_num_queries):
    for user_id in (8, 3):
        cafe.staff.create(user_id=user_id)
    with django_assert_num_queries(1):
        response = api.ask(f"/internal/locations/{cafe.id}/", token=signer.service("orders"))
    people = {"id": cafe.id, "name": "Café Seestern", "user_id": 1, "staff": [3, 8]}
    assert response.json() == {"success": True, "response": people}


@pytest.mark.parametrize("missing", [*NO_IDS, "987654"])
def test_other_services_learn_that_there_is_none(api, signer, cafe, refused, missing):
    response = api.ask(f"/internal/locations/{missing}/", token=signer.service("orders"))
    refused(response, 404, "location_not_found")


def test_users_are_not_told(api, admin, cafe, refused):
    for token in ("", admin, "x"):
        response = api.ask(f"/internal/locations/{cafe.id}/", token=token)
        refused(response, 403, "incorrect_credentials")
