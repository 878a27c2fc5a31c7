"""Calls to other services: slow, broken, down, talking nonsense."""

import socket
import time
from functools import partial

import pytest
from kit import client
from kit.client import Peer
from kit.errors import Unavailable
from kit.logs import request_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def peer(codes):
    return Peer(codes.url, unavailable="peer_unavailable")


def refused(call):
    with pytest.raises(Unavailable) as error:
        call()
    return error.value.reason


def test_an_answer_and_what_goes_along(codes, peer):
    codes.on("GET", "/x/?a=1", {"success": True, "response": {"b": 2}})
    token = request_id.set("id-1")
    assert peer.get("/x/", {"a": 1}).response() == {"b": 2}
    request_id.reset(token)
    assert codes.received[0].headers["X-Request-Id"] == "id-1"


def test_a_refusal_is_an_answer(codes, peer):
    codes.on("GET", "/x/", {"success": False, "reason": "no"}, status=404)
    assert peer.get("/x/").status == 404
    assert refused(lambda: peer.get("/x/").response()) == "peer_unavailable"


@pytest.mark.parametrize("body", [b"<html>", b"", b"[]", b"1", b'{"response": []}', b"{}"])
def test_nonsense_is_like_being_down(codes, peer, body):
    codes.on("GET", "/x/", body)
    assert refused(lambda: peer.get("/x/").response()) == "peer_unavailable"


@pytest.mark.parametrize("status", [500, 502, 503])
def test_failures_are_like_being_down(codes, peer, status):
    codes.on("GET", "/x/", {}, status=status)
    assert refused(lambda: peer.get("/x/")) == "peer_unavailable"


def test_connections_are_kept_for_a_while_only(codes, peer, monkeypatch):
    codes.on("GET", "/x/", {"success": True, "response": {}})
    now = time.monotonic()
    for seconds in (0.0, 20.0, 40.0, 41.0):
        monkeypatch.setattr(time, "monotonic", partial(float, now + seconds))
        peer.get("/x/")
    ports = [request.port for request in codes.received]
    assert ports[0] == ports[1] != ports[2] == ports[3]


def test_nobody_there():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = Peer(f"http://127.0.0.1:{taken.getsockname()[1]}", unavailable="peer_unavailable")
        started = time.monotonic()
        assert refused(lambda: nobody.get("/x/")) == "peer_unavailable"
    assert time.monotonic() - started < 5


@pytest.mark.usefixtures("hasty")
def test_a_slow_peer_is_cut_off_and_left_alone(codes, peer, monkeypatch):
    codes.on("GET", "/slow/", {}, delay=5)
    codes.on("GET", "/fast/", {"ok": 1})
    started = time.monotonic()
    assert refused(lambda: peer.get("/slow/")) == "peer_unavailable"
    assert time.monotonic() - started < 4
    assert refused(lambda: peer.get("/fast/")) == "peer_unavailable"
    assert codes.asked("GET", "/fast/") == 0
    monkeypatch.setattr(client.time, "monotonic", lambda: started + 10)
    assert peer.get("/fast/").data == {"ok": 1}


def test_each_peer_has_its_own_patience(codes):
    patient, hasty = (
        Peer(codes.url, unavailable="peer_unavailable", read=read) for read in (20.0, 0.1)
    )
    codes.on("GET", "/slow/", {"ok": 1}, delay=0.4)
    assert refused(lambda: hasty.get("/slow/")) == "peer_unavailable"
    assert patient.get("/slow/").data == {"ok": 1}


def test_a_connection_that_does_not_come_is_given_up(monkeypatch):
    monkeypatch.setattr(client, "CONNECT", 20.0)
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(full.getsockname())  # fills the queue: nobody accepts
        port = full.getsockname()[1]
        hasty = Peer(f"http://127.0.0.1:{port}", unavailable="peer_unavailable", connect=0.1)
        started = time.monotonic()
        assert refused(lambda: hasty.get("/x/")) == "peer_unavailable"
        assert time.monotonic() - started < 10
        for one in waiting:
            one.close()


def test_only_what_is_idempotent_is_asked_again(codes, peer):
    codes.broken = True
    asked = []
    original = peer._session.request
    peer._session.request = lambda *words, **options: (
        asked.append(words[0]) or original(*words, **options)
    )
    refused(lambda: peer.get("/x/"))
    refused(lambda: peer.post("/x/", {}))
    refused(lambda: peer.post("/x/", {}, idempotent=True))
    assert asked == ["GET", "GET", "POST", "POST", "POST"]


def test_a_redirect_is_not_followed(codes, peer):
    codes.on("GET", "/x/", {"to": "elsewhere"}, status=302)
    assert refused(lambda: peer.get("/x/").expect(dict)) == "peer_unavailable"


@pytest.fixture
def signed(codes):
    return Peer(codes.url, unavailable="peer_unavailable", signed=True)


TOKEN = ("POST", "/internal/service-token/")


def test_a_signed_call_carries_a_service_token_fetched_once(codes, signed, verification):
    codes.on("GET", "/x/", {"ok": 1})
    for _ in range(3):
        signed.get("/x/")
    assert verification.asked(*TOKEN) == 1
    assert verification.received[0].body["service"] == "sample"
    assert all(one.headers["Authorization"].startswith("Bearer ") for one in codes.received)


def test_a_token_that_is_refused_is_renewed_once(codes, signed, verification):
    codes.on("GET", "/x/", {"success": False, "reason": "incorrect_credentials"}, status=403)
    assert signed.get("/x/").status == 403
    assert (codes.asked("GET", "/x/"), verification.asked(*TOKEN)) == (2, 2)


def test_another_refusal_costs_no_new_token(codes, signed, verification):
    codes.on("GET", "/x/", {"success": False, "reason": "incorrect_user_id"}, status=403)
    assert signed.get("/x/").status == 403
    assert (codes.asked("GET", "/x/"), verification.asked(*TOKEN)) == (1, 1)


def test_a_token_outlives_verification_until_it_ends(codes, signed, verification, monkeypatch):
    codes.on("GET", "/x/", {"ok": 1})
    signed.get("/x/")
    verification.broken = True
    now = time.monotonic()
    monkeypatch.setattr(client.time, "monotonic", lambda: now + 2000)  # past half-life
    assert signed.get("/x/").data == {"ok": 1}
    monkeypatch.setattr(client.time, "monotonic", lambda: now + 4000)  # past its end
    assert refused(lambda: signed.get("/x/")) == "verification_service_unavailable"
