"""Operators who sign in: the shared password, accounts, the token and its limits."""

import base64
import json
import time

import jwt
import pytest
from kit.sealing import mac
from world import ADMIN, JOHN, OPERATOR, PASSWORD

pytestmark = pytest.mark.django_db

LOGIN, VERIFY = "/api/admin/login", "/api/admin/verify"
WRONG = (401, {"detail": "Invalid password"})
SLOW = (429, {"error": "Too many requests. Please slow down."})


def login(api, address="203.0.113.7", **body):
    response = api.send(LOGIN, body, headers={"X-Real-IP": address})
    return response.status_code, response.json()


@pytest.fixture
def accounts(verification):
    """One account of this name, whose password is `correct`, with these roles."""

    def make(username, *roles):
        def answer(request):
            right = request.body == {"username": username, "password": "correct"}
            if not right:
                return 403, {"success": False, "reason": "incorrect_credentials"}
            found = {
                "session_key": "k" * 32,
                "session_data": {"user_id": 8},
                "username": username,
                "roles": list(roles),
            }
            return 200, {"success": True, "response": found}

        verification.does("POST", "/verification/login/", answer)
        verification.on("POST", "/verification/logout/", {"success": True})
        return verification

    return make


def test_the_shared_password_gives_a_token_that_holds_for_an_hour(api):
    status, body = login(api, password=PASSWORD)
    assert (status, list(body)) == (200, ["token"])
    claims = jwt.decode(body["token"], options={"verify_signature": False})
    assert claims["sub"] == "admin"
    assert claims["exp"] - claims["iat"] == 3600
    assert jwt.get_unverified_header(body["token"])["alg"] == "HS256"
    response = api.ask(VERIFY, token=body["token"])
    assert (response.status_code, response.json()) == (200, {"status": "valid", "user_id": "admin"})


def test_the_token_is_an_operators_on_all_their_routes(api, machine):
    token = login(api, password=PASSWORD)[1]["token"]
    assert api.ask("/edge/transactions/", token=token).status_code == 200
    assert api.send("/api/machine/M001/update-stock", {"stock": 1}, token=token).status_code == 200


@pytest.mark.parametrize("body", [{}, {"password": ""}, {"password": None}, {"username": "x"}])
def test_a_login_without_a_password_is_refused(api, body):
    assert login(api, **body) == (400, {"detail": "Password is required"})


def test_a_wrong_password_is_refused(api):
    assert login(api, password=f"{PASSWORD}x") == WRONG
    assert login(api, password="ä\ud7ff") == WRONG


@pytest.mark.parametrize(
    "body", [b"{", b"", b"[]", {"password": ["x"]}, {"password": {}}, {"password": "x" * 201}]
)
def test_an_odd_body_is_refused_and_not_counted(api, body):
    for _ in range(6):
        response = api.send(LOGIN, body)
        assert (response.status_code, list(response.json())) == (400, ["detail"])


def test_five_wrong_passwords_a_minute_and_address_are_answered(api):
    assert [login(api, password="no") for _ in range(7)] == [*[WRONG] * 5, *[SLOW] * 2]
    assert login(api, password="no", address="203.0.113.8") == WRONG
    assert login(api, password=PASSWORD)[0] == 200, "the right one is never throttled"


def test_who_is_throttled_is_told_when_to_come_back(api):
    for _ in range(5):
        login(api, password="no")
    response = api.send(LOGIN, {"password": "no"}, headers={"X-Real-IP": "203.0.113.7"})
    assert 0 < int(response.headers["Retry-After"]) <= 61


@pytest.mark.parametrize("password", ["", "x"])
def test_without_a_shared_password_none_is_right(api, settings, password):
    settings.ADMIN_PASSWORD = ""
    assert login(api, password=password)[0] == (401 if password else 400)


@pytest.mark.parametrize("role", ["operator", "admin"])
def test_an_operators_account_gets_the_token_and_its_session_ends(api, accounts, settings, role):
    settings.ADMIN_PASSWORD = ""
    peer = accounts("olga", role)
    status, body = login(api, username="olga", password="correct")
    assert (status, list(body)) == (200, ["token"])
    assert api.ask(VERIFY, token=body["token"]).status_code == 200
    sent = next(one for one in peer.received if one.path == "/verification/login/")
    assert sent.headers["X-Real-IP"] == "203.0.113.7"
    ended = [one.body for one in peer.received if one.path == "/verification/logout/"]
    assert ended == [{"session_key": "k" * 32, "user_id": 8}]


def test_an_account_that_is_no_operators_gets_none(api, accounts):
    peer = accounts("john", "staff")
    assert login(api, username="john", password="correct") == (403, {"detail": "Not allowed"})
    assert peer.asked("POST", "/verification/logout/") == 1


def test_the_shared_password_is_not_that_of_an_account(api, accounts):
    accounts("olga", "operator")
    assert login(api, username="olga", password=PASSWORD) == WRONG
    assert login(api, username="nobody", password="correct") == WRONG
    assert [login(api, username="olga", password="no")[0] for _ in range(4)] == [401, 401, 401, 429]
    assert login(api, username="olga", password="correct")[0] == 200


def test_verification_that_is_down_is_a_503(api, verification):
    verification.broken = True
    status, body = login(api, username="olga", password="correct")
    assert (status, list(body)) == (503, ["detail"])
    assert login(api, password=PASSWORD)[0] == 200


@pytest.mark.parametrize(
    "answer",
    [
        {"success": True},
        {"success": True, "response": {}},
        {"success": True, "response": {"roles": 7, "session_key": "k", "session_data": {}}},
        {"success": True, "response": {"roles": ["admin"], "session_key": "k", "session_data": 1}},
    ],
)
def test_nonsense_of_verification_is_a_503(api, verification, answer):
    verification.on("POST", "/verification/login/", answer)
    assert login(api, username="olga", password="correct")[0] == 503


def test_verification_that_has_been_asked_too_often_is_a_429(api, verification):
    refusal = {"success": False, "reason": "too_many_attempts"}
    verification.on("POST", "/verification/login/", refusal, status=429)
    assert login(api, username="olga", password="correct") == SLOW


# Tokens


def signed(key, *, algorithm="HS256", **claims):
    now = int(time.time())
    whole = {"sub": "admin", "iat": now, "exp": now + 60, **claims}
    sent = {name: value for name, value in whole.items() if value is not None}
    return jwt.PyJWS().encode(json.dumps(sent).encode(), key, algorithm=algorithm)


def unsigned():
    parts = ({"alg": "none", "typ": "JWT"}, {"sub": "admin", "iat": 1, "exp": 9_999_999_999})
    raw = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts]
    return b".".join([*raw, b""]).decode()


@pytest.mark.parametrize(
    "forge",
    [
        lambda own: unsigned(),
        lambda own: signed(b"k" * 64),
        lambda own: signed(own * 2, algorithm="HS512"),
        lambda own: signed(own, sub="root"),
        lambda own: signed(own, sub=None),
        lambda own: signed(own, exp=None),
        lambda own: signed(own, iat=None),
        lambda own: signed(own, iat=int(time.time()) + 600),
        lambda own: signed(own)[:-4] + "AAAA",
        lambda own: "x",
        lambda own: "a.b.c",
    ],
)
@pytest.mark.parametrize("path", [VERIFY, "/api/feedback"])
def test_forged_tokens_are_refused(api, forge, path):
    response = api.ask(path, token=forge(mac("vending admin token")))
    assert (response.status_code, response.json()) == (401, {"detail": "Invalid token"})


def test_a_token_whose_time_is_over_is_refused_in_its_own_words(api, signer):
    over = signed(mac("vending admin token"), iat=1, exp=2)
    expected = (401, {"detail": "Token has expired"})
    for path in (VERIFY, "/api/feedback"):
        response = api.ask(path, token=over)
        assert (response.status_code, response.json()) == expected
    account = signer.access(OPERATOR, roles=("operator",), lifetime=-60)
    response = api.ask("/api/feedback", token=account)
    assert (response.status_code, response.json()) == expected


def test_a_check_of_the_token_needs_one(api, token):
    response = api.ask(VERIFY)
    assert (response.status_code, response.json()) == (403, {"detail": "Not authenticated"})
    for user_id in (JOHN, OPERATOR, ADMIN):
        assert api.ask(VERIFY, token=token(user_id)).status_code == 401


def test_another_secret_key_ends_all_tokens(api, settings):
    token = login(api, password=PASSWORD)[1]["token"]
    settings.SECRET_KEY = "another"
    assert api.ask(VERIFY, token=token).status_code == 401
