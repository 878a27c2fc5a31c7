"""The table of the contract, row by row: status, reason, order of checks, both forms of a path."""

import json
import re

import pytest
from answers import INCORRECT, MALFORMED, OK, UNKNOWN_KEY, WRONG_METHOD, WRONG_USER, said
from django.core.management import call_command
from verification.models import LoginSession, User

pytestmark = pytest.mark.django_db

POSTS = [
    "/verification/register/",
    "/verification/login/",
    "/verification/password/",
    "/verification/verify/",
    "/verification/logout/",
    "/verification/refresh/",
    "/internal/service-token/",
]


@pytest.mark.parametrize("path", ["/verification/register/", "/verification/register"])
def test_register_answers_a_session_and_tokens(api, account, path):
    response = api.send(path, account)
    assert said(response) == OK
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Cache-Control"] == "no-store"
    answer = response.json()["response"]
    user = User.objects.get()
    assert re.fullmatch("[a-z0-9]{32}", answer["session_key"])
    assert answer["session_data"] == {"user_id": user.pk}
    assert (answer["username"], answer["roles"]) == ("alice", ["customer"])
    assert answer["expires_in"] == 900
    assert (user.email, user.first_name, user.last_name) == (
        "alice@example.org",
        "Alice",
        "Liddell",
    )


def test_nothing_secret_is_stored(alice, account):
    user, session = User.objects.get(), LoginSession.objects.get()
    stored = str({**vars(user), **vars(session)})
    for secret in (account["password"], alice["session_key"], alice["refresh"], alice["access"]):
        assert secret not in stored


@pytest.mark.parametrize("path", ["/verification/login/", "/verification/login"])
def test_login_opens_another_session_of_the_same_shape(api, alice, account, path):
    answer = api.send(path, {k: account[k] for k in ("username", "password")}).json()["response"]
    assert answer.keys() == alice.keys()
    assert answer["session_data"] == alice["session_data"]
    assert answer["session_key"] != alice["session_key"]
    for session in (alice, answer):
        claim = {"session_key": session["session_key"], **session["session_data"]}
        assert api.send("/verification/verify/", claim).content == b'{"success":true}'


@pytest.mark.parametrize("path", ["/verification/verify/", "/verification/verify"])
def test_verify_answers_success_only(api, claim, path):
    response = api.send(path, claim)
    assert (response.status_code, response.content) == (200, b'{"success":true}')


@pytest.mark.parametrize("path", ["/verification/logout/", "/verification/logout"])
def test_logout_ends_that_session_and_no_other(api, claim, alice, login, path):
    other = login().json()["response"]
    response = api.send(path, claim)
    assert (response.status_code, response.content) == (200, b'{"success":true}')
    assert said(api.send(path, claim)) == UNKNOWN_KEY
    assert said(api.send("/verification/verify/", claim)) == UNKNOWN_KEY
    assert said(api.send("/verification/refresh/", {"refresh": alice["refresh"]})) == INCORRECT
    kept = {"session_key": other["session_key"], **other["session_data"]}
    assert said(api.send("/verification/verify/", kept)) == OK


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", POSTS)
def test_another_method_wins_over_everything(api, path, method):
    response = api.call(method, path, b"{")
    assert response.status_code == 405
    if method != "HEAD":
        assert said(response) == WRONG_METHOD


@pytest.mark.parametrize("path", ["/verification/me/", "/verification/.well-known/jwks.json/"])
def test_posting_to_what_is_read_is_the_wrong_method(api, path):
    assert said(api.send(path, b"{")) == WRONG_METHOD


def test_head_follows_get(api, alice):
    response = api.call("HEAD", "/verification/me/", token=alice["access"])
    assert (response.status_code, response.content) == (200, b"")


def test_a_browser_of_an_allowed_origin_may_ask(api, settings):
    settings.CORS_ALLOWED_ORIGINS = frozenset({"https://shop.example"})
    response = api.call(
        "OPTIONS", "/verification/login/", headers={"Origin": "https://shop.example"}
    )
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == "https://shop.example"


SHAPES = [
    *(b"", b" ", b"{", b"[]", b'"x"', b"null", b"1", b"\xff", b'{"a":' * 3000),
    *(
        b'{"a":"\\u0000"}',
        b'{"a":"\\ud800"}',
        b'{"a":' + b"[" * 900 + b'"\\u0000"' + b"]" * 900 + b"}",
    ),
]


@pytest.mark.parametrize("body", SHAPES)
@pytest.mark.parametrize("path", POSTS)
def test_a_body_of_the_wrong_shape_is_malformed(api, path, body):
    assert said(api.send(path, body)) == MALFORMED
    assert not User.objects.exists()


@pytest.mark.parametrize("path", POSTS)
def test_a_body_of_a_megabyte_is_too_large(api, path):
    response = api.send(path, {"username": "x" * 1_000_000})
    assert said(response) == (413, "request_too_large")


FALSY = [None, "", 0, False, [], {}]
OF_ANOTHER_TYPE = [1, 1.5, True, ["alice"], {"a": 1}, "x" * 100_000]


@pytest.mark.parametrize("value", [..., *FALSY, *OF_ANOTHER_TYPE])
@pytest.mark.parametrize("field", ["username", "password", "email", "first_name", "last_name"])
def test_every_field_of_a_registration_is_needed(api, account, field, value):
    account[field] = value
    if value is ...:
        del account[field]
    assert said(api.send("/verification/register/", account)) == INCORRECT
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", "bob"),
        ("username", "b" * 151),
        ("username", "alice\nERROR forged"),
        ("password", "short1"),
        ("password", "password"),
        ("password", "PassWord123"),
        ("password", "x" * 1025),
        ("email", "alice"),
        ("email", "alice@example"),
        ("email", "@example.org"),
        ("email", "al ice@example.org"),
        ("email", "älice@example.org"),
        ("email", "alice@example.org\n"),
        ("email", "alice@exa mple.org"),
        ("email", "a@b@example.org"),
        ("email", "a@" + "x" * 250 + ".org"),
        ("first_name", "x" * 151),
    ],
)
def test_what_an_account_may_not_hold(api, account, field, value):
    response = api.send("/verification/register/", account | {field: value})
    assert said(response) == INCORRECT
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", "anna"),
        ("username", "Zoë 🙂"),
        ("username", "b" * 150),
        ("password", "sevench"),
        ("password", "pass wörd ☃"),
        ("email", "a.b_c+d-e@mail.example.co.uk"),
    ],
)
def test_what_an_account_may_hold(api, account, field, value):
    account |= {field: value, "extra": "ignored", "roles": ["admin"], "id": 7}
    response = api.send("/verification/register/", account)
    assert said(response) == OK
    assert response.json()["response"]["roles"] == ["customer"]
    given = {key: account[key] for key in ("username", "password")}
    assert said(api.send("/verification/login/", given)) == OK


def test_who_asks_for_problem_json_is_told_which_field_it_was(api, account):
    response = api.send(
        "/verification/register/",
        account | {"password": "password"},
        headers={"Accept": "application/problem+json"},
    )
    assert response.status_code == 403
    assert response.json()["code"] == "incorrect_credentials"
    assert response.json()["title"].startswith("password: ")


def test_a_taken_name_is_a_duplicate_and_changes_nothing(api, alice, account):
    taken = account | {"email": "mallory@example.org", "password": "another one"}
    assert said(api.send("/verification/register/", taken)) == (400, "duplicate_user")
    assert User.objects.get().email == "alice@example.org"
    assert LoginSession.objects.count() == 1


def test_an_invalid_field_wins_over_a_taken_name(api, alice, account):
    assert said(api.send("/verification/register/", account | {"email": "x"})) == INCORRECT


def test_names_that_differ_by_case_only_are_one(api, alice, account):
    response = api.send("/verification/register/", account | {"username": "Alice"})
    assert said(response) == (400, "duplicate_user")
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "Correct horse"},
        {"username": "Alice"},
        {"username": "nobody"},
        *({field: value} for field in ("username", "password") for value in FALSY),
        *({field: value} for field in ("username", "password") for value in OF_ANOTHER_TYPE),
    ],
)
def test_a_login_needs_name_and_password(api, alice, account, wrong):
    given = {key: account[key] for key in ("username", "password")} | wrong
    assert said(api.send("/verification/login/", given)) == INCORRECT
    assert said(api.send("/verification/login/", {})) == INCORRECT
    assert LoginSession.objects.count() == 1


UNKNOWN = ["x" * 32, "x", "X" * 100_000, 1, True, ["a"], {"a": 1}, *FALSY]
NOT_HERS = ["1", 1.5, True, [1], -1, 2**63, 2**64 - 1, 10**30, *FALSY]


@pytest.mark.parametrize("path", ["/verification/verify/", "/verification/logout/"])
@pytest.mark.parametrize("key", UNKNOWN)
def test_an_unknown_key_is_reported_before_the_user_id(api, claim, path, key):
    for user_id in (claim["user_id"], claim["user_id"] + 1, "1", None):
        assert said(api.send(path, {"session_key": key, "user_id": user_id})) == UNKNOWN_KEY
    assert said(api.send(path, {"user_id": claim["user_id"]})) == UNKNOWN_KEY
    assert said(api.send(path, {})) == UNKNOWN_KEY


@pytest.mark.parametrize("path", ["/verification/verify/", "/verification/logout/"])
@pytest.mark.parametrize("user_id", NOT_HERS)
def test_a_user_id_is_compared_by_type_too(api, claim, path, user_id):
    key = claim["session_key"]
    assert said(api.send(path, {"session_key": key, "user_id": user_id})) == WRONG_USER
    assert said(api.send(path, {"session_key": key})) == WRONG_USER
    for other in (str(claim["user_id"]), float(claim["user_id"]), claim["user_id"] + 1):
        assert said(api.send(path, {"session_key": key, "user_id": other})) == WRONG_USER
    assert said(api.send("/verification/verify/", claim)) == OK


def test_the_content_type_does_not_matter(api, claim):
    response = api.generic(
        "POST", "/verification/verify/", json.dumps(claim), content_type="text/plain"
    )
    assert response.content == b'{"success":true}'


def test_where_registration_is_closed_accounts_are_made_by_command(
    api, db, account, settings, monkeypatch
):
    settings.REGISTRATION = "closed"
    response = api.send("/verification/register/", account)
    assert said(response) == (403, "registration_closed")
    assert not User.objects.exists()
    monkeypatch.setattr("sys.stdin.readline", lambda: account["password"], raising=False)
    names = ["--first-name", "A", "--last-name", "L", "--email", account["email"]]
    call_command("create_user", account["username"], *names)
    body = {"username": account["username"], "password": account["password"]}
    assert said(api.send("/verification/login/", body)) == OK
