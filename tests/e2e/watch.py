"""What goes wrong in the windows of a test, beside what the test asserts."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

REPORT = """
document.addEventListener("securitypolicyviolation", (event) => console.error(
  `CSP: ${event.violatedDirective} refuses ${event.blockedURI} (${event.sourceFile})`));
"""
BAD = {"error", "warning", "assert"}
INSIDE = {"data", "blob", "about"}


class Watch:
    """Collects errors on the console, errors that no script has caught, violations of the content
    security policy, and requests to other hosts. Chromium writes a failed request to the console
    as well: a test that wants one says so with `allow`.
    """

    def __init__(self, url: str) -> None:
        self._host = urlsplit(url).netloc
        self._allowed: list[str] = []
        self._found: list[str] = []

    def over(self, context: BrowserContext) -> None:
        """Watch a window."""
        context.add_init_script(REPORT)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)

    def allow(self, *patterns: str) -> None:
        """Regular expressions of problems that this test provokes."""
        self._allowed += patterns

    def problems(self) -> list[str]:
        """What was found and not allowed."""
        return [
            problem
            for problem in self._found
            if not any(re.search(pattern, problem) for pattern in self._allowed)
        ]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in BAD:
            self._found.append(f"{message.type}: {message.text} ({message.location['url']})")

    def _error(self, error: WebError) -> None:
        self._found.append(f"uncaught: {error.error.stack or error.error.message}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in INSIDE and address.netloc != self._host:
            self._found.append(f"request to another host: {request.url}")
