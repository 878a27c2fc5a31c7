"""One compose project for all tests here: built, started with two replicas, removed."""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.compose.suite import ROOT, VERSION, Suite, build_images, missing_engine, run, wait_for

UP_WITHIN = 90.0  # seconds from `up` with built images until everything is ready


@pytest.fixture(scope="session")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suite]:
    reason = missing_engine()
    if reason:
        pytest.skip(reason)
    env_file = tmp_path_factory.mktemp("compose") / "env"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = (f"PORT={port}", "BIND=127.0.0.1", f"AISLE_VERSION={VERSION}")
    run(sys.executable, str(ROOT / "tools/make_env.py"), "--out", str(env_file), *settings)
    build_images()
    suite = Suite(f"aisle-test-{uuid4().hex[:8]}", port, env_file)
    try:
        yield _up(suite, env_file.parent)
    finally:
        suite.compose("down", "--volumes", "--remove-orphans", "--timeout", "5", check=False)


def _up(suite: Suite, directory: Path) -> Suite:
    started = time.monotonic()
    replicas = ("--scale", "orders-http=2", "--scale", "orders-ws=2")
    try:
        suite.compose("up", "--detach", "--no-build", *replicas)
        wait_for(suite.ready, UP_WITHIN, "everything ready")
    except AssertionError:
        print(suite.compose("logs", "--tail", "40", check=False))
        raise
    elapsed = time.monotonic() - started
    assert elapsed <= UP_WITHIN, f"up took {elapsed:.0f} s"
    (directory / "seconds").write_text(f"{elapsed:.1f}")
    return suite


@dataclass
class Table:
    """An open session at a location of a user's own."""

    credentials: dict[str, Any]
    location_id: int
    product_id: int
    code: str


@pytest.fixture(scope="session")
def owner(suite: Suite) -> dict[str, Any]:
    """A user who registered and logged in: session_key and user_id."""
    name = f"owner-{uuid4().hex[:8]}"
    person = {"email": f"{name}@example.org", "first_name": "Ada", "last_name": "Example"}
    login = {"username": name, "password": "a-long-enough-secret"}
    registered = suite.post("/verification/register/", login | person)
    assert registered.status_code == 200, registered.text
    answer = suite.post("/verification/login/", login)
    assert answer.status_code == 200, answer.text
    session = answer.json()["response"]
    return {"session_key": session["session_key"], "user_id": session["session_data"]["user_id"]}


@pytest.fixture
def table(suite: Suite, owner: dict[str, Any]) -> Table:
    """A new location with one product and an open session."""
    name = f"Café {uuid4().hex[:8]}"
    place = {"name": name, "description": "Coffee", "address": f"{name}, Main Street 1"}
    place |= {"user_id": owner["user_id"], "latitude": "52.52000000", "longitude": "13.40500000"}
    made = suite.post("/locations/create/", owner | {"location": place})
    assert made.status_code == 200, made.text
    location_id = made.json()["response"]["id"]

    product = {"location_id": location_id, "name": "Espresso", "price": "2.20"}
    made = suite.post("/products/create/", owner | {"product": product})
    assert made.status_code == 200, made.text
    product_id = made.json()["response"]["id"]

    body = owner | {"location_id": location_id, "name": "Table 1"}
    opened = suite.post("/orders/sessions/create/", body)
    assert opened.status_code == 200, opened.text
    return Table(owner, location_id, product_id, opened.json()["response"]["code"])
