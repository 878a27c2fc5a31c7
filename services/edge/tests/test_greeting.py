"""What edge-http logs once its database answers."""

import logging

import pytest
from django.db import connection
from kit.server.started import http_started
from vending.greeting import GREETING

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_first_connection_is_greeted_once_and_only_in_an_http_process(caplog):
    caplog.set_level(logging.INFO, "vending")
    _reconnect()
    assert caplog.messages == []
    http_started.send(None)
    _reconnect()
    _reconnect()
    assert caplog.messages == [GREETING] == ["DB pool initialized"]


def _reconnect():
    connection.close()
    connection.ensure_connection()


@pytest.mark.parametrize(("minutes", "warnings"), [(1, 1), (2, 0)])
def test_codes_that_live_a_minute_are_warned_of(caplog, settings, minutes, warnings):
    settings.DISPLAY_CODE_TTL_MINUTES = minutes
    http_started.send(None)
    _reconnect()
    found = [each.getMessage() for each in caplog.records if each.levelname == "WARNING"]
    assert len(found) == warnings
    assert all("DISPLAY_CODE_TTL_MINUTES=1" in text for text in found)
