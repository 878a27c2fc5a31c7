"""The seed's Quickstart: `manage.py runserver` serves the debugging page and its websocket."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from orders.actions import orders
from processes import free_port, own_database
from websockets.sync.client import connect
from world import line

pytestmark = pytest.mark.django_db(transaction=True)
SERVICE = Path(__file__).parents[1]


@contextmanager
def runserver(*options):
    """The command as the seed has it, on a port of our own; gives `127.0.0.1:<port>`."""
    where = f"127.0.0.1:{free_port()}"
    process = subprocess.Popen(
        [sys.executable, "manage.py", "runserver", *options, where],
        cwd=SERVICE,
        env={**os.environ, "DATABASE_URL": own_database(), "DEBUG": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        said = ""
        while "Serving HTTP and websockets" not in said:
            said = process.stdout.readline()
            assert said, process.wait()
        yield where
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.communicate(timeout=20)


def page(address):
    with urllib.request.urlopen(address, timeout=20) as response:
        return response.status, response.read().decode()


@pytest.mark.parametrize("options", [[], ["--noreload"]], ids=["as printed", "without reloading"])
def test_the_debugging_page_and_its_websocket_are_served_on_one_port(table, options):
    with runserver(*options) as where:
        status, html = page(f"http://{where}/orders/sessions/debug/{table}/")
        assert (status, table in html) == (200, True)
        script = html.split('type="module" src="')[1].split('"')[0]
        assert "WebSocket" in page(f"http://{where}{script}")[1]
        with connect(f"ws://{where}/ws/session/{table}/") as socket:
            assert json.loads(socket.recv(20))["orders"] == []
            orders.order_create(code=table, line=line())
            assert len(json.loads(socket.recv(20))["session"]["orders"]) == 1
        assert json.loads(page(f"http://{where}/orders/sessions/get/{table}/")[1])["success"]
    assert connection.is_usable()
