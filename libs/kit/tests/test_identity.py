"""Tokens, session keys and services' own tokens."""

import pytest
from django.test import Client, RequestFactory
from kit import tokens
from kit.auth import signed_in
from kit.errors import ApiError, Forbidden, Unauthenticated, Unavailable
from testing.tokens import Signer

pytestmark = pytest.mark.django_db


def test_an_access_token(signer):
    caller = tokens.read_token(signer.access(7, "ada", roles=("admin",)), use="access")
    assert (caller.user_id, caller.username, caller.roles) == (7, "ada", {"admin"})
    assert caller.has("admin")
    assert not caller.has("staff")


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é", "e30.e30.e30"])
def test_what_is_no_token(token):
    with pytest.raises(Forbidden, match="Incorrect credentials"):
        tokens.read_token(token, use="access")


def test_a_token_of_another_use_signer_or_time(signer):
    for token in (
        signer.service("orders"),
        signer.access(7, lifetime=-1),
        Signer().access(7),  # the same key id, another key
    ):
        with pytest.raises(Forbidden):
            tokens.read_token(token, use="access")
    assert tokens.read_token(signer.service("orders"), use="service").username == "service:orders"


def test_keys_are_fetched_once_and_outlive_their_source(signer, verification):
    token = signer.access(7)
    for _ in range(3):
        tokens.read_token(token, use="access")
    assert verification.asked("GET", "/verification/.well-known/jwks.json") == 1
    verification.broken = True
    tokens.key_set()._loaded -= tokens.KEYS_FRESH + 1
    assert tokens.read_token(token, use="access").user_id == 7


def test_no_key_was_ever_had(signer, verification):
    verification.broken = True
    with pytest.raises(Unavailable) as refused:
        tokens.read_token(signer.access(7), use="access")
    assert refused.value.reason == "verification_service_unavailable"


@pytest.mark.parametrize("answer", [b"<html>", b"[]", {"keys": "x"}, {}])
def test_keys_that_are_none(signer, verification, answer):
    verification.on("GET", "/verification/.well-known/jwks.json", answer)
    with pytest.raises(ApiError):
        tokens.read_token(signer.access(7), use="access")


def test_an_unknown_key_is_looked_for_now_and_then(signer, verification, monkeypatch):
    tokens.read_token(signer.access(7), use="access")
    monkeypatch.setattr("testing.tokens.KEY_ID", "rotated")
    rotated = signer.access(7)
    with pytest.raises(Forbidden):
        tokens.read_token(rotated, use="access")
    verification.on("GET", "/verification/.well-known/jwks.json", signer.jwks())
    tokens.key_set()._loaded -= tokens.KEYS_RETRY + 1
    assert tokens.read_token(rotated, use="access").user_id == 7
    assert verification.asked("GET", "/verification/.well-known/jwks.json") == 2


def test_an_internal_route_is_for_services(signer):
    web = Client()

    def ask(token):
        return web.get("/internal/sample/", headers={"Authorization": f"Bearer {token}"})

    assert ask(signer.service("orders")).json()["response"] == {"caller": "service:orders"}
    for token in ("", "x", signer.access(1, roles=("admin",))):
        assert ask(token).status_code == 403


def send(body, **headers):
    return Client().post("/sample/things/", body, content_type="text/plain", headers=headers)


def test_the_order_of_checks(signer):
    token = {"Authorization": f"Bearer {signer.access(7)}"}
    reasons = [
        send(b"", **token).json()["reason"],
        send(b"{").json()["reason"],
        send(b"[]", Authorization="Bearer wrong").json()["reason"],
        send(b"{}").json()["reason"],
        send(b"{}", **token).json()["reason"],
    ]
    assert reasons == [
        "malformed_json",
        "malformed_json",
        "malformed_json",
        "incorrect_credentials",
        "malformed_json",
    ]
    good = send(b'{"thing_id": "5", "name": " x ", "user_id": 9}', **token)
    assert good.json()["response"] == {"thing_id": 5, "name": "x", "by": 7}


@pytest.mark.parametrize("verb", ["post", "put", "patch"])
def test_a_session_key_signs_what_has_a_body(verification, verb):
    found = {"user_id": 7, "username": "ada", "roles": []}
    verification.on("POST", "/internal/verify/", {"success": True, "response": found})
    request = getattr(RequestFactory(), verb)(
        "/sample/", b'{"session_key": "k", "user_id": 7}', content_type="application/json"
    )
    assert signed_in(request).user_id == 7


@pytest.mark.parametrize("verb", ["get", "delete"])
def test_others_are_signed_by_a_token_only(verb):
    with pytest.raises(Unauthenticated):
        signed_in(getattr(RequestFactory(), verb)("/sample/"))
