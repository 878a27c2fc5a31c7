"""What a suite with its demo has of the store."""

from __future__ import annotations

import json
import stat
import time
from typing import Any

import requests

from demo import accounts
from demo.api import Api
from demo.store import CAMERAS, RACKS
from tests.stack.helpers import Home
from tests.support.waiting import wait_for
from tools.devices import store_keys, store_pause


def its_store_is_played(home: Home) -> None:
    """Check that its machines say that they live, that people walk through it, that a
    file makes all of it pause, and that the admin is also where the original has it."""
    url, keys = home.state["url"], store_keys(home.home)
    operator = Api.sign_in(url, accounts.OPERATOR.username, accounts.OPERATOR.password)
    reviewer = Api.sign_in(url, accounts.REVIEWER.username, accounts.REVIEWER.password)

    def machines() -> dict[str, tuple[str, str]]:
        rows = operator.bare("GET", "/edge/machines/")["results"]
        return {row["machine_id"]: (row["display_name"], row["status"]) for row in rows}

    def visits() -> list[dict[str, Any]]:
        return list(reviewer.bare("GET", "/edge/visits/")["results"])

    admin = f"{home.state['addresses']['verification']}/admin/"
    led = requests.get(admin, allow_redirects=False, timeout=10).headers["Location"]
    assert led == f"http://localhost:{home.port}/edge/admin/"
    expected = {machine_id: (name, "ONLINE") for machine_id, (name, _) in RACKS.items()}
    wait_for(lambda: machines() == expected, 20, "both machines of the store live")
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    assert operator.bare("GET", "/edge/cameras/")["count"] == len(CAMERAS)
    assert operator.bare("GET", "/edge/scanners/")["count"] == 2
    people = json.loads(keys.read_text())["people"]
    assert sorted(people) == ["operator", "vera", "victor"]
    wait_for(lambda: any(visit["exited_at"] for visit in visits()), 60, "somebody has been there")
    paused = store_pause(home.home)
    paused.touch()
    said = home.home / "logs" / "heartbeat.log"

    def is_quiet() -> bool:
        lines = said.read_text()
        time.sleep(2)
        return said.read_text() == lines

    wait_for(is_quiet, 30, "no machine says anything")
    paused.unlink()
    wait_for(lambda: not is_quiet(), 10, "it goes on")
