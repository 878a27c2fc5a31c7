"""Settings from the environment: a required value has no default, and all that is missing is named
at once.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from decimal import Decimal
from urllib.parse import parse_qs, unquote, urlsplit

from currencies import EXPONENTS, minor_of
from django.core.exceptions import ImproperlyConfigured

from kit.zones import zones


class Env:
    """Reads one process's settings. Call `finish()` last: it raises for everything missing or
    wrong.
    """

    def __init__(self, service: str, source: Mapping[str, str] | None = None) -> None:
        self._service = service
        self._source = os.environ if source is None else source
        self._problems: list[str] = []

    def text(self, name: str, default: str | None = None) -> str:
        """A string; required (and not empty) when there is no default."""
        value = self._source.get(name, "").strip()
        if value:
            return value
        if default is None:
            self._problems.append(f"{name} is not set")
            return ""
        return default

    def url(self, name: str) -> str:
        """A required base URL without its final slash."""
        value = self.text(name).rstrip("/")
        if value and urlsplit(value).scheme not in {"http", "https"}:
            self._problems.append(f"{name} is not an http(s) URL")
        return value

    def choice(self, name: str, choices: tuple[str, ...], default: str) -> str:
        value = self.text(name, default)
        if value not in choices:
            self._problems.append(f"{name} must be one of {', '.join(choices)}")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """`1` or `0`."""
        return self.choice(name, ("0", "1"), "1" if default else "0") == "1"

    def whole(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit()):  # "²" is a digit to Python
            self._problems.append(f"{name} must be a whole number")
            return default
        return int(value)

    def positive(self, name: str, default: int) -> int:
        """A whole number above 0."""
        value = self.whole(name, default)
        if value == 0:
            self._problems.append(f"{name} must be above 0")
        return value

    def currency(self, name: str, default: str) -> str:
        """A currency that one can pay with: three capital letters of ISO 4217."""
        value = self.text(name, default)
        if value not in EXPONENTS:
            self._problems.append(f"{name} must be a currency of ISO 4217, such as {default}")
        return value

    def zone(self, name: str, default: str) -> str:
        """A time zone by its IANA name."""
        value = self.text(name, default)
        if value not in zones():
            self._problems.append(f"{name} must be a time zone such as Europe/Berlin")
        return value

    def amount(self, name: str, currency: str) -> int:
        """An amount in this currency, such as 5.00, in its minor unit; 0 when it is not set."""
        value = self.text(name, "0")
        try:
            amount = minor_of(Decimal(value), currency)
        except (ArithmeticError, ValueError):
            amount = -1
        if amount < 0:
            self._problems.append(f"{name} must be an amount in {currency}")
        return max(0, amount)

    def items(self, name: str, default: str | None = None) -> list[str]:
        """A comma-separated list."""
        return [part.strip() for part in self.text(name, default).split(",") if part.strip()]

    def pairs(self, name: str) -> dict[str, str]:
        """A required list `key=value,key=value`."""
        pairs = [part.partition("=") for part in self.items(name)]
        if any(not (key and value) for key, _, value in pairs):
            self._problems.append(f"{name} must be a list of key=value")
        return {key: value for key, _, value in pairs}

    def database(self, name: str = "DATABASE_URL") -> dict[str, object]:
        """Django's database settings of
        `postgresql://user:password@host:port/name[?host=/socket/dir]`.
        """
        parts = urlsplit(self.text(name))
        if parts.scheme not in {"postgresql", "postgres"} and parts.geturl():
            self._problems.append(f"{name} is not a postgresql:// URL")
        host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": host,
            "PORT": str(parts.port or ""),
            # Persistent connections without a health check per request: performance, see
            # docs/architecture.md.
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": False,
            "OPTIONS": {"connect_timeout": 3, "application_name": self._service},
        }

    def finish(self) -> None:
        """Raise ImproperlyConfigured that names every setting which is missing or wrong."""
        if self._problems:
            raise ImproperlyConfigured(f"{self._service}: " + "; ".join(self._problems))
