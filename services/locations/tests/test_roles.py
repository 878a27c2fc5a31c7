"""Roles of staff: owner, manager, waiter, kitchen. Who is hired as what, and who changes it."""

from collections import Counter

import pytest
from conftest import OWNER
from django.db import connection
from locations import actions
from locations.models import LocationStaff, Role
from testing.client import ApiClient
from testing.hostile import NO_IDS, NO_OBJECTS
from testing.races import at_once

pytestmark = pytest.mark.django_db
USERS = ("POST", "/internal/users/")
WILLI = {"user_id": 7, "username": "willi", "first_name": "Willi", "last_name": "Wirt"}
NO_ROLES = (
    "owner",
    "admin",
    "",
    "Waiter",
    "waiter ",
    None,
    1,
    True,
    ["waiter"],
    {"role": "waiter"},
)


@pytest.fixture
def hire(api, owner, cafe, verification):
    """Add Willi, in a role or as old clients do, without one."""

    def send(**role):
        verification.on(*USERS, {"success": True, "response": [WILLI]})
        path = f"/locations/staff/add/{cafe.id}/"
        return api.send(path, {"username": "willi", **role}, token=owner)

    return send


@pytest.fixture
def change(api, owner, cafe):
    """Give somebody another role."""

    def send(role, staff_id=7, token=owner, **more):
        path = f"/locations/staff/role/{cafe.id}/"
        return api.send(path, {"staff_id": staff_id, "role": role, **more}, token=token)

    return send


def roles(response):
    assert response.status_code == 200
    return response.json()["response"]["roles"]


def test_an_old_client_hires_managers_and_whoever_was_hired_before_is_one(hire, cafe, db):
    assert roles(hire()) == {"7": "manager"}
    with connection.cursor() as cursor:  # as the release before roles does
        insert = "INSERT INTO locations_locationstaff (location_id, user_id) VALUES (%s, 8)"
        cursor.execute(insert, [cafe.id])
    assert set(LocationStaff.objects.values_list("role", flat=True)) == {"manager"}


@pytest.mark.parametrize("role", Role.values)
def test_one_is_hired_in_a_role_and_keeps_it_when_hired_again(hire, role):
    assert roles(hire(role=role)) == {"7": role}
    for again in ("kitchen", "manager"):
        assert roles(hire(role=again)) == {"7": role}


@pytest.mark.parametrize("role", NO_ROLES)
def test_what_is_no_role(hire, change, cafe, refused, role):
    refused(hire(role=role), 400, "malformed_json")
    cafe.staff.create(user_id=7, role="kitchen")
    refused(change(role), 400, "malformed_json")
    assert cafe.staff.get().role == "kitchen"


def test_the_owner_changes_roles_and_all_are_told(api, owner, signer, hire, change, cafe):
    hire(role="waiter")
    assert roles(change("kitchen")) == {"7": "kitchen"}
    assert roles(change("kitchen")) == {"7": "kitchen"}
    listed = api.send(f"/locations/staff/list/{cafe.id}/", {}, token=signer.access(7))
    assert listed.json()["response"] == {"staff": [7], "roles": {"7": "kitchen"}}
    found = api.ask(f"/locations/staff/find/{cafe.id}/", token=owner).json()["response"]
    assert [(one["user_id"], one["role"]) for one in found] == [(OWNER, "owner"), (7, "kitchen")]
    internal = api.ask(f"/internal/locations/{cafe.id}/", token=signer.service("orders"))
    people = {"id": cafe.id, "name": "Café Seestern", "user_id": 1, "staff": [7], "logo": None}
    assert internal.json()["response"] == people | {"roles": {"7": "kitchen"}}


def test_a_role_that_was_changed_meanwhile_is_not_undone(hire, change, cafe):
    hire(role="waiter")
    change("manager", expected={"role": "waiter"})
    refused = change("kitchen", expected={"role": "waiter"})
    assert (refused.status_code, refused.json()) == (
        409,
        {"success": False, "reason": "staff_changed", "details": [{"role": "manager"}]},
    )
    assert cafe.staff.get().role == "manager"
    assert roles(change("manager", expected={"role": "waiter"})) == {"7": "manager"}  # a repeat


@pytest.mark.parametrize("staff_id", [OWNER, 8, 99999])
def test_who_does_not_work_there_has_no_role(hire, change, cafe, refused, staff_id):
    hire(role="waiter")
    refused(change("manager", staff_id=staff_id), 404, "staff_not_found")
    assert [each.role for each in cafe.staff.all()] == ["waiter"]


def test_nobody_but_owner_and_administrators_changes_roles(
    signer, other, admin, hire, change, cafe, refused
):
    hire(role="manager")
    for token in (signer.access(7), other):
        refused(change("manager", token=token), 403, "incorrect_credentials")
        refused(change("manager", staff_id=8, token=token), 403, "incorrect_credentials")
    assert roles(change("waiter", token=admin)) == {"7": "waiter"}


def test_order_of_checks(api, cafe, change, refused):
    path = f"/locations/staff/role/{cafe.id}/"
    refused(api.ask(path), 405, "incorrect_access_method")
    for missing in (*NO_IDS, 987654):
        refused(api.send(f"/locations/staff/role/{missing}/", b"{"), 404, "location_not_found")
    for body in NO_OBJECTS.values():
        refused(api.send(path, body), 400, "malformed_json")
    refused(api.send(path, {}), 403, "incorrect_credentials")
    for staff_id in (None, 0, -1, "x", 1.5, True, 2**64):
        refused(change("waiter", staff_id=staff_id), 400, "malformed_json")


@pytest.mark.parametrize(
    ("user_id", "claims", "expected"),
    [(OWNER, {}, "owner"), (7, {}, "waiter"), (9, {"roles": ("admin",)}, "owner")],
)
def test_everybody_is_told_their_own_role(api, signer, hire, user_id, claims, expected):
    hire(role="waiter")
    token = signer.access(user_id, **claims)
    [one] = api.ask("/locations/mine/", token=token).json()["response"]
    assert one["role"] == expected


def test_an_owner_among_the_staff_is_the_owner(api, owner, cafe, verification):
    verification.on(*USERS, {"success": True, "response": [WILLI]})
    cafe.staff.create(user_id=OWNER, role="kitchen")
    [one] = api.ask("/locations/mine/", token=owner).json()["response"]
    [found] = api.ask(f"/locations/staff/find/{cafe.id}/", token=owner).json()["response"]
    assert (one["role"], found["role"]) == ("owner", "owner")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_saw_the_same_one_changes_a_role(owner, cafe):
    cafe.staff.create(user_id=7, role="waiter")
    asked = ("manager", "kitchen")

    def send(number):
        body = {"staff_id": 7, "role": asked[number % 2], "expected": {"role": "waiter"}}
        path = f"/locations/staff/role/{cafe.id}/"
        return number % 2, ApiClient().send(path, body, token=owner).status_code

    answers = Counter(at_once(send, 20))
    kept = asked.index(cafe.staff.get().role)
    assert answers == {(kept, 200): 10, (1 - kept, 409): 10}


@pytest.mark.django_db(transaction=True)
def test_a_role_is_not_given_to_who_is_dismissed_at_the_same_time(owner, cafe):
    cafe.staff.create(user_id=7, role="waiter")
    who = {"location_id": cafe.id, "user_id": OWNER, "is_admin": False, "staff_id": 7}

    def act(number):
        if number == 5:
            return actions.staff_remove(**who)
        try:
            actions.staff_change(**who, role="manager")
        except actions.NotFound:
            return "gone"
        return "changed"

    at_once(act, 20)
    assert not LocationStaff.objects.exists()
