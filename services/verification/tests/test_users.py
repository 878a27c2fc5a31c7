"""GET /verification/users/find/: who has a name, and whose an id is."""

import pytest
from answers import INCORRECT, OK, WRONG_METHOD, said
from django.core.management import call_command
from verification.models import User

pytestmark = pytest.mark.django_db
PATH = "/verification/users/find/"
ERRONEOUS = (400, "erroneous_value")


@pytest.fixture
def bob(api, account):
    return api.send("/verification/register/", account | {"username": "bob+b"}).json()["response"]


@pytest.fixture(params=["admin", "operator"])
def find(request, api, login, alice):
    """What Alice is answered who has one of the roles that may know."""
    call_command("grant", "alice", request.param)
    token = login().json()["response"]["access"]

    def ask(query):
        response = api.ask(f"{PATH}?{query}", token=token)
        assert said(response) == OK
        assert response.headers["Cache-Control"] == "no-store"
        return response.json()["response"]

    return ask


def person(login, username):
    user_id = login["session_data"]["user_id"]
    names = {"first_name": "Alice", "last_name": "Liddell"}
    return {"user_id": user_id, "username": username, **names}


def test_by_name_as_it_is_written(find, alice, bob):
    assert find("username=bob%2Bb") == [person(bob, "bob+b")]
    assert find("username=alice") == [person(alice, "alice")]
    for other in ("Alice", "alic", "alice%20", "%25", "nobody", "x" * 150, "%FF"):
        assert find(f"username={other}") == []


def test_by_ids_in_the_order_of_the_ids(find, alice, bob, django_assert_num_queries):
    one, two = (each["session_data"]["user_id"] for each in (alice, bob))
    both = [person(alice, "alice"), person(bob, "bob+b")]
    find(f"user_id={one}")
    with django_assert_num_queries(1):
        assert find(f"user_id={two}&user_id={one}&user_id={two}&user_id=987654") == both
    assert find("user_id=9223372036854775807") == []


def test_everybody_else_is_told_of_themselves_only(api, alice, bob):
    one, two = (each["session_data"]["user_id"] for each in (alice, bob))
    for query in ("username=alice", f"user_id={one}", f"user_id={one}&user_id={one}"):
        response = api.ask(f"{PATH}?{query}", token=alice["access"])
        assert response.json()["response"] == [person(alice, "alice")]
    strangers = ("username=bob%2Bb", "username=nobody", "username=Alice", f"user_id={two}")
    for query in (*strangers, f"user_id={one}&user_id={two}", "user_id=987654"):
        assert said(api.ask(f"{PATH}?{query}", token=alice["access"])) == INCORRECT
    call_command("grant", "alice", "staff", "reviewer")
    assert said(api.ask(f"{PATH}?user_id={two}", token=alice["access"])) == INCORRECT


def test_two_hundred_ids_at_most(find, alice):
    User.objects.bulk_create(User(username=f"user{number}") for number in range(200))
    ids = list(User.objects.order_by("pk").values_list("pk", flat=True))
    query = "&".join(f"user_id={one}" for one in ids[1:])
    assert [one["user_id"] for one in find(query)] == ids[1:]


@pytest.mark.parametrize(
    "query",
    [
        *("", "username=", "user_id=", "username=alice&user_id=1", "username=" + "x" * 151),
        *("user_id=abc", "user_id=0", "user_id=-1", "user_id=1.5", "user_id=" + "9" * 30),
        *("user_id=1&user_id=x", "username=a%00b"),
        "&".join(f"user_id={number}" for number in range(1, 202)),
    ],
)
def test_an_erroneous_value(api, alice, query):
    assert said(api.ask(f"{PATH}?{query}", token=alice["access"])) == ERRONEOUS


def test_only_for_who_is_signed_in(api, alice, service):
    for token in ("", "x", service, alice["session_key"]):
        assert said(api.ask(f"{PATH}?username=alice", token=token)) == INCORRECT
        assert said(api.ask(f"{PATH}?user_id=x", token=token)) == INCORRECT
    assert said(api.send(PATH, b"{", token=alice["access"])) == WRONG_METHOD
