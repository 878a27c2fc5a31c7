"""No service starts with a currency that nobody pays with."""

from __future__ import annotations

import sys

import pytest

from suite import registry
from tools import services

TAKING = [
    name
    for name in registry.names()
    if "CURRENCY" in (services.directory(name) / "config" / "settings.py").read_text()
]


def test_who_takes_one() -> None:
    assert {"locations", "orders", "products"} <= {*TAKING}


@pytest.mark.parametrize("name", TAKING)
@pytest.mark.parametrize(("currency", "status"), [("JPY", 0), ("", 0), ("EUX", 1), ("eur", 1)])
def test_a_service_starts_with_a_known_currency_alone(
    monkeypatch: pytest.MonkeyPatch, name: str, currency: str, status: int
) -> None:
    monkeypatch.setenv("CURRENCY", currency)
    done = services.run(name, [sys.executable, "-c", "import config.settings"])
    assert done.returncode == status, done.stdout
    said = f"{name}: CURRENCY must be a currency of ISO 4217, such as EUR"
    assert (said in done.stdout) == bool(status)
