"""No service starts with a currency that nobody pays with."""

from __future__ import annotations

import re
import sys

import pytest

from suite import registry
from tools import services

READ = re.compile(r'env\.currency\("([A-Z_]+)"')
#: The setting by which each service that takes a currency is told it.
TAKING = {
    name: READ.findall((services.directory(name) / "config" / "settings.py").read_text())
    for name in registry.names()
}
SETTINGS = [(name, setting) for name, settings in TAKING.items() for setting in settings]


def test_who_takes_one() -> None:
    assert {("locations", "CURRENCY"), ("edge", "VENDING_CURRENCY")} <= {*SETTINGS}
    assert {name for name, settings in TAKING.items() if settings} >= {"orders", "products"}


@pytest.mark.parametrize(("name", "setting"), SETTINGS)
@pytest.mark.parametrize(("currency", "status"), [("JPY", 0), ("", 0), ("EUX", 1), ("eur", 1)])
def test_a_service_starts_with_a_known_currency_alone(
    monkeypatch: pytest.MonkeyPatch, name: str, setting: str, currency: str, status: int
) -> None:
    monkeypatch.setenv(setting, currency)
    done = services.run(name, [sys.executable, "-c", "import config.settings"])
    assert done.returncode == status, done.stdout
    said = f"{name}: {setting} must be a currency of ISO 4217, such as "
    assert (said in done.stdout) == bool(status)
