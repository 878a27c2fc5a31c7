"""What runs of mypy take over from each other, and what they do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from mypy.plugin import ReportConfigContext

from tools import check_types
from tools.types_plugin import SharingPlugin

SETTINGS = {"INSTALLED_APPS": ["kit", "orders"]}
INSTALLED = "/venv/lib/python3.11/site-packages"


@pytest.fixture
def plugin() -> SharingPlugin:
    """Without Django's settings, but for what it says of them."""
    plugin = SharingPlugin.__new__(SharingPlugin)
    plugin.__dict__["_report_config_data"] = SETTINGS
    return plugin


@pytest.mark.parametrize(
    ("module", "path"),
    [
        ("json", f"{INSTALLED}/mypy/typeshed/stdlib/json/__init__.pyi"),
        ("pydantic.main", f"{INSTALLED}/pydantic/main.py"),
    ],
)
def test_what_knows_no_django_depends_on_no_settings(
    plugin: SharingPlugin, module: str, path: str
) -> None:
    assert plugin.report_config_data(ReportConfigContext(module, path, True)) == {}


@pytest.mark.parametrize(
    ("module", "path"),
    [
        ("django.db.models", f"{INSTALLED}/django-stubs/db/models/__init__.pyi"),
        ("ninja.orm", f"{INSTALLED}/ninja/orm/__init__.py"),
        ("kit.worker", "/aisle/libs/kit/worker.py"),
        ("orders.models", "orders/models.py"),
    ],
)
def test_all_else_depends_on_the_settings(plugin: SharingPlugin, module: str, path: str) -> None:
    assert plugin.report_config_data(ReportConfigContext(module, path, True)) == SETTINGS


def test_only_a_run_from_nothing_takes_over_what_the_first_has_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_types, "CACHES", tmp_path)
    check_types._begin("orders")
    assert not (tmp_path / "orders").exists()
    for name, text in ((check_types.FIRST, "first"), ("edge", "its own")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "json.data").write_text(text)
    for name in ("orders", "edge"):
        check_types._begin(name)
    found = {name: (tmp_path / name / "json.data").read_text() for name in ("orders", "edge")}
    assert found == {"orders": "first", "edge": "its own"}
