"""The configuration as text, and the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from gateway.pages import HERE
from gateway.render import Settings, embedded


def test_embedded_leaves_no_place_open() -> None:
    text = embedded(port=8080, runtime=Path("/run/a"), pages=Path("/p"))

    assert "{{" not in text
    assert "% " not in text
    assert text.count("${") == 1  # the comment that explains them
    assert "listen 127.0.0.1:8080;" in text
    assert "listen 127.0.0.1:8004;" in text
    assert "unix:/run/a/orders-ws.sock" in text
    devices = "/ws/devices/trolleys|/device|/api/machines/heartbeat|/edge/machines/[^/]+/heartbeats"
    assert f'"~^({devices})(/|$)" 1' in text, "devices are no strangers"


def test_settings_keep_their_default_when_empty() -> None:
    assert Settings.of({"LOGIN_RATE": "", "LOG_FORMAT": "text", "PATH": "/bin"}) == Settings(
        LOG_FORMAT="text"
    )


def test_the_command_line(tmp_path: Path) -> None:
    out = tmp_path / "nginx.conf"
    command = [sys.executable, "-m", "gateway.render", "--mode", "embedded", "--port", "9280"]
    command += [
        "--runtime",
        str(tmp_path / "run"),
        "--home",
        str(tmp_path / "home"),
        "--out",
        str(out),
    ]

    subprocess.run([*command, "--no-limits"], check=True, cwd=HERE.parent)
    assert "map off $limited" in out.read_text()
    assert "listen 127.0.0.1:9204;" in out.read_text()
    assert (tmp_path / "home/gateway/html/en/index.html").is_file()

    refused = subprocess.run(
        [*command[:5], "--out", str(out)], capture_output=True, text=True, cwd=HERE.parent
    )
    assert refused.returncode == 2
    assert "needs --runtime and --home" in refused.stderr
