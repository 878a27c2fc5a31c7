"""What clients do: sign up, keep a location, open tables, order."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from weakref import WeakSet

import requests

LINES = 50  # that one call may place
RENEWED_AFTER = 300.0  # seconds; an access token lives for 900
MINIMAL = {"Prefer": "return=minimal"}
STALL = 3.0  # seconds, longer than a service waits for another one and then leaves it alone


@dataclass(eq=False)
class User:
    """Somebody who is signed in. `access` is renewed between two tests (Api.renew)."""

    user_id: int
    session_key: str
    access: str
    refresh: str
    username: str
    password: str
    since: float = field(default_factory=time.monotonic)  # when `access` was new

    @property
    def claim(self) -> dict[str, Any]:
        """The credentials as the seed puts them into bodies."""
        return {"session_key": self.session_key, "user_id": self.user_id}

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.access}"}


class _From(requests.adapters.HTTPAdapter):
    """Connections from one of this machine's own addresses."""

    def __init__(self, source: str) -> None:
        self._source = source
        super().__init__(pool_maxsize=50)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        source = (self._source, 0) if self._source else None
        super().init_poolmanager(*args, **options, source_address=source)


class Api:
    """The suite's HTTP API at one address, over kept connections; asked from `source`, such as
    127.0.0.2, when that is given.
    """

    def __init__(self, url: str, *, source: str = "") -> None:
        self.url = url
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.mount("http://", _From(source))
        self._users = WeakSet[User]()

    def close(self) -> None:
        self._session.close()

    def get(self, path: str, *, timeout: float = 20, **options: Any) -> requests.Response:
        return self._session.get(self.url + path, timeout=timeout, **options)

    def post(
        self,
        path: str,
        body: dict[str, Any] | None = None,
        *,
        timeout: float = 20,
        **options: Any,
    ) -> requests.Response:
        return self._session.post(self.url + path, json=body, timeout=timeout, **options)

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        """A call of any method."""
        return self._session.request(method, self.url + path, timeout=20, **options)

    def sign_in(self, user: User) -> User:
        """The same user with a token of now, which knows the roles of now."""
        got = answer(self._log_in(user))
        keys = {name: got[name] for name in ("session_key", "access", "refresh")}
        return self._kept(replace(user, **keys, since=time.monotonic()))

    def renew(self) -> None:
        """New access tokens for those whose own will have ended before a long suite has; who cannot
        sign in any more keeps the old one.
        """
        for user in list(self._users):
            if time.monotonic() - user.since > RENEWED_AFTER:
                told = self._log_in(user)
                user.access = answer(told)["access"] if told.ok else user.access
                user.since = time.monotonic()

    def _log_in(self, user: User) -> requests.Response:
        login = {"username": user.username, "password": user.password}
        return self.post("/verification/login/", login)

    def _kept(self, user: User) -> User:
        self._users.add(user)
        return user

    def register(self, name: str = "") -> User:
        """A new user, called like this if it is said."""
        handle, password = f"user-{secrets.token_hex(4)}", secrets.token_hex(8)
        name = name or handle
        person = {"email": f"{handle}@example.org", "first_name": "Ada", "last_name": "Example"}
        account = {"username": name, "password": password, **person}
        got = answer(self.post("/verification/register/", account))
        user_id = got["session_data"]["user_id"]
        keys = (got["session_key"], got["access"], got["refresh"])
        return self._kept(User(user_id, *keys, name, password))

    def order(self, code: str, product_id: int = 1, **more: Any) -> requests.Response:
        """A guest's order, answered with the order alone."""
        body = {"product_id": product_id, "session_code": code, **more}
        return self.post("/orders/create/", body, headers=MINIMAL)

    def order_many(self, code: str, count: int) -> None:
        """So many orders of a guest, as many in a call as it may hold."""
        line = {"product_id": 1}
        while count > 0:
            lines = [line] * min(count, LINES)
            body = {"session_code": code, "lines": lines}
            answer(self.post("/orders/place/", body, headers=MINIMAL))
            count -= len(lines)

    def session(self, code: str, **options: Any) -> dict[str, Any]:
        return dict(answer(self.get(f"/orders/sessions/get/{code}/", **options)))


@dataclass
class Place:
    """A location with its owner; without products it takes orders of any product id."""

    api: Api
    owner: User
    location_id: int
    products: list[int] = field(default_factory=list)

    @classmethod
    def create(cls, api: Api, owner: User, **more: Any) -> Place:
        """A new one, with other fields than these if they are said."""
        name = f"Café {secrets.token_hex(4)}"
        location = {"name": name, "address": "Quay 7, Berlin", **more}
        made = answer(api.post("/locations/create/", {**owner.claim, "location": location}))
        return cls(api, owner, made["id"])

    def sell(self, name: str, price: str = "2.40", **more: Any) -> int:
        """Put a product on the menu, with more fields than these; returns its id."""
        product = {"location_id": self.location_id, "name": name, "price": price, **more}
        body = {**self.owner.claim, "product": product}
        made = answer(unstalled(lambda: self.api.post("/products/create/", body)))
        self.products.append(made["id"])
        return int(made["id"])

    def try_open(self, name: str, *, bearer: bool = False) -> requests.Response:
        """Open a table with the session key in the body, or with a token."""
        body: dict[str, Any] = {"location_id": self.location_id, "name": name}
        path = "/orders/sessions/create/"
        if bearer:
            return self.api.post(path, body, headers=self.owner.bearer)
        return self.api.post(path, {**self.owner.claim, **body})

    def open(self, name: str = "") -> str:
        """Open a table; returns its code."""
        name = name or f"Table {secrets.token_hex(4)}"
        return str(answer(unstalled(lambda: self.try_open(name)))["code"])


def unstalled(ask: Callable[[], requests.Response]) -> requests.Response:
    """What is answered; asked once more, as people would, when the machine has stalled and one
    service was too slow for its neighbour: nothing has been done then.
    """
    tried = ask()
    if tried.status_code == 503:
        time.sleep(STALL)
        tried = ask()
    return tried


def answer(response: requests.Response) -> Any:
    """What is under `response` of a success."""
    assert response.status_code == 200, f"{response.request.url}: {response.text}"
    body = response.json()
    assert body["success"] is True
    return body.get("response")


def refusal(response: requests.Response) -> tuple[int, str]:
    """Status and reason of a refusal, whose body holds exactly what the seed documents."""
    body = response.json()
    assert response.headers["Content-Type"] == "application/json"
    assert body == {"success": False, "reason": body["reason"]}
    return response.status_code, body["reason"]
