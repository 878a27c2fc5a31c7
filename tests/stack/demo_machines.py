"""What a suite with its demo has of vending."""

from __future__ import annotations

import stat

import requests

from demo import accounts, machines
from demo.api import Api
from tests.stack.helpers import Home
from tests.support.waiting import wait_for
from tools.devices import machine_keys


def vending(home: Home) -> dict[str, tuple[str, int, int, str]]:
    """Name, price, stock and status of the vending machines."""
    rows = requests.get(f"{home.state['url']}/api/machines", timeout=10).json()
    return {
        row["machine_id"]: (
            *(row["name"], row["unit_price_paise"], row["current_stock"]),
            row["status"],
        )
        for row in rows
    }


def its_machines_are_played(home: Home) -> None:
    """Check that each vending machine has registered, and says that it lives."""
    expected = {
        each.machine_id: (each.name, each.price, each.stock, "active") for each in machines.MACHINES
    }
    assert list(expected) == ["M001", "M002", "M003", "M004"]
    wait_for(lambda: vending(home) == expected, 20, f"on line: {vending(home)}")
    assert stat.S_IMODE(machine_keys(home.home).stat().st_mode) == 0o600
    log = (home.home / "logs" / "machines-played.log").read_text()
    assert "M001 display_code received" in log
    assert 'href="/edge/demo/"' in requests.get(home.state["url"], timeout=10).text
    shown = requests.get(f"{home.state['url']}/edge/displays/", timeout=10).json()["results"]
    assert [each["machine_id"] for each in shown] == list(expected)
    assert all(each["lines"][0].startswith("Code: ") and each["connected"] for each in shown)


def its_operator_sees_the_machines_around_the_square(home: Home) -> None:
    """Check that the demo's account works on the routes of operators, and where machines stand."""
    url = home.state["url"]
    operator = Api.sign_in(url, accounts.OPERATOR.username, accounts.OPERATOR.password)
    assert operator.bare("GET", "/edge/desk/")["mail"] == "folder"
    first, *_ = machines.MACHINES
    opened = operator.bare("GET", f"/edge/vending-machines/{first.machine_id}/")
    assert (opened["longitude"], len(opened["keys"])) == (first.longitude, 1)
    rows = operator.rows(
        f"/api/machines/near?latitude={first.latitude}&longitude={first.longitude}"
    )
    metres = [row["distance_m"] for row in rows]
    assert (rows[0]["machine_id"], metres[0]) == (first.machine_id, 0)
    assert all(20 < distance < 500 for distance in metres[1:])
