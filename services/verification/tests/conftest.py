"""A registered user, a fast password hash, a clock that can be moved."""

from datetime import timedelta

import pytest
from django.utils import timezone

ALICE = {
    "username": "alice",
    "password": "correct horse",
    "email": "alice@example.org",
    "first_name": "Alice",
    "last_name": "Liddell",
}


@pytest.fixture(autouse=True)
def _caller(settings):
    """A service that may ask for tokens."""
    settings.SERVICE_SECRETS = {"orders": "s-orders"}


@pytest.fixture
def clock(monkeypatch):
    """`clock(minutes=5)` moves the time on; tokens' own expiry is checked by the real clock."""
    real, moved = timezone.now, timedelta()

    def move(**step):
        nonlocal moved
        moved += timedelta(**step)

    monkeypatch.setattr(timezone, "now", lambda: real() + moved)
    return move


@pytest.fixture
def account():
    return dict(ALICE)


@pytest.fixture
def alice(api, db, account):
    """What registering Alice was answered."""
    response = api.send("/verification/register/", account)
    assert response.status_code == 200, response.content
    return response.json()["response"]


@pytest.fixture
def login(api, account):
    """Log Alice in and return the whole HTTP response."""

    def attempt(password=account["password"], *, username="alice", address="203.0.113.5"):
        body = {"username": username, "password": password}
        return api.send("/verification/login/", body, headers={"X-Real-IP": address})

    return attempt


@pytest.fixture
def claim(alice):
    return {
        "session_key": alice["session_key"],
        "user_id": alice["session_data"]["user_id"],
    }


@pytest.fixture
def service(api, db):
    """The access token of the orders service."""
    offer = {"service": "orders", "secret": "s-orders"}
    return api.send("/internal/service-token/", offer).json()["response"]["access"]
