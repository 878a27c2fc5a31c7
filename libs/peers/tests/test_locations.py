"""Whose a location is: read strictly, and never remembered."""

import pytest
from kit.errors import Forbidden, Unavailable
from kit.tokens import Caller
from peers.locations import Location, location_get, require_staff

pytestmark = pytest.mark.django_db
OWNER, WAITER, STRANGER = 1, 3, 5
PATH = ("GET", "/internal/locations/16/")
GOOD = {"id": 16, "name": "Café", "user_id": OWNER, "staff": [WAITER, 7]}
MISSING = {"success": False, "reason": "location_not_found"}


@pytest.fixture
def place(locations):
    locations.on(*PATH, {"success": True, "response": GOOD})


def test_who_owns_it_and_who_works_there(place):
    assert location_get(16) == Location(16, OWNER, frozenset({WAITER, 7}))


def test_owner_staff_and_administrators_may_act_for_it(place):
    for caller in (
        Caller(OWNER, "owner"),
        Caller(WAITER, "waiter"),
        Caller(9, "admin", frozenset({"admin"})),
    ):
        assert require_staff(caller, 16).id == 16


@pytest.mark.parametrize("role", ["customer", "staff", "operator"])
def test_a_role_elsewhere_gives_no_right_here(place, role):
    with pytest.raises(Forbidden, match="Incorrect credentials"):
        require_staff(Caller(STRANGER, "stranger", frozenset({role})), 16)


def test_a_location_that_does_not_exist_is_refused_to_all(locations):
    locations.on(*PATH, MISSING, status=404)
    assert location_get(16) is None
    with pytest.raises(Forbidden):
        require_staff(Caller(9, "admin", frozenset({"admin"})), 16)


def test_it_is_asked_each_time_with_our_token(place, locations, signer):
    require_staff(Caller(WAITER, "waiter"), 16)
    locations.on(*PATH, {"success": True, "response": GOOD | {"staff": []}})
    with pytest.raises(Forbidden):
        require_staff(Caller(WAITER, "waiter"), 16)
    assert locations.asked(*PATH) == 2
    assert locations.received[0].headers["Authorization"].startswith("Bearer ")


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (404, {"success": False, "reason": "not_found"}),  # another service at its address
        (404, b"<html>"),
        (200, {"success": True, "response": GOOD | {"id": 17}}),
        (200, {"success": True, "response": GOOD | {"staff": None}}),
        (200, {"success": True, "response": GOOD | {"staff": ["x"]}}),
        (200, {"success": True, "response": {"id": 16}}),
        (200, {"success": True, "response": []}),
        (200, MISSING),
        (403, {"success": False, "reason": "incorrect_credentials"}),
        (500, {}),
    ],
)
def test_nonsense_is_like_being_down(locations, status, answer):
    locations.on(*PATH, answer, status=status)
    with pytest.raises(Unavailable, match="Locations service unavailable"):
        location_get(16)


@pytest.mark.usefixtures("hasty")
def test_down_and_slow(place, locations):
    locations.broken = True
    with pytest.raises(Unavailable):
        require_staff(Caller(OWNER, "owner"), 16)
    locations.broken = False
    locations.on(*PATH, {"success": True, "response": GOOD}, delay=3)
    with pytest.raises(Unavailable):
        require_staff(Caller(OWNER, "owner"), 16)
