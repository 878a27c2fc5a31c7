"""The program that plays a store, with a file of keys of its own: what its script says happened has
happened, and a later run finds the shelves as they were left.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.integration.store.shop import Customer, Played, Shop
from tools.devices.store.clips import FOOTAGE
from tools.stack.plan import ROOT


@pytest.fixture
def keys(shop: Shop, rack: Played, vera: Customer, victor: Customer, tmp_path: Path) -> Path:
    """A file for the test's rack and its two people."""
    scales = {
        scale_id: {"product_id": shelf.product_id, "grams": shelf.grams, "units": shelf.units}
        for scale_id, shelf in rack.rack.shelves.items()
    }
    told = {
        "machines": {rack.rack.machine_id: {"key": rack.uplink.line.key, "scales": scales}},
        "scanners": {tag: gate.line.key for tag, gate in shop.gates.items()},
        "people": {one.user.username: one.user.password for one in (vera, victor)},
        "cameras": ["door"],
    }
    file = tmp_path / "keys.json"
    file.write_text(json.dumps(told))
    return file


def play(shop: Shop, keys: Path, *lines: str) -> None:
    script = keys.with_name("script")
    script.write_text("\n".join(lines))
    words = ["--url", shop.site.url, "--keys", str(keys), "--script", str(script)]
    words += ["--clips", str(keys.with_name("clips"))]
    command = [sys.executable, "-m", "tools.devices.store", *words]
    ended = subprocess.run(command, cwd=ROOT, timeout=60, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert " 4" not in ended.stdout, f"something was refused: {ended.stdout}"


def test_what_the_script_says_has_happened(
    shop: Shop, rack: Played, vera: Customer, victor: Customer, keys: Path
) -> None:
    first, second = (f"{rack.rack.machine_id}/00{number}" for number in (1, 2))
    one, other = vera.user.username, victor.user.username
    wait = "wait 1.5"
    play(
        shop,
        keys,
        *(f"enter {one}", f"pick {one} {first} 2", wait, f"enter {other}", wait),
        *(f"pick {other} {second}  # contested", wait, f"leave {one}", wait),
        *(f"pick {other} {second} 3", wait, f"leave {other}"),
    )

    def told(events: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
        events.sort(key=lambda event: event["event_time"])
        return [(each["scale_id"], each["quantity"], each["attribution"]) for each in events]

    assert told(shop.events(rack)) == [
        *(("001", 2, "attributed"), ("002", 1, "contested"), ("002", 3, "attributed"))
    ]
    lines = {
        ticket["user_id"]: [(line["product_id"], line["quantity"]) for line in ticket["lines"]]
        for ticket in shop.listed(f"/edge/tickets/?machine_id={rack.rack.machine_id}")
    }
    assert lines == {
        vera.user.user_id: [(rack.product("001"), 2)],
        victor.user.user_id: [(rack.product("002"), 3)],
    }
    [clip] = keys.with_name("clips").iterdir()
    assert clip.name.startswith("door_INSTORE_")
    assert clip.read_bytes() == FOOTAGE.read_bytes()

    play(shop, keys, f"enter {one}", wait, f"pick {one} {first}", wait, f"leave {one}")
    assert told(shop.events(rack))[3:] == [("001", 1, "attributed")], "nothing by the start itself"


def test_what_is_no_script_is_said_before_anything_happens(shop: Shop, keys: Path) -> None:
    before = len(shop.listed("/edge/visits/"))
    with pytest.raises(AssertionError, match="Unreadable: this is no line of a script: fly away"):
        play(shop, keys, "enter vera", "fly away")
    with pytest.raises(AssertionError, match="Unreadable: the file of keys has no 7/001, nobody"):
        play(shop, keys, "enter nobody", "pick nobody 7/001")
    assert len(shop.listed("/edge/visits/")) == before
