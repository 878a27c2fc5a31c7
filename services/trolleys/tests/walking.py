"""Every operation of the contract, with what it needs so that only what is odd can refuse it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from testing.client import document
from world import CLERK, JOHN, OPERATOR, OWNER

from suite import registry

Json = dict[str, Any]
ENTRY = registry.service("trolleys")
WHO = {"waiter": CLERK, "owner": OWNER, "operator": OPERATOR, "signed_in": JOHN}

#: What stands in a body beside the ids that its fields are named after.
BODIES: dict[str, Json] = {
    "POST /api/cart/add/": {"product_id": 10, "quantity": 1},
    "PATCH /api/cart/update/": {"product_id": 10, "quantity": 3},
    "DELETE /api/cart/remove/": {"product_id": 10},
    "POST /api/payments/{payment_id}/cash/": {"action": "received"},
    "POST /api/receipts/verify/": {"code": "x"},
    "POST /api/session/approve/": {"approved": True},
    "POST /api/session/check/": {"barcodes": ["4006381333931"]},
    "POST /api/session/help/": {"wanted": True},
    "POST /api/trolleys/": {"is_active": True},
    "PUT /api/trolleys/settings/": {"cash": True},
    "PATCH /api/trolleys/{trolley_id}/": {"is_active": False},
}


@dataclass(frozen=True)
class Walked:
    """One operation of the document."""

    method: str
    template: str
    described: Json

    @property
    def name(self) -> str:
        return f"{self.method} {self.template}"

    @property
    def caller(self) -> int | None:
        """Who may call it; None where nobody has to be anybody."""
        return WHO.get(self.described["x-allowed"])

    @property
    def envelope(self) -> str:
        return registry.envelope_of(ENTRY, self.template)

    @property
    def needs_body(self) -> bool:
        """Whether it is refused for its body where there is none."""
        return "session_id" not in self.fields or "session_id" in self._schema.get("required", ())

    @property
    def fields(self) -> dict[str, Json]:
        """The schemas of the fields of its body, by name."""
        return dict(self._schema.get("properties", {}))

    @property
    def _schema(self) -> Json:
        content = self.described.get("requestBody", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema", {})
        one = schema.get("anyOf", [schema])[0]
        name = one.get("$ref", "").rpartition("/")[2]
        return dict(document()["components"]["schemas"].get(name, {}))

    def parameters(self, place: str) -> list[str]:
        """The names of its parameters in `path` or in `query`."""
        found = self.described.get("parameters", [])
        return [each["name"] for each in found if each["in"] == place]

    def path(self, known: Json) -> str:
        return self.template.format(**known)

    def body(self, known: Json) -> Json:
        """A body that is as it should be."""
        ids = {name: known[name] for name in self.fields if name in known}
        return {**ids, **BODIES.get(self.name, {})}


WALK = [
    Walked(method.upper(), template, described)
    for template, methods in sorted(document()["paths"].items())
    for method, described in methods.items()
]
