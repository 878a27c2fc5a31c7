"""A new password for staff, handed over by the owner who made their account for them."""

import pytest
from conftest import OTHER, OWNER
from locations import actions
from locations.models import Dismissal

pytestmark = pytest.mark.django_db
USERS = ("POST", "/internal/users/")
HAND_OVER = ("POST", "/internal/users/password/")
SECRET = {"username": "willi", "password": "abcd-efgh-jkmn"}
NOT_MANAGED = (403, "account_not_managed")


@pytest.fixture(autouse=True)
def willi(cafe, verification):
    """Willi, who works at the café by an account that its owner made."""
    cafe.staff.create(user_id=7, role="waiter")
    verification.on(*HAND_OVER, {"success": True, "response": SECRET})


@pytest.fixture
def hand_over(api, owner, cafe):
    def send(staff_id=7, token=owner, location=cafe):
        path = f"/locations/staff/password/{location.id}/"
        return api.send(path, {"staff_id": staff_id}, token=token)

    return send


@pytest.fixture
def managed(api, owner, cafe, verification):
    """Who the list says may get a new password, by id, whoever made their accounts."""

    def ask(managed_by=OWNER):
        people = [
            {"user_id": each, "username": f"u{each}", "managed_by": managed_by} for each in (1, 7)
        ]
        verification.on(*USERS, {"success": True, "response": people})
        found = api.ask(f"/locations/staff/find/{cafe.id}/", token=owner).json()["response"]
        return {each["user_id"] for each in found if each["managed"]}

    return ask


def test_the_owner_gets_a_new_password_to_hand_over(hand_over, managed, verification):
    response = hand_over()
    assert response.json() == {"success": True, "response": SECRET}
    assert response.headers["Cache-Control"] == "no-store"
    [asked] = [each for each in verification.received if each.path == HAND_OVER[1]]
    assert asked.body == {"user_id": 7, "owner_id": OWNER, "by": OWNER}
    assert managed() == {7}


def test_an_administrator_does_it_for_the_owner(hand_over, admin, verification):
    assert hand_over(token=admin).status_code == 200
    assert verification.received[-1].body == {"user_id": 7, "owner_id": OWNER, "by": 9}


@pytest.mark.parametrize("managed_by", [None, OTHER, 7])
def test_who_made_their_account_themselves_is_not_managed(managed, managed_by):
    assert managed(managed_by) == set()


def elsewhere(user_id):
    return actions.location_create(owner_id=user_id, fields={"name": f"Place of {user_id}"})


def owns_a_place(cafe):
    elsewhere(7)


def works_for_another_owner(cafe):
    elsewhere(OTHER).staff.create(user_id=7)


def left_once_and_was_hired_again(cafe):
    who = {"location_id": cafe.id, "user_id": OWNER, "is_admin": False, "staff_id": 7}
    actions.staff_remove(**who)
    actions.staff_add(**who)


@pytest.mark.parametrize(
    "change", [owns_a_place, works_for_another_owner, left_once_and_was_hired_again]
)
def test_an_account_that_is_not_the_owners_alone_is_not_taken_over(
    hand_over, managed, cafe, refused, verification, change
):
    change(cafe)
    refused(hand_over(), *NOT_MANAGED)
    assert (verification.asked(*HAND_OVER), managed()) == (0, set())


def test_who_works_at_two_places_of_one_owner_is_still_theirs(hand_over, managed):
    elsewhere(OWNER).staff.create(user_id=7)
    assert (hand_over().status_code, managed()) == (200, {7})


def test_staff_and_strangers_hand_nothing_over(hand_over, signer, other, refused, verification):
    for token in (signer.access(7), other, "", "x"):
        refused(hand_over(token=token), 403, "incorrect_credentials")
    refused(hand_over(staff_id=8), 404, "staff_not_found")
    refused(hand_over(staff_id=OWNER), 404, "staff_not_found")
    refused(hand_over(staff_id="x"), 400, "malformed_json")
    assert verification.asked(*HAND_OVER) == 0


@pytest.mark.parametrize(
    ("status", "reason", "answered"),
    [
        (403, "account_not_managed", NOT_MANAGED),
        (404, "user_not_found", (404, "staff_not_found")),
        (404, "not_found", (503, "verification_service_unavailable")),
        (403, "incorrect_credentials", (503, "verification_service_unavailable")),
        (500, "x", (503, "verification_service_unavailable")),
    ],
)
def test_what_verification_refuses_is_told(
    hand_over, verification, refused, status, reason, answered
):
    verification.on(*HAND_OVER, {"success": False, "reason": reason}, status=status)
    refused(hand_over(), *answered)


@pytest.mark.parametrize("odd", [{}, {"username": "willi"}, {"username": 5, "password": "x"}, []])
def test_nonsense_is_like_being_down(hand_over, verification, refused, odd):
    verification.on(*HAND_OVER, {"success": True, "response": odd})
    refused(hand_over(), 503, "verification_service_unavailable")


def test_a_dismissal_is_written_down_once(cafe):
    for _ in range(2):
        left_once_and_was_hired_again(cafe)
    assert [(each.owner_id, each.user_id) for each in Dismissal.objects.all()] == [(OWNER, 7)]
