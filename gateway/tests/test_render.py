"""The route table as data, and the small template language."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gateway.render import HERE, Settings, _expand, embedded
from gateway.routes import SERVICES


def test_each_service_has_its_own_port_names_and_prefixes() -> None:
    assert [service.port_index for service in SERVICES] == list(range(len(SERVICES)))
    prefixes = [route.prefix for service in SERVICES for route in service.routes]
    assert len(prefixes) == len(set(prefixes))
    assert all(prefix.startswith("/") and not prefix.endswith("/") for prefix in prefixes)
    assert SERVICES[4].processes == ("orders-http", "orders-ws")


def test_blocks_nest_and_values_are_escaped_on_request() -> None:
    lines = [
        "%for row in rows",
        "<{{row.name}}",
        "  %if row.wide",
        "%for x in row.cells",
        "{{x}}{{top}}",
        "%end",
        "  %end",
        "%end",
    ]
    rows = [
        {"name": "a", "wide": True, "cells": [1, 2]},
        {"name": "b", "wide": False, "cells": [3]},
    ]

    assert _expand(lines, {"rows": rows, "top": "!"}) == "<a\n1!\n2!\n<b\n"
    assert _expand(["{{x}}"], {"x": "$1"}, escape=lambda text: f"[{text}]") == "[$1]\n"


def test_a_block_without_end_and_an_unknown_name_are_errors() -> None:
    with pytest.raises(ValueError, match="line 1 of the template has no %end"):
        _expand(["%if x", "y"], {"x": True})
    with pytest.raises(KeyError):
        _expand(["{{nobody}}"], {})


def test_embedded_leaves_no_place_open() -> None:
    text = embedded(port=8080, runtime=Path("/run/a"), pages=Path("/p"))

    assert "{{" not in text
    assert "%end" not in text
    assert text.count("${") == 1  # the comment that explains them
    assert "listen 127.0.0.1:8080;" in text
    assert "listen 127.0.0.1:8004;" in text
    assert "unix:/run/a/orders-ws.sock" in text


def test_settings_keep_their_default_when_empty() -> None:
    assert Settings.of({"LOGIN_RATE": "", "LOG_FORMAT": "text", "PATH": "/bin"}) == Settings(
        LOG_FORMAT="text"
    )


def test_the_command_line(tmp_path: Path) -> None:
    out = tmp_path / "nginx.conf"
    command = [sys.executable, str(HERE / "render.py"), "--mode", "embedded", "--port", "9280"]
    command += [
        "--runtime",
        str(tmp_path / "run"),
        "--home",
        str(tmp_path / "home"),
        "--out",
        str(out),
    ]

    subprocess.run([*command, "--no-limits"], check=True)
    assert "map off $limited" in out.read_text()
    assert "listen 127.0.0.1:9204;" in out.read_text()
    assert (tmp_path / "home/gateway/html/index.html").is_file()

    refused = subprocess.run([*command[:4], "--out", str(out)], capture_output=True, text=True)
    assert refused.returncode == 2
    assert "needs --runtime and --home" in refused.stderr
