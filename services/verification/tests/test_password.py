"""Changing a password: by the old one, for all sessions, also when the answer is lost."""

import pytest
from answers import INCORRECT, OK, TOO_MANY, said
from testing.races import at_once
from verification.actions import users
from verification.models import LoginSession, User

pytestmark = pytest.mark.django_db

PATH = "/verification/password/"
WEAK = (400, "weak_password")
NEW = "battery staple"


@pytest.fixture
def change(api, account):
    """Change Alice's password; the whole HTTP response."""

    def attempt(new=NEW, *, old=account["password"], username="alice"):
        body = {"username": username, "password": old, "new_password": new}
        return api.send(PATH, body, headers={"X-Real-IP": "203.0.113.5"})

    return attempt


def test_the_new_one_opens_and_the_old_one_does_not(alice, change, login):
    response = change()
    assert said(response) == OK
    assert response.headers["Cache-Control"] == "no-store"
    assert set(response.json()["response"]) == set(alice)
    assert said(login()) == INCORRECT
    assert said(login(NEW)) == OK


def test_other_sessions_end_and_the_new_one_lives(api, alice, claim, change, login):
    login()
    made = change().json()["response"]
    assert LoginSession.objects.count() == 1
    assert said(api.send("/verification/verify/", claim))[0] == 403
    assert said(api.send("/verification/refresh/", {"refresh": alice["refresh"]})) == INCORRECT
    mine = {"session_key": made["session_key"], "user_id": claim["user_id"]}
    assert said(api.send("/verification/verify/", mine)) == OK
    assert said(api.send("/verification/refresh/", {"refresh": made["refresh"]})) == OK


def test_sent_again_after_a_lost_answer_it_signs_in(alice, change):
    first, again = change(), change()
    assert (said(first), said(again)) == (OK, OK)
    assert LoginSession.objects.count() == 2  # the first answer may have arrived


@pytest.mark.parametrize("weak", ["short1", "password", "Password ", "x" * 1025])
def test_what_nobody_may_have_changes_nothing(alice, change, login, weak):
    assert said(change(weak)) in (WEAK, INCORRECT)
    assert said(login()) == OK


def test_a_weak_one_is_told_apart(alice, change):
    assert said(change("password")) == WEAK


@pytest.mark.parametrize("value", [None, "", 5, [], {}])
@pytest.mark.parametrize("field", ["username", "password", "new_password"])
def test_every_field_is_needed(api, alice, account, field, value):
    body = {"username": "alice", "password": account["password"], "new_password": NEW}
    assert said(api.send(PATH, body | {field: value})) == INCORRECT
    assert LoginSession.objects.count() == 1


def test_who_does_not_know_the_old_one_changes_nothing(alice, change, login):
    assert said(change(old="wrong guess")) == INCORRECT
    assert said(change(username="nobody")) == INCORRECT
    assert said(login()) == OK


def test_guesses_count_as_those_of_logins_do(alice, change, login):
    assert [said(change(old="wrong guess")) for _ in range(10)] == [INCORRECT] * 10
    assert said(change()) == said(login()) == TOO_MANY


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_once_one_counts(alice, change, login):
    wanted = [f"{NEW} {number}" for number in range(8)]
    answers = at_once(lambda at: said(change(wanted[at])), len(wanted))
    assert sorted(answers) == [OK] + [INCORRECT] * 7
    assert said(login(wanted[answers.index(OK)])) == OK
    assert LoginSession.objects.count() == 2


def test_a_login_that_was_proven_before_the_change_opens_nothing(alice, change, login, monkeypatch):
    prove = users._proven

    def and_then_changed(username, secrets, network):
        proven = prove(username, secrets, network)
        User.objects.update(password="!")
        return proven

    monkeypatch.setattr(users, "_proven", and_then_changed)
    assert said(login()) == INCORRECT
    assert said(change()) == INCORRECT
    assert LoginSession.objects.count() == 1
