"""Simulators: programs that play the devices which the suite would meet in a shop.

A simulator is started like any other process of a suite, and finds the suite by its address alone,
as the device would.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tools.stack.plan import Process, Site

#: By service, what starts the simulators of its devices. No service has devices yet.
SIMULATORS: dict[str, Callable[[Site, Mapping[str, str]], list[Process]]] = {}


def processes(site: Site, inherited: Mapping[str, str]) -> list[Process]:
    """The simulators of a suite; none with `SIMULATORS=0`."""
    if inherited.get("SIMULATORS") == "0":
        return []
    return [process for started in SIMULATORS.values() for process in started(site, inherited)]
