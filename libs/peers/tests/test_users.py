"""Names of users by id: asked once an hour, in one call, with a fallback while nobody answers."""

import pytest
from kit import cache
from kit.errors import Unavailable
from peers.users import BATCH, names_shown, user_names

pytestmark = pytest.mark.django_db
PATH = ("POST", "/internal/users/")


def seller(user_id):
    return f"Seller {user_id}"


@pytest.fixture
def known(verification):
    """Let verification know these users."""

    def answer(**names):
        found = [{"user_id": int(key[1:]), "username": name} for key, name in names.items()]
        verification.on(*PATH, {"success": True, "response": found})

    answer(u1="ann", u2="bob")
    return answer


def asked(verification):
    return [one.body["ids"] for one in verification.received if one.path == PATH[1]]


def test_those_that_exist_in_one_call(known, verification):
    assert user_names([2, 1, 2, 9]) == {1: "ann", 2: "bob"}
    assert asked(verification) == [[2, 1, 9]]


def test_nobody_is_asked_for_nothing(known, verification):
    assert user_names([]) == {}
    assert asked(verification) == []


def test_a_name_is_remembered_for_an_hour_and_that_there_is_none_is_not(
    known, verification, monkeypatch
):
    now = [100.0]
    monkeypatch.setattr(cache.time, "monotonic", lambda: now[0])
    user_names([1, 9])
    known(u9="new")
    assert user_names([1, 9]) == {1: "ann", 9: "new"}
    now[0] += 3599
    assert user_names([1]) == {1: "ann"}
    assert asked(verification) == [[1, 9], [9]]
    now[0] += 2
    assert user_names([1]) == {}
    assert asked(verification)[2:] == [[1]]


def test_many_are_asked_for_in_several_calls(known, verification):
    user_names(range(1, BATCH + 51))
    assert [len(ids) for ids in asked(verification)] == [BATCH, 50]


def test_down_a_known_name_is_had_and_another_is_not(known, verification):
    user_names([1])
    verification.broken = True
    assert user_names([1]) == {1: "ann"}
    with pytest.raises(Unavailable, match="Verification service unavailable"):
        user_names([1, 2])


def test_a_name_is_shown_for_each_whatever_happens(known, verification):
    assert names_shown([1, 9], seller) == {1: "ann", 9: "Seller 9"}
    verification.broken = True
    assert names_shown([1, 2, 9], seller) == {1: "ann", 2: "Seller 2", 9: "Seller 9"}


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (200, b"<html>"),
        (200, {"success": True}),
        (200, {"success": True, "response": [{"user_id": 1}]}),
        (200, {"success": True, "response": [{"user_id": "x", "username": "ann"}]}),
        (200, {"success": True, "response": ["ann"]}),
        (403, {"success": False, "reason": "incorrect_credentials"}),
        (404, {"success": False, "reason": "not_found"}),
        (500, {}),
    ],
)
def test_nonsense_is_like_being_down(verification, status, answer):
    verification.on(*PATH, answer, status=status)
    with pytest.raises(Unavailable):
        user_names([1])
    assert names_shown([1], seller) == {1: "Seller 1"}
