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
