"""A store without a till: two machines with scales, a scanner at each gate, cameras, two people who
walk through it, and staff who fills the shelves.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo.accounts import OPERATOR, REVIEWER, VISITORS
from demo.api import Api
from demo.keys import keys_write

PLACE = {
    "name": "Aisle Corner",
    "description": "Scan in, take what you like, scan out.",
    "address": "Adalbertstraße 7, 10999 Berlin",
    "latitude": "52.50090000",
    "longitude": "13.41850000",
    "website": "https://example.org/aisle-corner",
    "telephone": "+49 30 5550113",
    "categories": [{"name": "store"}],
    "tags": [{"name": "self-service"}, {"name": "step-free"}],
}
TOLERANCE = 5  # grams
SCANNERS = ("Entry", "Exit")
OPEN = "CUSTOMER_MODE"


@dataclass(frozen=True)
class Good:
    """What lies on a scale: units of `grams` each."""

    name: str
    price: str
    grams: int
    units: int


#: By machine and scale.
RACKS: dict[str, tuple[str, dict[str, Good]]] = {
    "2001": (
        "Rack at the window",
        {
            "001": Good("Salted almonds", "2.40", 125, 24),
            "002": Good("Oat bar", "1.10", 48, 60),
            "003": Good("Dark chocolate", "1.90", 103, 30),
            "004": Good("Crisps", "1.60", 167, 20),
        },
    ),
    "2002": (
        "Fridge",
        {
            "001": Good("Orange juice", "2.20", 352, 18),
            "002": Good("Mineral water", "1.30", 528, 24),
            "003": Good("Cold brew", "2.80", 271, 18),
        },
    ),
}
CAMERAS: tuple[tuple[str, str, list[str]], ...] = (
    ("door", "Entry", []),
    ("window", "In-store", ["2001"]),
    ("fridge", "In-store", ["2002"]),
)


def seed(admin: Api, keys: Path, *, is_open: bool) -> None:
    """Make what is missing; what is there keeps its planogram and its mode. `keys` is the file for
    what plays the store; without open accounts there is nobody in it who could come.
    """
    location_id = admin.location(PLACE)
    known = admin.products(location_id)
    told = json.loads(keys.read_text()) if keys.exists() else {}
    machines, scanners = dict(told.get("machines", {})), dict(told.get("scanners", {}))
    for machine_id, (name, shelves) in RACKS.items():
        if machine_id not in machines:
            machines[machine_id] = _rack(admin, location_id, known, machine_id, name, shelves)
    for tag in SCANNERS:
        if tag not in scanners:
            scanners[tag] = _scanner(admin, tag)
    _cameras(admin)
    if not admin.bare("GET", "/edge/store-mode-changes/")["count"]:
        admin.bare("PUT", "/edge/store-mode/", {"status": OPEN})
    played = (*VISITORS, OPERATOR) if is_open else ()
    people = {each.username: each.password for each in played}
    fresh = {
        "machines": machines,
        "scanners": scanners,
        "people": people,
        "reviewers": {REVIEWER.username: REVIEWER.password} if is_open else {},
        "cameras": [name for name, *_ in CAMERAS],
    }
    if fresh != told:
        keys_write(keys, fresh)


def _rack(
    admin: Api,
    location_id: int,
    known: dict[str, int],
    machine_id: str,
    name: str,
    shelves: dict[str, Good],
) -> dict[str, Any]:
    """A machine with its planogram, and what plays it has to know."""
    admin.make("/edge/machines/", {"machine_id": machine_id, "display_name": name})
    scales = {}
    for scale_id, good in shelves.items():
        product_id = known.get(good.name) or _product(admin, location_id, good)
        planned = {
            "product_id": product_id,
            "unit_weight_g": good.grams,
            "tolerance_g": TOLERANCE,
        }
        admin.bare("PUT", f"/edge/machines/{machine_id}/scales/{scale_id}/", planned)
        scales[scale_id] = {"product_id": product_id, "grams": good.grams, "units": good.units}
    key = admin.make(f"/edge/machines/{machine_id}/keys/", {})["key"]
    return {"key": key, "scales": scales}


def _product(admin: Api, location_id: int, good: Good) -> int:
    product = {"location_id": location_id, "name": good.name, "price": good.price}
    made = admin.post("/products/create/", {"product": product})
    return int(made["id"])


def _scanner(admin: Api, tag: str) -> str:
    """The key of a scanner at this gate, which is made when there is none of its name."""
    name = f"Gate {tag}"
    found = admin.make("/edge/scanners/", {"name": name, "tag": tag})
    if not found:
        rows = admin.bare("GET", "/edge/scanners/", limit=200)["results"]
        [found] = [row for row in rows if row["name"] == name]
    return str(admin.make(f"/edge/scanners/{found['id']}/keys/", {})["key"])


def _cameras(admin: Api) -> None:
    known = {row["name"] for row in admin.bare("GET", "/edge/cameras/", limit=200)["results"]}
    for name, tag, machines in CAMERAS:
        if name not in known:
            admin.make("/edge/cameras/", {"name": name, "tag": tag, "machines": machines})
