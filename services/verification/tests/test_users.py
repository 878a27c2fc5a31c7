"""GET /verification/users/find/: who has a name, and whose an id is."""

import pytest
from answers import INCORRECT, OK, WRONG_METHOD, said
from django.core.management import call_command
from verification.models import User

pytestmark = pytest.mark.django_db
PATH = "/verification/users/find/"
ERRONEOUS = (400, "erroneous_value")


@pytest.fixture
def find(api, alice):
    """What Alice is answered."""

    def ask(query, token=alice["access"]):
        response = api.ask(f"{PATH}?{query}", token=token)
        assert said(response) == OK
        assert response.headers["Cache-Control"] == "no-store"
        return response.json()["response"]

    return ask


@pytest.fixture
def bob(api, account):
    return api.send("/verification/register/", account | {"username": "bob+b"}).json()["response"]


def person(login, username, first="", last=""):
    user_id = login["session_data"]["user_id"]
    return {"user_id": user_id, "username": username, "first_name": first, "last_name": last}


def test_by_name_as_it_is_written(find, alice, bob):
    assert find("username=bob%2Bb") == [person(bob, "bob+b")]
    assert find("username=alice") == [person(alice, "alice", "Alice", "Liddell")]
    for other in ("Alice", "alic", "alice%20", "%25", "nobody", "x" * 150, "%FF"):
        assert find(f"username={other}") == []


def test_by_ids_in_the_order_of_the_ids(find, alice, bob, django_assert_num_queries):
    one, two = (each["session_data"]["user_id"] for each in (alice, bob))
    both = [person(alice, "alice", "Alice", "Liddell"), person(bob, "bob+b")]
    find(f"user_id={one}")
    with django_assert_num_queries(1):
        assert find(f"user_id={two}&user_id={one}&user_id={two}&user_id=987654") == both
    assert find("user_id=9223372036854775807") == []


def test_only_administrators_are_told_the_names_of_others(find, login, alice, bob):
    ids = f"user_id={bob['session_data']['user_id']}"
    assert find(ids) == [person(bob, "bob+b")]
    call_command("grant", "alice", "admin")
    admin = login().json()["response"]["access"]
    assert find(ids, admin) == [person(bob, "bob+b", "Alice", "Liddell")]


def test_two_hundred_ids_at_most(api, find, alice):
    User.objects.bulk_create(User(username=f"user{number}") for number in range(200))
    ids = list(User.objects.order_by("pk").values_list("pk", flat=True))
    query = "&".join(f"user_id={one}" for one in ids[1:])
    assert [one["user_id"] for one in find(query)] == ids[1:]
    response = api.ask(f"{PATH}?{query}&user_id={ids[0]}", token=alice["access"])
    assert said(response) == ERRONEOUS


@pytest.mark.parametrize(
    "query",
    [
        *("", "username=", "user_id=", "username=alice&user_id=1", "username=" + "x" * 151),
        *("user_id=abc", "user_id=0", "user_id=-1", "user_id=1.5", "user_id=" + "9" * 30),
        *("user_id=1&user_id=x", "username=a%00b"),
    ],
)
def test_an_erroneous_value(api, alice, query):
    assert said(api.ask(f"{PATH}?{query}", token=alice["access"])) == ERRONEOUS


def test_only_for_who_is_signed_in(api, alice, service):
    for token in ("", "x", service, alice["session_key"]):
        assert said(api.ask(f"{PATH}?username=alice", token=token)) == INCORRECT
        assert said(api.ask(f"{PATH}?user_id=x", token=token)) == INCORRECT
    assert said(api.send(PATH, b"{", token=alice["access"])) == WRONG_METHOD
