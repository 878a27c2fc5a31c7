"""Who works at a location, and what the other services are told of it."""

import pytest
from conftest import OTHER
from locations.models import LocationStaff
from testing.hostile import NO_IDS, NO_OBJECTS

pytestmark = pytest.mark.django_db
ACTIONS = ("add", "remove", "list")
USERS = ("POST", "/internal/users/")
NO_STAFF_IDS = (None, 0, -1, "x", 1.5, True, [3], {"id": 3}, 2**64)
WRONG: dict[str, list[dict]] = {
    "remove": [{}, *({"staff_id": value} for value in NO_STAFF_IDS)],
    "add": [{}, {"staff_id": 3}, *({"username": value} for value in (None, "", 5, [], "x" * 151))],
}


def path(action, location):
    return f"/locations/staff/{action}/{getattr(location, 'id', location)}/"


def account(user_id):
    names = {"first_name": f"First {user_id}", "last_name": f"Last {user_id}"}
    return {"user_id": user_id, "username": f"user{user_id}", **names}


@pytest.fixture
def hire(api, verification, cafe):
    """Add the user of this id by name."""

    def send(user_id, token):
        verification.on(*USERS, {"success": True, "response": [account(user_id)]})
        return api.send(path("add", cafe), {"username": f"user{user_id}"}, token=token)

    return send


@pytest.fixture
def fire(api, cafe):
    """Remove the user of this id."""
    return lambda user_id, token: api.send(path("remove", cafe), {"staff_id": user_id}, token=token)


def staff(response):
    assert response.status_code == 200
    return response.json()["response"]["staff"]


def test_add_remove_and_list(api, owner, cafe, hire, fire):
    assert staff(api.send(path("list", cafe), {}, token=owner)) == []
    assert staff(hire(7, owner)) == [7]
    assert staff(hire(3, owner)) == [3, 7]
    assert staff(hire(7, owner)) == [3, 7]
    assert staff(fire(7, owner)) == [3]
    assert staff(fire(7, owner)) == [3]


def test_a_name_is_taken_exactly_as_it_is_written(api, owner, cafe, verification, refused):
    verification.on(*USERS, {"success": True, "response": [account(7)]})
    for username in ("User7", "user7 ", "user", "nobody"):
        response = api.send(path("add", cafe), {"username": username}, token=owner)
        refused(response, 404, "user_not_found")
    assert verification.received[-1].body == {"usernames": ["nobody"]}
    assert not LocationStaff.objects.exists()


def test_nobody_tries_names_one_after_the_other(api, owner, other, cafe, hire, verification):
    verification.on(*USERS, {"success": True, "response": []})
    answers = [
        api.send(path("add", cafe), {"username": f"guess{number}"}, token=owner)
        for number in range(22)
    ]
    assert [each.status_code for each in answers] == [404] * 20 + [429] * 2
    assert answers[-1].json()["reason"] == "too_many_attempts"
    assert 3590 <= int(answers[-1].headers["Retry-After"]) <= 3601
    assert (hire(7, owner).status_code, verification.asked(*USERS)) == (429, 20)
    cafe.user_id = OTHER
    cafe.save()
    assert staff(hire(7, other)) == [7]


def test_strangers_are_told_nothing_of_names(hire, other, signer, cafe, verification, refused):
    cafe.staff.create(user_id=3)
    for token in (other, signer.access(3)):
        refused(hire(7, token), 403, "incorrect_credentials")
    assert verification.asked(*USERS) == 0


def test_while_verification_is_down(api, owner, cafe, hire, fire, verification, refused):
    assert staff(hire(3, owner)) == [3]
    verification.broken = True
    refused(hire(7, owner), 503, "verification_service_unavailable")
    response = api.ask(path("find", cafe), token=owner)
    refused(response, 503, "verification_service_unavailable")
    assert staff(fire(3, owner)) == []


def test_who_runs_a_place_knows_by_name_who_does(
    api, owner, other, admin, signer, cafe, verification, refused
):
    for user_id in (8, 3):
        cafe.staff.create(user_id=user_id)
    verification.on(*USERS, {"success": True, "response": [account(1), account(3), account(99)]})
    nobody = {"user_id": 8, "username": "", "first_name": "", "last_name": ""}
    own = {"managed": False}
    people = [
        account(1) | {"is_owner": True, "role": "owner", **own},
        account(3) | {"is_owner": False, "role": "manager", **own},
        nobody | {"is_owner": False, "role": "manager", **own},
    ]
    for token in (owner, signer.access(3), admin):
        response = api.ask(path("find", cafe), token=token)
        assert response.json() == {"success": True, "response": people}
        assert response.headers["Cache-Control"] == "no-store"
    for token in (other, "", "x"):
        refused(api.ask(path("find", cafe), token=token), 403, "incorrect_credentials")
    refused(api.ask(path("find", 987654), token=owner), 404, "location_not_found")
    refused(api.send(path("find", cafe), {}, token=owner), 405, "incorrect_access_method")


def test_staff_see_each_other_but_change_nothing(api, signer, other, cafe, hire, fire, refused):
    cafe.staff.create(user_id=3)
    waiter = signer.access(3)
    assert staff(api.send(path("list", cafe), {}, token=waiter)) == [3]
    for token in (waiter, other):
        for change in (hire, fire):
            refused(change(3, token), 403, "incorrect_credentials")
    refused(api.send(path("list", cafe), {}, token=other), 403, "incorrect_credentials")
    assert LocationStaff.objects.count() == 1


def test_an_administrator_may(api, admin, cafe, hire, fire):
    assert staff(hire(3, admin)) == [3]
    assert staff(api.send(path("list", cafe), {}, token=admin)) == [3]
    assert staff(fire(3, admin)) == []


def test_at_most_two_hundred(owner, cafe, hire, refused):
    many = (LocationStaff(location=cafe, user_id=number + 10) for number in range(200))
    LocationStaff.objects.bulk_create(many)
    refused(hire(5, owner), 400, "too_many_staff")
    assert len(staff(hire(10, owner))) == 200


@pytest.mark.parametrize("action", ACTIONS)
def test_order_of_checks(api, owner, other, cafe, refused, action):
    refused(api.ask(path(action, cafe)), 405, "incorrect_access_method")
    for missing in (*NO_IDS, 987654):
        refused(api.send(path(action, missing), b"{"), 404, "location_not_found")
    for body in NO_OBJECTS.values():
        refused(api.send(path(action, cafe), body), 400, "malformed_json")
    refused(api.send(path(action, cafe), {"staff_id": "x"}), 403, "incorrect_credentials")
    for wrong in WRONG.get(action, ()):
        refused(api.send(path(action, cafe), wrong, token=other), 400, "malformed_json")
    assert not LocationStaff.objects.exists()


def test_other_services_learn_who_runs_a_location(api, signer, cafe, django_assert_num_queries):
    for user_id in (8, 3):
        cafe.staff.create(user_id=user_id)
    with django_assert_num_queries(1):
        response = api.ask(f"/internal/locations/{cafe.id}/", token=signer.service("orders"))
    people = {"id": cafe.id, "name": "Café Seestern", "user_id": 1, "staff": [3, 8], "logo": None}
    people["roles"] = {"3": "manager", "8": "manager"}
    assert response.json() == {"success": True, "response": people}


@pytest.mark.parametrize("missing", [*NO_IDS, "987654"])
def test_other_services_learn_that_there_is_none(api, signer, cafe, refused, missing):
    response = api.ask(f"/internal/locations/{missing}/", token=signer.service("orders"))
    refused(response, 404, "location_not_found")


def test_users_are_not_told(api, admin, cafe, refused):
    for token in ("", admin, "x"):
        response = api.ask(f"/internal/locations/{cafe.id}/", token=token)
        refused(response, 403, "incorrect_credentials")
