"""Who somebody is, asked at verification each time."""

import pytest
from kit.errors import Unavailable
from peers.users import Person, people, person_named

pytestmark = pytest.mark.django_db
PATH = ("POST", "/internal/users/")
ANN = {"user_id": 1, "username": "ann", "first_name": "Ann", "last_name": "Lee"}


@pytest.fixture(autouse=True)
def _known(verification):
    verification.on(*PATH, {"success": True, "response": [ANN]})


def bodies(verification):
    return [one.body for one in verification.received if one.path == PATH[1]]


def test_by_ids_in_calls_of_two_hundred(verification):
    ids = list(range(1, 402))
    assert people(ids) == {1: Person(1, "ann", "Ann", "Lee")}
    assert bodies(verification) == [{"ids": ids[:200]}, {"ids": ids[200:400]}, {"ids": ids[400:]}]
    assert people([]) == people([2]) == {}


def test_by_name(verification):
    assert person_named("ann") == Person(1, "ann", "Ann", "Lee")
    assert person_named("Ann") is None
    assert bodies(verification) == [{"usernames": ["ann"]}, {"usernames": ["Ann"]}]


def test_the_release_before_tells_the_accounts_name_only(verification):
    answer = {"success": True, "response": [{"user_id": 1, "username": "ann"}]}
    verification.on(*PATH, answer)
    assert people([1]) == {1: Person(1, "ann", "", "")}


@pytest.mark.parametrize("nonsense", [{}, {"response": 5}, {"response": [{"user_id": 1}]}])
def test_nonsense_is_no_answer(verification, nonsense):
    verification.on(*PATH, nonsense)
    for ask in (lambda: people([1]), lambda: person_named("ann")):
        with pytest.raises(Unavailable):
            ask()
