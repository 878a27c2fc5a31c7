"""pytest plugin of the services' tests: real PostgreSQL and Redis, stand-ins for the other
services, tokens.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from suite import registry
from testing.peers import FakePeer
from testing.servers import lent
from testing.tokens import Signer

PEERS = {name: FakePeer() for name in {peer for one in registry.SERVICES for peer in one.peers}}
_running = ExitStack()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("servers", "module whose program lends PostgreSQL and Redis to a bare pytest")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Before Django reads its settings: an environment like the one that the stack gives a
    service.
    """
    if "DATABASE_URL" not in os.environ:
        program = str(early_config.getini("servers"))
        os.environ |= _running.enter_context(lent(program, Path.cwd().name))
    for name, peer in PEERS.items():
        os.environ[f"{name.upper()}_SERVICE_URL"] = peer.url


def pytest_unconfigure(config: pytest.Config) -> None:
    _running.close()


@pytest.fixture(scope="session")
def signer() -> Signer:
    return Signer()


@pytest.fixture(autouse=True)
def _fresh_peers(signer: Signer) -> None:
    """Every test starts with empty caches and peers that know nothing but the keys and our service
    token.
    """
    from kit import cache

    for peer in PEERS.values():
        peer.reset()
    verification = PEERS["verification"]
    verification.on("GET", "/verification/.well-known/jwks.json", signer.jwks())
    token = {"access": signer.service("tests"), "expires_in": 3600}
    verification.on("POST", "/internal/service-token/", {"success": True, "response": token})
    cache.clear_all()


@pytest.fixture(scope="session", autouse=True)
def _emptied_quickly() -> Iterator[None]:
    """Tests marked `django_db(transaction=True)` leave an empty database in milliseconds."""
    from django.test import TransactionTestCase

    from testing.emptying import database_empty

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", database_empty)
        yield


@pytest.fixture(scope="session", autouse=True)
def _hashed_quickly() -> Iterator[None]:
    """Passwords of tests: a real hash takes a quarter of a second of the processor."""
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def _connections_stay_young(django_db_setup: None) -> None:
    """Replacing a connection that has grown old would end the transaction of the test that is
    running then.
    """
    from django.db import connection

    connection.settings_dict["CONN_MAX_AGE"] = connection.close_at = None


@pytest.fixture(scope="session", autouse=True)
def _connections_closed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Threads of the code under test may still hold connections when the test database is to go."""
    yield
    with django_db_blocker.unblock():
        from django.db import connection

        connection.close()
        with connection._nodb_cursor() as cursor:  # there is no test database if no test wants one
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
                [connection.settings_dict["NAME"]],
            )


def _peer_fixture(name: str) -> Callable[..., FakePeer]:
    @pytest.fixture(name=name)
    def peer() -> FakePeer:
        return PEERS[name]

    return peer


globals().update({f"peer_{name}": _peer_fixture(name) for name in PEERS})


@pytest.fixture
def database_log(db: None) -> Callable[[], str]:
    """What PostgreSQL has logged since the test began; other suites may log there too."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        log = Path(cursor.fetchone()[0]).parent / "log"
    begun = log.stat().st_size

    def read() -> str:
        with log.open("rb") as lines:
            lines.seek(begun)
            return lines.read().decode(errors="replace")

    return read


@pytest.fixture
def api() -> object:
    from testing.client import ApiClient

    return ApiClient()


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Peers are given half a second, for tests in which one hangs for longer."""
    from kit import client

    monkeypatch.setattr(client, "READ", 0.5)
