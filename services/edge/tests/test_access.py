"""Who is an operator, and in which words others are refused."""

import json
import time

import jwt
import pytest
from django.test import RequestFactory
from django.utils import timezone
from kit.envelopes import failure
from kit.errors import ApiError
from kit.sealing import mac
from vending import access, admin_tokens
from world import JOHN, KEY, OPERATOR

DETAIL = "/api/machine/M001/update-stock/"


def refused(credentials, header, path=DETAIL):
    headers = {} if header is None else {"HTTP_AUTHORIZATION": header}
    request = RequestFactory().post(path, **headers)
    with pytest.raises(ApiError) as error:
        credentials(request)
    return failure(request, error.value)


def let_in(credentials, token):
    return credentials(RequestFactory().get(DETAIL, HTTP_AUTHORIZATION=f"Bearer {token}"))


def signed(key=None, algorithm="HS256", **changes):
    now = int(time.time())
    claims = {"sub": "admin", "iat": now, "exp": now + 3600} | changes
    claims = {name: value for name, value in claims.items() if value is not None}
    body = json.dumps(claims).encode()  # whatever it is: jwt.encode writes no odd claims
    return jwt.PyJWS().encode(body, key or mac("vending admin token"), algorithm=algorithm)


def test_the_admin_token_says_who_since_when_and_for_an_hour():
    token = admin_tokens.token_issue()
    claims = jwt.decode(token, options={"verify_signature": False})
    assert (claims["sub"], claims["exp"] - claims["iat"]) == ("admin", 3600)
    assert jwt.get_unverified_header(token)["alg"] == "HS256"
    assert abs(claims["iat"] - timezone.now().timestamp()) < 5
    for credentials in (access.operator, access.admin):
        caller = let_in(credentials, token)
        assert (caller.user_id, caller.username, caller.expires_at) == (0, "admin", claims["exp"])


@pytest.mark.parametrize("role", ["operator", "admin"])
def test_an_account_with_the_role_is_an_operator_but_has_no_admin_token(signer, role):
    token = signer.access(OPERATOR, roles=(role,))
    assert let_in(access.operator, token).user_id == OPERATOR
    answer = refused(access.admin, f"Bearer {token}")
    assert (answer.status_code, answer.content) == (401, b'{"detail":"Invalid token"}')


@pytest.mark.parametrize(
    ("header", "status", "words"),
    [
        (None, 403, "Not authenticated"),
        ("", 403, "Not authenticated"),
        ("Bearer", 403, "Not authenticated"),
        ("Bearer  ", 403, "Not authenticated"),
        ("Basic YTpi", 403, "Invalid authentication credentials"),
        (f"Bearer {KEY}", 401, "Invalid token"),
        ("Bearer a.b.c", 401, "Invalid token"),
        ("Bearer ٣.٣.٣", 401, "Invalid token"),
    ],
)
@pytest.mark.parametrize("credentials", [access.operator, access.admin])
def test_who_is_none_is_told_so_as_the_original_does(credentials, header, status, words):
    answer = refused(credentials, header)
    assert (answer.status_code, answer.content.decode()) == (status, f'{{"detail":"{words}"}}')


@pytest.mark.parametrize("header", [None, "Basic YTpi", "Bearer "])
def test_below_edge_it_is_a_401_where_there_are_no_credentials(header):
    answer = refused(access.operator, header, "/edge/fleet/live/")
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_an_account_without_the_role_may_not(signer):
    answer = refused(access.operator, f"Bearer {signer.access(JOHN, roles=('staff',))}")
    assert (answer.status_code, answer.content) == (403, b'{"detail":"Not allowed"}')


def test_a_token_ends(signer):
    over = int(time.time()) - 1
    tokens = (signed(exp=over), signer.access(OPERATOR, roles=("operator",), lifetime=-1))
    for token in tokens:
        answer = refused(access.operator, f"Bearer {token}")
        assert (answer.status_code, answer.content) == (401, b'{"detail":"Token has expired"}')


@pytest.mark.parametrize(
    "claims",
    [{"sub": "root"}, {"sub": None}, {"exp": None}, {"iat": None}, {"exp": "soon"}, {"sub": 5}],
)
def test_a_token_with_other_claims_is_none(claims):
    answer = refused(access.operator, f"Bearer {signed(**claims)}")
    assert (answer.status_code, answer.content) == (401, b'{"detail":"Invalid token"}')


@pytest.mark.parametrize("credentials", [access.operator, access.admin])
def test_a_token_that_somebody_else_has_signed_is_none(credentials):
    published = b"the key set that everybody can read...."
    forged = [
        signed(key=b"x" * 32),
        signed(key=published),
        signed(key=mac("vending access code", "M001", "123456")),
        signed(key=mac("vending admin token") * 2, algorithm="HS512"),
        jwt.encode({"sub": "admin", "iat": 0, "exp": 2**33}, None, algorithm="none"),
    ]
    for token in forged:
        answer = refused(credentials, f"Bearer {token}")
        assert (answer.status_code, answer.content) == (401, b'{"detail":"Invalid token"}')


def test_while_no_key_can_be_had_accounts_wait_and_admin_tokens_work(signer, verification):
    verification.broken = True
    answer = refused(access.operator, f"Bearer {signer.access(OPERATOR, roles=('operator',))}")
    assert answer.status_code == 503
    assert let_in(access.operator, admin_tokens.token_issue()).username == "admin"
