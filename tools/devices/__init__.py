"""Simulators: programs that play the devices which the suite would meet in a shop.

A simulator is started like any other process of a suite, and finds the suite by its address alone,
as the device would.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from tools.stack import plan, playing
from tools.stack.plan import Process, Site


def trolley_keys(home: Path) -> Path:
    """Where the demo leaves the keys of its trolleys, in this AISLE_HOME."""
    return home / "trolley-keys.json"


def trolleys(site: Site, inherited: Mapping[str, str]) -> list[Process]:
    """The demo's trolleys, all in one process, which waits for their keys; without a demo none."""
    return _played(site, inherited, "trolley", "trolleys-played", trolley_keys(site.home))


def machine_keys(home: Path) -> Path:
    """Where the demo leaves the keys of its vending machines, in this AISLE_HOME."""
    return home / "machine-keys.json"


def store_keys(home: Path) -> Path:
    """Where the demo leaves the keys of its store and who walks through it, in this AISLE_HOME."""
    return home / "store-keys.json"


def store_pause(home: Path) -> Path:
    """While this file is there, the demo's store is not played."""
    return home / "store-keys.json.paused"


def key_files(home: Path) -> tuple[Path, Path, Path]:
    """The files of keys: of trolleys, of vending machines, of the store."""
    return trolley_keys(home), machine_keys(home), store_keys(home)


def machines(site: Site, inherited: Mapping[str, str]) -> list[Process]:
    """The demo's vending machines, as `trolleys`. They show themselves in files, too."""
    displays = ("--displays", str(playing.displays(site)))
    keys = machine_keys(site.home)
    return _played(site, inherited, "vending", "machines-played", keys, *displays)


def store(site: Site, inherited: Mapping[str, str]) -> list[Process]:
    """The demo's store with its racks, gates, cameras and people, as `trolleys`."""
    clips = ("--clips", str(site.home / "clips"))
    return _played(site, inherited, "store", "store-played", store_keys(site.home), *clips)


#: Where the demo's kitchen printer is; one machine has one.
PRINTER_PORT = 9108


def paper(home: Path) -> Path:
    """What the demo's kitchen printer has printed, in this AISLE_HOME."""
    return home / "kitchen-printer.txt"


def printer_port(inherited: Mapping[str, str]) -> int | None:
    """Where the demo's kitchen printer is; None where nobody plays it."""
    return PRINTER_PORT if playing.are_played(inherited) else None


def printer(site: Site, inherited: Mapping[str, str]) -> list[Process]:
    """The demo's kitchen printer; without a demo none."""
    if site.demo_place is None:
        return []
    where = ("--port", str(PRINTER_PORT), "--paper", str(paper(site.home)))
    command = [str(plan.BIN / "python"), "-m", "tools.devices.printer", *where]
    return [Process("printer-played", command, plan.ROOT, plan.base(inherited), group=4)]


def _played(
    site: Site, inherited: Mapping[str, str], kind: str, name: str, keys: Path, *more: str
) -> list[Process]:
    """What plays all devices of a file of keys, told more words; nothing without a demo."""
    if site.demo_place is None:
        return []
    url = f"http://{plan.host(inherited)}:{site.port}"
    words = ("-m", f"tools.devices.{kind}", "--url", url, "--keys", str(keys), *more)
    command = [str(plan.BIN / "python"), *words]
    return [Process(name, command, plan.ROOT, plan.base(inherited), group=4)]


#: What starts the simulators.
SIMULATORS: tuple[Callable[[Site, Mapping[str, str]], list[Process]], ...] = (
    trolleys,
    machines,
    store,
    printer,
)


def processes(site: Site, inherited: Mapping[str, str]) -> list[Process]:
    """The simulators of a suite; none with `SIMULATORS=0`."""
    if not playing.are_played(inherited):
        return []
    return [process for started in SIMULATORS for process in started(site, inherited)]
