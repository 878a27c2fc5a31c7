"""Calls to another service: kept-alive connections, short timeouts, one retry of what is
idempotent, one error.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter

from kit.cache import per_process, register
from kit.errors import Unavailable
from kit.logs import request_id

CONNECT, READ = 0.5, 2.0  # seconds
REST = 1.0  # seconds without calls after one that timed out
KEPT = 30.0  # seconds, about, that connections are used: then new processes get their share
CONNECTIONS = 16
TOKEN_REFUSED = b'"incorrect_credentials"'  # what kit.auth.service_caller says
UNAVAILABLE = "verification_service_unavailable"
T = TypeVar("T", dict[str, Any], list[Any])


@dataclass(frozen=True, slots=True)
class Answer:
    """What a peer answers: an HTTP status below 500 and its JSON."""

    status: int
    data: Any
    unavailable: str

    def expect(self, kind: type[T]) -> T:
        """The JSON of a 200, which must be of this kind; anything else is nonsense and raises
        Unavailable.
        """
        if self.status != 200 or not isinstance(self.data, kind):
            raise Unavailable(self.unavailable)
        return self.data

    def response(self) -> dict[str, Any]:
        """The object under `response` of a 200 in our envelope; anything else raises
        Unavailable.
        """
        inner = self.expect(dict).get("response")
        if not isinstance(inner, dict):
            raise Unavailable(self.unavailable)
        return inner


def verification_url() -> str:
    """Where tokens, keys and sessions are checked: every service that has peers has this one."""
    return str(getattr(settings, "VERIFICATION_SERVICE_URL"))  # noqa: B009 - not every service has it


class Peer:
    """One service at one base URL. Make one for the life of the process; safe for threads.

    Raises Unavailable(`unavailable`) when the other side refuses, is slow, fails (5xx) or answers
    no JSON. After a time-out it is left alone for a second, so that a hanging peer does not hold
    all of our threads. `connect` and `read` are in seconds (by default CONNECT and READ): how long
    a connection may take, and the silence while its response is waited for.
    """

    def __init__(
        self,
        url: str,
        *,
        unavailable: str,
        signed: bool = False,
        connect: float | None = None,
        read: float | None = None,
    ) -> None:
        self._url = url
        self._connect, self._read = connect, read
        self._unavailable = unavailable
        self._signed = signed
        self._resting_until = 0.0
        self._session = _session()
        self._kept_until = _later(KEPT)

    def get(self, path: str, params: dict[str, Any] | None = None) -> Answer:
        return self._call("GET", path, idempotent=True, params=params)

    def post(
        self,
        path: str,
        json: dict[str, Any],
        *,
        idempotent: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        return self._call("POST", path, idempotent=idempotent, json=json, headers=headers)

    def _call(self, method: str, path: str, *, idempotent: bool, **content: Any) -> Answer:
        if time.monotonic() < self._resting_until:
            raise Unavailable(self._unavailable)
        answer = self._send(method, path, idempotent, content)
        if answer.status_code == 403 and self._signed and TOKEN_REFUSED in answer.content:
            service_token.forget()  # keys may have been rotated: one more try with a new token
            answer = self._send(method, path, idempotent, content)
        if answer.status_code >= 500:
            raise Unavailable(self._unavailable)
        try:
            return Answer(answer.status_code, answer.json(), self._unavailable)
        except requests.JSONDecodeError as nonsense:
            raise Unavailable(self._unavailable) from nonsense

    def _send(
        self, method: str, path: str, idempotent: bool, content: Mapping[str, Any]
    ) -> requests.Response:
        headers = {**(content.get("headers") or {}), "X-Request-Id": request_id.get()}
        if self._signed:
            headers["Authorization"] = f"Bearer {service_token.current()}"
        session = self._current()
        for last in (not idempotent, True):
            try:
                return session.request(
                    method,
                    self._url + path,
                    timeout=(self._connect or CONNECT, self._read or READ),
                    allow_redirects=False,
                    **{**content, "headers": headers},
                )
            except requests.Timeout as slow:
                self._resting_until = time.monotonic() + REST
                raise Unavailable(self._unavailable) from slow
            except requests.RequestException as broken:
                if last:
                    raise Unavailable(self._unavailable) from broken
        raise AssertionError("unreachable")

    def _current(self) -> requests.Session:
        """The connections to be used, which are let go now and then: where a peer grows, the new
        processes would get nothing of ours else.
        """
        if time.monotonic() >= self._kept_until:
            self._session, self._kept_until = _session(), _later(KEPT)
        return self._session


def _session() -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    adapter = HTTPAdapter(pool_maxsize=CONNECTIONS)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


def _later(seconds: float) -> float:
    """In about so many seconds, not for all processes at once."""
    return time.monotonic() + seconds * random.uniform(0.75, 1.25)


class ServiceToken:
    """Our own short token for `/internal/` routes, exchanged at verification for SERVICE_SECRET and
    renewed at half-life.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._token = ""
        self._renew_at = self._dead_at = 0.0

    def current(self) -> str:
        with self._lock:
            now = time.monotonic()
            if now >= self._renew_at:
                try:
                    self._exchange(now)
                except Unavailable:
                    if now >= self._dead_at:
                        raise
            return self._token

    def forget(self) -> None:
        with self._lock:
            self._renew_at = self._dead_at = 0.0

    def _exchange(self, now: float) -> None:
        offer = {"service": settings.SERVICE_NAME, "secret": settings.SERVICE_SECRET}
        got = _verification().post("/internal/service-token/", offer, idempotent=True).response()
        try:
            self._token, lifetime = str(got["access"]), float(got["expires_in"])
        except (KeyError, TypeError, ValueError) as nonsense:
            raise Unavailable(UNAVAILABLE) from nonsense
        self._renew_at, self._dead_at = now + lifetime / 2, now + lifetime


@per_process
def _verification() -> Peer:
    return Peer(verification_url(), unavailable=UNAVAILABLE)


service_token = ServiceToken()
register(service_token.forget)
