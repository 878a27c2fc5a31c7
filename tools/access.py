"""Who may call what: `python -m tools.access` writes the table of docs/security.md from the
`x-allowed` of every operation in the services' openapi.json; `--check` only looks.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from suite import registry
from tools import services
from tools.stack.plan import ROOT

PAGE = ROOT / "docs" / "security.md"
BEGIN, END = "<!-- who may call what -->\n", "<!-- end of it -->\n"
STAFF = ("kitchen", "waiter", "manager")
ROLES = ("nobody", "customer", *STAFF, "staff elsewhere", "owner", "admin", "service")
"""Who calls; but for `admin` and `service` seen from the location that a call is about."""

ALLOWED: dict[str, frozenset[str]] = {
    "everybody": frozenset(ROLES),
    "people": frozenset(ROLES) - {"service"},
    "guests": frozenset({"nobody", "waiter", "manager", "owner", "admin"}),
    "signed_in": frozenset({"customer", *STAFF, "staff elsewhere", "owner", "admin"}),
    "oneself": frozenset({"admin"}),
    "only_oneself": frozenset(),
    "staff": frozenset({*STAFF, "owner", "admin"}),
    "waiter": frozenset({"waiter", "manager", "owner", "admin"}),
    "manager": frozenset({"manager", "owner", "admin"}),
    "owner": frozenset({"owner", "admin"}),
    "operator": frozenset({"admin"}),
    "reviewer": frozenset({"admin"}),
    "service": frozenset({"service"}),
    "device": frozenset(),
}
"""Which roles are let in by each word of `kit.openapi.Allowed`. `oneself` is about others here:
for themselves all who are signed in are let in; `only_oneself` is of no use to anybody else. A
`device` has a key of its own, and none of these
roles.
"""


@dataclass(frozen=True)
class Operation:
    """One call of a service, and the word that says who may make it."""

    service: str
    method: str
    path: str
    allowed: str

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    def admits(self, role: str) -> bool:
        return role in ALLOWED[self.allowed]

    def cell(self, role: str) -> str:
        """What the table says of this role."""
        own = self.allowed in ("oneself", "only_oneself")
        if own and role in ALLOWED["signed_in"] - ALLOWED[self.allowed]:
            return "own"
        return "yes" if self.admits(role) else "–"


def operations() -> Iterator[Operation]:
    """Every operation of every service; raises SystemExit for one that does not say who may."""
    for service in registry.names():
        document = json.loads((services.directory(service) / "openapi.json").read_text())
        for path, methods in sorted(document["paths"].items()):
            for method, details in methods.items():
                name = f"{method.upper()} {path}"
                if details.get("x-allowed") not in ALLOWED:
                    raise SystemExit(f"{service}: {name}: its route needs kit.openapi.allows")
                yield Operation(service, method.upper(), path, details["x-allowed"])


def table() -> str:
    """The table in Markdown: a row for each operation, a column for each role."""
    head = f"| | {' | '.join(ROLES)} |\n|---|{'---|' * len(ROLES)}\n"
    rows = (f"| `{each.name}` | {' | '.join(map(each.cell, ROLES))} |\n" for each in operations())
    return head + "".join(rows)


def page() -> str:
    """docs/security.md with the table of now; raises ValueError when it has no markers."""
    before, rest = PAGE.read_text().split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def main() -> None:
    """Write the table; with `--check` exit 1 when it is another one."""
    fresh = page()
    if fresh == PAGE.read_text():
        return
    if "--check" in sys.argv[1:]:
        raise SystemExit("docs/security.md: the table is not what openapi.json says: make openapi")
    PAGE.write_text(fresh)
    print("docs/security.md is new; commit it")


if __name__ == "__main__":
    main()
