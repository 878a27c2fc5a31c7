"""How machines are."""

from __future__ import annotations

from typing import Any

from kit.clock import iso

from store.clock import moment_of
from store.models import Machine

FAULTY = "fault"  # among the flags of a machine of which a scale shows nonsense


def status_object(machine: Machine) -> dict[str, Any]:
    """Whether a machine is there, and what each of its scales weighs."""
    return {
        "machine_id": machine.machine_id,
        "status": machine.status,
        "last_seen": iso(machine.last_seen),
        "scales": [
            {"scale_id": scale, "weight_g": weight, "at": iso(moment_of(at))}
            for scale, (_, weight, at, _) in sorted(machine.scales.items())
        ],
        "flags": [FAULTY] if machine.faulty else [],
    }
