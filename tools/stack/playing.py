"""The demo's devices, which simulators play: whether they do, and where they show themselves; and
whom the demo's pages offer to sign in as.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from demo.accounts import ADMIN, ADMIN_PASSWORD, JOHN, OPERATOR, REVIEWER, VERA

if TYPE_CHECKING:
    from tools.stack.plan import Site


def are_played(inherited: Mapping[str, str]) -> bool:
    """Whether simulators play the demo's devices."""
    return inherited.get("SIMULATORS") != "0"


def is_shown(site: Site, inherited: Mapping[str, str]) -> bool:
    """Whether the demo's machines show themselves on a page."""
    return site.demo_place is not None and are_played(inherited)


def displays(site: Site) -> Path:
    """Where the demo's vending machines show themselves; gone with the suite."""
    return site.runtime / "displays"


def settings(site: Site, inherited: Mapping[str, str]) -> dict[str, str]:
    """What tells the service of these machines where that is."""
    return {"DEMO_DISPLAYS": str(displays(site))} if is_shown(site, inherited) else {}


def accounts(service: str) -> dict[str, str]:
    """Whom the sign-in forms of a service's pages offer: staff, a customer, a reviewer."""
    if service != "edge":
        shopper = (JOHN.username, JOHN.password)
        shown = {"DEMO_LOGIN": (ADMIN, ADMIN_PASSWORD), "DEMO_SHOPPER": shopper}
    else:
        staff = {"DEMO_LOGIN": OPERATOR, "DEMO_SHOPPER": VERA, "DEMO_REVIEWER": REVIEWER}
        shown = {name: (each.username, each.password) for name, each in staff.items()}
    return {name: ":".join(login) for name, login in shown.items()}
