"""Access and service tokens, the keys that sign them, and who may ask for what."""

import io
import json
import time
from pathlib import Path

import jwt
import pytest
from answers import INCORRECT, OK, UNKNOWN_KEY, WRONG_USER, said
from django.core.management import call_command
from kit import tokens as kit_tokens
from kit.errors import Forbidden
from testing.races import at_once
from verification.actions import keys, services
from verification.models import SigningKey, User

pytestmark = pytest.mark.django_db

JWKS = "/verification/.well-known/jwks.json"


def key_set(api):
    return api.ask(JWKS).json()["keys"]


def checked(api, token):
    """Header and claims of a token that a published key has signed."""
    published = jwt.PyJWKSet.from_dict({"keys": key_set(api)})
    header = jwt.get_unverified_header(token)
    claims = jwt.decode(token, published[header["kid"]], algorithms=["EdDSA"], issuer="aisle")
    return header, claims


def test_an_access_token_says_who_and_until_when(api, alice):
    header, claims = checked(api, alice["access"])
    assert header["alg"] == "EdDSA"
    assert claims["exp"] - claims["iat"] == 900
    assert claims["iat"] == pytest.approx(time.time(), abs=5)
    assert claims["sub"] == str(alice["session_data"]["user_id"])
    assert (claims["username"], claims["roles"], claims["use"]) == ("alice", ["customer"], "access")
    caller = kit_tokens.read_token(alice["access"], use="access")
    assert (caller.user_id, caller.username, caller.has("customer")) == (
        alice["session_data"]["user_id"],
        "alice",
        True,
    )


@pytest.mark.parametrize("path", [JWKS, JWKS + "/"])
def test_the_key_set_is_public_and_may_be_cached(api, path):
    response = api.ask(path)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, max-age=300"
    [key] = response.json()["keys"]
    assert key.keys() == {"kty", "crv", "x", "kid", "use", "alg"}
    assert (key["kty"], key["crv"], key["alg"]) == ("OKP", "Ed25519", "EdDSA")


def test_private_keys_are_stored_encrypted(api, settings):
    keys.key_ensure()
    stored = bytes(SigningKey.objects.get().private_key)
    assert stored.startswith(b"gAAAA")
    settings.SECRET_KEY = "another"
    offer = {"service": "orders", "secret": "s-orders"}
    assert said(api.send("/internal/service-token/", offer)) == (503, "service_unavailable")
    call_command("rotate_keys", "--now")
    assert said(api.send("/internal/service-token/", offer)) == OK


@pytest.mark.django_db(transaction=True)
def test_the_first_key_is_made_once():
    kids = at_once(lambda _: keys.key_ensure().kid, 12, threads=12)
    assert len(set(kids)) == SigningKey.objects.count() == 1


def test_a_rotation_publishes_before_it_signs_and_keeps_the_old_one(api, alice, clock, login):
    [old] = key_set(api)
    call_command("rotate_keys")
    call_command("rotate_keys")  # the next key is waiting already
    first, new = key_set(api)
    assert first == old

    def signs_now():
        return jwt.get_unverified_header(login().json()["response"]["access"])["kid"]

    clock(seconds=595)
    assert signs_now() == old["kid"]
    clock(seconds=10)
    assert signs_now() == new["kid"]
    clock(minutes=64)
    assert key_set(api) == [old, new]
    clock(minutes=2)
    assert key_set(api) == [new]
    assert SigningKey.objects.count() == 2
    call_command("prune")
    assert SigningKey.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_rotations_at_once_make_one_key():
    keys.key_ensure()
    assert len(set(at_once(lambda _: keys.keys_rotate().kid, 8))) == 1
    assert SigningKey.objects.count() == 2


def test_a_leaked_key_is_withdrawn_at_once(api, alice):
    call_command("rotate_keys", "--now")
    [key] = key_set(api)
    assert jwt.get_unverified_header(alice["access"])["kid"] != key["kid"]
    assert said(api.ask("/verification/me/", token=alice["access"])) == INCORRECT
    tokens = api.send("/verification/refresh/", {"refresh": alice["refresh"]}).json()["response"]
    assert jwt.get_unverified_header(tokens["access"])["kid"] == key["kid"]


@pytest.mark.parametrize("path", ["/verification/me/", "/verification/me"])
def test_me(api, alice, path, django_assert_num_queries):
    api.ask(path, token=alice["access"])
    with django_assert_num_queries(1):
        response = api.ask(path, token=alice["access"])
    assert response.json()["response"] == {
        "user_id": alice["session_data"]["user_id"],
        "username": "alice",
        "roles": ["customer"],
    }
    assert response.headers["Cache-Control"] == "no-store"


def test_me_says_the_roles_of_this_moment(api, alice):
    call_command("grant", "alice", "staff")
    answer = api.ask("/verification/me/", token=alice["access"]).json()["response"]
    assert answer["roles"] == ["customer", "staff"]


def test_me_needs_a_user_and_a_token_of_ours(api, alice, service, signer, monkeypatch):
    forged = signer.access(alice["session_data"]["user_id"])
    for token in (
        "",
        "x",
        "a.b.c",
        "é",
        service,
        forged,
        alice["access"][:-2],
        alice["session_key"],
    ):
        assert said(api.ask("/verification/me/", token=token)) == INCORRECT
    assert said(api.ask("/verification/me/")) == INCORRECT
    User.objects.all().delete()
    assert said(api.ask("/verification/me/", token=alice["access"])) == INCORRECT


def test_an_access_token_expires(api, alice, monkeypatch, clock, login):
    clock(minutes=-16)
    old = login().json()["response"]["access"]
    assert said(api.ask("/verification/me/", token=old)) == INCORRECT


@pytest.mark.parametrize("path", ["/internal/verify/", "/internal/verify"])
def test_a_service_is_told_who_the_user_is(api, claim, service, path, django_assert_num_queries):
    api.send(path, claim, token=service)
    with django_assert_num_queries(1):
        response = api.send(path, claim, token=service)
    assert response.json()["response"] == {
        "user_id": claim["user_id"],
        "username": "alice",
        "roles": ["customer"],
    }


def test_a_service_hears_the_contracts_reasons(api, claim, service):
    def ask(**changed):
        return said(api.send("/internal/verify/", claim | changed, token=service))

    assert ask(session_key="x" * 32) == ask(session_key=None, user_id=None) == UNKNOWN_KEY
    assert ask(user_id=claim["user_id"] + 1) == ask(user_id="1") == WRONG_USER
    assert said(api.send("/internal/verify/", b"[", token=service)) == (400, "malformed_json")


def test_only_services_may_ask_inside(api, alice, claim, signer):
    for token in ("", alice["access"], signer.service("orders")):
        assert said(api.send("/internal/verify/", claim, token=token)) == INCORRECT
    assert said(api.send("/internal/verify/", b"{")) == INCORRECT


def test_a_service_token_says_which_service_for_an_hour(api):
    offer = {"service": "orders", "secret": "s-orders"}
    response = api.send("/internal/service-token/", offer)
    answer = response.json()["response"]
    assert response.headers["Cache-Control"] == "no-store"
    assert answer["expires_in"] == 3600
    _, claims = checked(api, answer["access"])
    assert (claims["sub"], claims["use"]) == ("service:orders", "service")
    assert claims["exp"] - claims["iat"] == 3600
    assert kit_tokens.read_token(answer["access"], use="service").username == "service:orders"


@pytest.mark.parametrize(
    "offer",
    [
        {},
        {"service": "orders"},
        {"service": "orders", "secret": ""},
        {"service": "orders", "secret": "s-order"},
        {"service": "Orders", "secret": "s-orders"},
        {"service": "nobody", "secret": "s-orders"},
        {"service": ["orders"], "secret": "s-orders"},
        {"service": "orders", "secret": True},
        {"service": "orders", "secret": "x" * 100_000},
    ],
)
def test_a_service_needs_its_secret(api, offer):
    assert said(api.send("/internal/service-token/", offer)) == INCORRECT


def test_a_service_without_a_secret_is_nobody(settings):
    settings.SERVICE_SECRETS = {"orders": ""}
    with pytest.raises(Forbidden, match="Incorrect credentials"):
        services.service_admit(service="orders", secret="")


def test_the_published_document_is_that_of_the_code():
    out = io.StringIO()
    call_command("export_openapi_schema", api="config.urls.api", stdout=out)
    kept = (Path(__file__).parent.parent / "openapi.json").read_text()
    assert json.loads(out.getvalue()) == json.loads(kept)
