"""One call to a provider's HTTP API: five seconds in all, one connection, one error tree."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from urllib3.exceptions import HTTPError

from payments import reading
from payments.errors import Declined, Misconfigured, PaymentError, Unavailable, Unknown

CALL = 5.0  # seconds from the call to its whole answer
LONGEST = 256 * 1024  # bytes of an answer
HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": "identity",  # no small answer that unfolds into a large one
    "Connection": "close",
}
Response = tuple[int, bytes]


class Api:
    """An HTTP API with Basic authentication. Redirects, cookies, proxies of the environment and
    .netrc files are not followed: each of them could lead a key elsewhere.
    """

    def __init__(self, url: str, auth: tuple[str, str]) -> None:
        self._url, self._auth = url.rstrip("/"), auth

    def get(self, path: str) -> dict[str, Any]:
        """The object at this path. Raises Unknown when it is refused: the path is its only word."""
        try:
            return self._call("GET", path, {})
        except Declined as refused:
            raise Unknown("not known to the provider") from refused

    def post(
        self, path: str, data: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """The object that is answered to this one. Raises Declined, Unknown, Unavailable or
        Misconfigured.
        """
        return self._call("POST", path, {"json": data, "headers": headers or {}})

    def _call(self, method: str, path: str, content: Mapping[str, Any]) -> dict[str, Any]:
        status, body = in_time(CALL, lambda: self._send(method, path, content))
        try:
            answer = reading.json_object(body)
        except ValueError:
            raise _refusal(status, None) from None
        if status // 100 != 2:
            raise _refusal(status, answer.get("error"))
        return answer

    def _send(self, method: str, path: str, content: Mapping[str, Any]) -> Response:
        try:
            with (
                _session() as session,
                session.request(
                    method,
                    self._url + path,
                    auth=self._auth,
                    timeout=CALL,
                    allow_redirects=False,
                    stream=True,
                    **{**content, "headers": {**HEADERS, **content.get("headers", {})}},
                ) as response,
            ):
                body = response.raw.read(LONGEST + 1, decode_content=False)
        except (requests.RequestException, HTTPError, OSError, ValueError):
            # What they say holds the address, and that an id.
            raise Unavailable("no answer") from None
        if len(body) > LONGEST:
            raise Unavailable("too long an answer")
        return response.status_code, body


def _session() -> requests.Session:
    """A connection of its own for each call: one that idles may be closed just as an order goes
    out, which would then be refused for nothing.
    """
    session = requests.Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return session


def _refusal(status: int, error: object) -> PaymentError:
    """What an answer other than a success means. `error` is the provider's own object for it:
    without one it may be anybody's answer, as a proxy's, and is not believed.
    """
    if not isinstance(error, dict):
        return Unavailable(f"no answer of the provider's: status {status}")
    if status in {401, 403}:
        return Misconfigured("the provider refuses our key")
    if status == 404:
        return Unknown("not known to the provider")
    if status // 100 != 4 or status in {408, 409, 425, 429}:  # these may do better next time
        return Unavailable(f"status {status}")
    code = error.get("code")
    return Declined(code if isinstance(code, str) and reading.IDENTIFIER.fullmatch(code) else "")


def in_time(seconds: float, work: Callable[[], Response]) -> Response:
    """What `work` returns or raises, or Unavailable after so many seconds.

    The time-outs of sockets begin anew with each byte, and looking a name up has none. What is
    given up goes on in its thread until its socket gives up too; nobody hears of it.
    """
    results: queue.SimpleQueue[Response | PaymentError] = queue.SimpleQueue()

    def run() -> None:
        try:
            results.put(work())
        except PaymentError as error:
            results.put(error)

    threading.Thread(target=run, name="payments", daemon=True).start()
    try:
        result = results.get(timeout=seconds)
    except queue.Empty:
        raise Unavailable("too slow") from None
    if isinstance(result, PaymentError):
        raise result
    return result
