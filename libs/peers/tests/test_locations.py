"""Whose a location is: read strictly, and never remembered."""

import pytest
from kit.errors import Forbidden, Unavailable
from kit.tokens import Caller
from peers.locations import Location, Role, location_get, require_staff, still_staff

pytestmark = pytest.mark.django_db
OWNER, WAITER, STRANGER = 1, 3, 5
PATH = ("GET", "/internal/locations/16/")
ODD_ROLES = (None, 5, "waiter", [], {"3": ["waiter"]})
ADMIN = Caller(9, "admin", frozenset({"admin"}))
GOOD = {"id": 16, "name": "Café", "user_id": OWNER, "staff": [WAITER, 7]}
MISSING = {"success": False, "reason": "location_not_found"}


@pytest.fixture
def place(locations):
    locations.on(*PATH, {"success": True, "response": GOOD})


def test_who_owns_it_and_who_works_there(place):
    assert location_get(16) == Location(16, OWNER, {WAITER: Role.MANAGER, 7: Role.MANAGER})


def test_owner_staff_and_administrators_may_act_for_it(place):
    for caller in (
        Caller(OWNER, "owner"),
        Caller(WAITER, "waiter"),
        Caller(9, "admin", frozenset({"admin"})),
    ):
        assert require_staff(caller, 16, Role.KITCHEN).id == 16


DEEDS = {  # the roles of the staff, and the highest thing that each may do
    "kitchen": Role.KITCHEN,
    "waiter": Role.WAITER,
    "manager": Role.MANAGER,
}


@pytest.mark.parametrize(("word", "most"), DEEDS.items())
@pytest.mark.parametrize("needed", Role)
def test_each_role_may_do_its_own_and_what_those_before_may(locations, word, most, needed):
    locations.on(*PATH, {"success": True, "response": GOOD | {"roles": {"3": word, "7": "x"}}})
    for caller in (Caller(OWNER, "owner"), ADMIN):
        assert require_staff(caller, 16, needed).id == 16
    waiter = Caller(WAITER, word)
    assert still_staff(waiter, 16, needed) == (needed <= most)
    if needed <= most:
        assert require_staff(waiter, 16, needed).role_of(waiter) == most
    else:
        with pytest.raises(Forbidden) as refused:
            require_staff(waiter, 16, needed)
        assert refused.value.reason == "role_not_allowed"


def test_a_role_that_nobody_knows_here_gives_no_right(locations):
    locations.on(*PATH, {"success": True, "response": GOOD | {"roles": {"3": "sommelier"}}})
    for needed in Role:
        with pytest.raises(Forbidden, match="Incorrect credentials"):
            require_staff(Caller(WAITER, "waiter"), 16, needed)
    assert require_staff(Caller(7, "old"), 16, Role.MANAGER).id == 16  # named without a role


@pytest.mark.parametrize("role", ["customer", "staff", "operator"])
def test_a_role_elsewhere_gives_no_right_here(place, role):
    with pytest.raises(Forbidden, match="Incorrect credentials"):
        require_staff(Caller(STRANGER, "stranger", frozenset({role})), 16, Role.KITCHEN)


def test_a_location_that_does_not_exist_is_refused_to_all(locations):
    locations.on(*PATH, MISSING, status=404)
    assert location_get(16) is None
    with pytest.raises(Forbidden):
        require_staff(Caller(9, "admin", frozenset({"admin"})), 16, Role.KITCHEN)


def test_it_is_asked_each_time_with_our_token(place, locations, signer):
    require_staff(Caller(WAITER, "waiter"), 16, Role.KITCHEN)
    locations.on(*PATH, {"success": True, "response": GOOD | {"staff": []}})
    with pytest.raises(Forbidden):
        require_staff(Caller(WAITER, "waiter"), 16, Role.KITCHEN)
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
        *((200, {"success": True, "response": GOOD | {"roles": odd}}) for odd in ODD_ROLES),
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
        require_staff(Caller(OWNER, "owner"), 16, Role.KITCHEN)
    locations.broken = False
    locations.on(*PATH, {"success": True, "response": GOOD}, delay=3)
    with pytest.raises(Unavailable):
        require_staff(Caller(OWNER, "owner"), 16, Role.KITCHEN)
