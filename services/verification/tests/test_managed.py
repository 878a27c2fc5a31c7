"""Accounts that owners make for their staff, and the new passwords that they hand over."""

import re

import pytest
from answers import INCORRECT, OK, said
from testing.races import at_once
from verification.models import LoginSession, NewPassword, User

pytestmark = pytest.mark.django_db
PATH = "/internal/users/password/"
NOT_MANAGED = (403, "account_not_managed")


@pytest.fixture
def locations(settings, api, db):
    """The access token of the locations service."""
    settings.SERVICE_SECRETS = {"locations": "s-locations", "orders": "s-orders"}
    offer = {"service": "locations", "secret": "s-locations"}
    return api.send("/internal/service-token/", offer).json()["response"]["access"]


@pytest.fixture
def willi(api, alice, account):
    """What making Willi's account was answered, whom Alice employs."""
    body = account | {"username": "willi", "first_name": "Willi", "managed": True}
    response = api.send("/verification/register/", body, token=alice["access"])
    assert said(response) == OK
    return response.json()["response"]


@pytest.fixture
def hand_over(api, alice, willi, locations):
    """A new password for Willi."""

    def send(token=locations, **changes):
        alice_id = alice["session_data"]["user_id"]
        body = {"user_id": willi["session_data"]["user_id"], "owner_id": alice_id, "by": alice_id}
        return api.send(PATH, body | changes, token=token)

    return send


def test_an_account_for_staff_is_managed_by_who_makes_it(alice, willi):
    made = User.objects.get(username="willi")
    assert (made.managed_by, made.handed_over) == (alice["session_data"]["user_id"], True)
    assert willi["handed_over"] is True
    alone = User.objects.get(username="alice")
    assert (alone.managed_by, alone.handed_over, "handed_over" in alice) == (None, False, False)


@pytest.mark.parametrize("token", ["", "x"])
def test_nobody_makes_accounts_for_staff_without_being_somebody(api, account, db, token):
    body = account | {"managed": True}
    assert said(api.send("/verification/register/", body, token=token)) == INCORRECT
    assert not User.objects.exists()


@pytest.mark.parametrize("odd", ["true", 1, None, []])
def test_what_does_not_say_whether_it_is_managed(api, account, db, odd):
    assert said(api.send("/verification/register/", account | {"managed": odd})) == INCORRECT
    assert not User.objects.exists()


def test_the_device_of_the_owner_is_not_known_as_theirs(api, alice, account):
    body = account | {"username": "willi", "managed": True}
    headers = {"Origin": "http://testserver", "Host": "testserver"}
    response = api.send("/verification/register/", body, token=alice["access"], headers=headers)
    assert said(response) == OK
    assert "aisle_device" not in response.cookies


def test_a_new_password_opens_the_account_and_ends_its_sessions(login, hand_over, account):
    response = hand_over()
    assert said(response) == OK
    assert response.headers["Cache-Control"] == "no-store"
    secret = response.json()["response"]
    assert secret["username"] == "willi"
    assert re.fullmatch(r"([a-z2-9]{4}-){2}[a-z2-9]{4}", secret["password"])
    assert LoginSession.objects.filter(user__username="willi").count() == 0
    assert said(login(username="willi")) == INCORRECT
    entered = login(secret["password"], username="willi")
    assert (said(entered), entered.json()["response"]["handed_over"]) == (OK, True)
    assert said(login()) == OK  # Alice's own is what it was


def test_whoever_chooses_their_own_is_not_asked_again(api, hand_over, login):
    secret = hand_over().json()["response"]["password"]
    body = {"username": "willi", "password": secret, "new_password": "mine alone 1"}
    chosen = api.send("/verification/password/", body)
    assert (said(chosen), "handed_over" in chosen.json()["response"]) == (OK, False)
    assert said(login(secret, username="willi")) == INCORRECT


def test_who_handed_it_over_and_when_is_written_down(alice, hand_over, caplog):
    secret = hand_over().json()["response"]["password"]
    note = NewPassword.objects.get()
    assert (note.user.username, note.way, note.by) == (
        "willi",
        "handed_over",
        alice["session_data"]["user_id"],
    )
    assert secret not in caplog.text


def test_accounts_of_others_are_not_taken_over(api, alice, hand_over, account, login):
    api.send("/verification/register/", account | {"username": "bobby"})
    bobby = User.objects.get(username="bobby")
    for user_id, owner_id in (
        (bobby.pk, alice["session_data"]["user_id"]),  # made by himself
        (alice["session_data"]["user_id"], alice["session_data"]["user_id"]),
        (User.objects.get(username="willi").pk, bobby.pk),  # made by another owner
    ):
        assert said(hand_over(user_id=user_id, owner_id=owner_id)) == NOT_MANAGED
    assert said(hand_over(user_id=987654)) == (404, "user_not_found")
    assert not NewPassword.objects.exists()
    for name in ("alice", "bobby", "willi"):
        assert said(login(username=name)) == OK


@pytest.mark.parametrize("role", ["admin", "operator", "reviewer", "staff"])
def test_who_has_a_role_in_the_whole_suite_is_nobodys(hand_over, login, role):
    User.objects.filter(username="willi").update(roles=["customer", role])
    assert said(hand_over()) == NOT_MANAGED
    assert said(login(username="willi")) == OK


def test_only_the_service_that_knows_who_works_where_may_ask(alice, hand_over, service, login):
    for token in (service, alice["access"], "", "x"):
        assert said(hand_over(token=token)) == INCORRECT
    assert said(login(username="willi")) == OK


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_the_last_one_opens(hand_over, login):
    answers = at_once(lambda _: hand_over().json()["response"]["password"], 6)
    entered = [said(login(password, username="willi")) for password in answers]
    assert sorted(entered, key=str) == sorted([OK] + [INCORRECT] * 5, key=str)
