"""Simulators: programs that play the devices which the suite would meet in a shop.

A simulator is started like any other process of a suite, and finds the suite by its address alone,
as the device would.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from tools.stack import plan
from tools.stack.plan import Process, Site


def trolley_keys(home: Path) -> Path:
    """Where the demo leaves the keys of its trolleys, in this AISLE_HOME."""
    return home / "trolley-keys.json"


def trolleys(site: Site, inherited: Mapping[str, str]) -> list[Process]:
    """The demo's trolleys, all in one process, which waits for their keys; without a demo none."""
    if site.demo_place is None:
        return []
    url, keys = f"http://{plan.host(inherited)}:{site.port}", str(trolley_keys(site.home))
    words = ("python", "-m", "tools.devices.trolley", "--url", url, "--keys", keys)
    command = [str(plan.BIN / words[0]), *words[1:]]
    return [Process("trolleys-played", command, plan.ROOT, plan.base(inherited), group=4)]


#: By service, what starts the simulators of its devices.
SIMULATORS: dict[str, Callable[[Site, Mapping[str, str]], list[Process]]] = {"trolleys": trolleys}


def processes(site: Site, inherited: Mapping[str, str]) -> list[Process]:
    """The simulators of a suite; none with `SIMULATORS=0`."""
    if inherited.get("SIMULATORS") == "0":
        return []
    return [process for started in SIMULATORS.values() for process in started(site, inherited)]
