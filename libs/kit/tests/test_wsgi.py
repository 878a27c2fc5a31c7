"""Which view answers an address, as the http process finds it."""

import pytest
from django.test import RequestFactory
from django.urls import Resolver404
from kit.server import wsgi


@pytest.fixture
def handler():
    return wsgi.Handler()


def found(handler, path):
    request = RequestFactory().get(path)
    match = handler.resolve_request(request)
    assert request.resolver_match is match
    return match


def test_an_address_is_looked_for_once(handler):
    first = found(handler, "/healthz/")
    assert found(handler, "/healthz/") is first


def test_addresses_have_their_own_parameters(handler):
    for _ in range(2):
        matches = [found(handler, f"/sample/things/{number}/") for number in (1, 2)]
        assert [match.kwargs for match in matches] == [{"thing_id": "1"}, {"thing_id": "2"}]


def test_an_unknown_address_is_not_remembered(handler):
    for _ in range(2):
        with pytest.raises(Resolver404):
            handler.resolve_request(RequestFactory().get("/nowhere/"))
    assert not handler._known


def test_no_more_are_remembered_than_there_is_room_for(handler, monkeypatch):
    monkeypatch.setattr(wsgi, "ADDRESSES", 2)
    for number in range(5):
        found(handler, f"/sample/things/{number}/")
        assert len(handler._known) <= 2
