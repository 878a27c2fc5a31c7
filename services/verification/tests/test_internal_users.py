"""POST /internal/users/: names for ids, for services."""

import pytest
from answers import INCORRECT, MALFORMED, OK, WRONG_METHOD, said

pytestmark = pytest.mark.django_db
PATH = "/internal/users/"


@pytest.fixture
def bob(api, account):
    account = account | {"username": "bobby"}
    return api.send("/verification/register/", account).json()["response"]["session_data"]


@pytest.mark.parametrize("path", [PATH, PATH.rstrip("/")])
def test_those_that_exist_by_id(api, alice, bob, service, path, django_assert_num_queries):
    one, two = alice["session_data"]["user_id"], bob["user_id"]
    with django_assert_num_queries(2):  # the token's key, the names
        response = api.send(path, {"ids": [two, one, two, 987654]}, token=service)
    assert said(response) == OK
    assert response.headers["Cache-Control"] == "no-store"
    names = {"first_name": "Alice", "last_name": "Liddell", "managed_by": None}
    assert response.json()["response"] == [
        {"user_id": one, "username": "alice", **names},
        {"user_id": two, "username": "bobby", **names},
    ]


def test_those_with_exactly_these_names(api, alice, bob, service):
    body = {"usernames": ["bobby", "Alice", "alice ", "nobody"]}
    [found] = api.send(PATH, body, token=service).json()["response"]
    assert (found["user_id"], found["username"]) == (bob["user_id"], "bobby")


def test_nobody(api, service):
    assert api.send(PATH, {"ids": []}, token=service).json() == {"success": True, "response": []}
    most = list(range(1000, 1200))
    assert api.send(PATH, {"ids": most}, token=service).json()["response"] == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"ids": None},
        {"ids": [1], "usernames": ["alice"]},
        {"usernames": "alice"},
        {"usernames": [""]},
        {"usernames": ["x" * 151]},
        {"usernames": ["alice"] * 201},
        {"ids": 5},
        {"ids": ["x"]},
        {"ids": [0]},
        {"ids": [True]},
        {"ids": [2**63]},
        {"ids": [[1]]},
        {"ids": list(range(1, 202))},
        b"[]",
        b"",
    ],
)
def test_what_is_no_list_of_ids_is_malformed(api, alice, service, body):
    assert said(api.send(PATH, body, token=service)) == MALFORMED


def test_for_services_only(api, alice):
    body = {"ids": [alice["session_data"]["user_id"]]}
    for token in ("", "x", alice["access"]):
        assert said(api.send(PATH, body, token=token)) == INCORRECT


def test_only_by_post(api, service):
    assert said(api.ask(PATH, token=service)) == WRONG_METHOD
