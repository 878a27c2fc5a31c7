"""Changes on shelves become events: whose they are, what they are, and what follows."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from store import states
from store.actions.alerts import alert_raise
from store.actions.carts import cart_refresh
from store.actions.locking import store_lock, visits_lock
from store.actions.movements import movement_tell
from store.actions.sessions import mode_at, session_of
from store.actions.tickets import late_change_arrives
from store.models import Machine, MachineSession, Visit, WeightChange
from store.selectors.carts import visit_may_hold
from store.selectors.goods import plan_for, plan_of, products_of
from store.selectors.visits import stays_around
from store.weighing.changes import Change
from store.weighing.moments import Moment
from store.weighing.units import Planned, Units, picked, placed
from store.weighing.whose import Whose, whose

log = logging.getLogger("edge.weight")


@dataclass(frozen=True, slots=True)
class Scene:
    """What was so when a reading was taken: all that its changes have in common."""

    machine: Machine
    heartbeat: int
    at: datetime
    arrival: datetime
    mode: str
    session: MachineSession
    owner: Whose
    visits: dict[UUID, Visit]
    plan: dict[str, Planned]
    flags: tuple[str, ...]
    faulty: frozenset[str]

    @property
    def visit(self) -> Visit | None:
        """Whose all changes are, if they are anybody's."""
        if self.owner.attribution != states.ATTRIBUTED:
            return None
        return self.visits[self.owner.visits[0]]


def changes_record(
    machine: Machine,
    *,
    shown: Sequence[Change],
    heartbeat: int,
    moment: Moment,
    faulty: frozenset[str],
) -> list[WeightChange]:
    """Record what a reading of a locked machine shows; `faulty` are the scales that have shown
    nonsense since the reading before. Whoever holds something sees it in their cart at once.
    """
    store = store_lock()
    at, mode = moment.at, mode_at(moment.at, store=store)
    owner = whose(mode, stays_around([at]), at)
    is_late = moment.arrival - at > timedelta(seconds=settings.MACHINE_STALE_SECONDS)
    scene = Scene(
        machine=machine,
        heartbeat=heartbeat,
        at=at,
        arrival=moment.arrival,
        mode=mode,
        session=session_of(at, store=store),
        owner=owner,
        visits=visits_lock(owner.visits),
        plan=plan_of(machine.pk),
        flags=(*([states.CLOCK] if moment.clock else []), *([states.LATE] if is_late else [])),
        faulty=faulty,
    )
    # Who moves a thing from one scale to another has picked it first.
    ordered = sorted(shown, key=lambda change: (change.grams > 0, change.scale_id))
    changes = [_record(scene, change) for change in ordered]
    _follow(scene, changes)
    return changes


def _record(scene: Scene, change: Change) -> WeightChange:
    holds = _holds(scene) if change.grams > 0 else {}
    event = _event(scene, change, holds)
    if scene.visit and _is_surplus(event, holds):
        event.visit, event.attribution = None, states.UNACCOUNTED
    event.save(force_insert=True)
    if event.attribution != states.ATTRIBUTED:  # whose tickets show it all the same
        event.candidates.set(scene.visits.values())
    elif scene.visit and _is_beyond(event, holds):
        alert_raise(states.UNACCOUNTED_ALERT, machine=scene.machine, visit=scene.visit)
    log.info("weight change", extra=_words(event))
    return event


def _event(scene: Scene, change: Change, holds: dict[int, int]) -> WeightChange:
    """The event of a change, not stored yet."""
    status = states.PLACED if change.grams > 0 else states.PICKED
    planned = scene.plan.get(change.scale_id)
    units = _units(scene, abs(change.grams), planned, status, holds)
    product = products_of([units.product_id]).get(units.product_id or 0)
    return WeightChange(
        store_id=settings.STORE_LOCATION_ID,
        machine=scene.machine,
        scale_id=change.scale_id,
        weight_change_g=abs(change.grams),
        status=status,
        event_time=scene.at,
        received_at=scene.arrival,
        session=scene.session,
        visit=scene.visit,
        product_id=units.product_id,
        quantity=units.quantity,
        unit_price=product.unit_price if product else None,
        attribution=scene.owner.attribution,
        flags=_flags(scene, change, planned, units),
        heartbeat=scene.heartbeat,
        weight_g=change.weight_g,
    )


def _is_beyond(event: WeightChange, holds: dict[int, int]) -> bool:
    """Whether more was put there than its visitor may have held."""
    is_return = event.status == states.PLACED and event.quantity is not None
    return is_return and (event.quantity or 0) > holds.get(event.product_id or 0, 0)


def _is_surplus(event: WeightChange, holds: dict[int, int]) -> bool:
    """Whether something was put there that its visitor held nothing of."""
    return _is_beyond(event, holds) and not holds.get(event.product_id or 0)


def _holds(scene: Scene) -> dict[int, int]:
    """What the visitor may hold, by the changes that were recorded before."""
    return visit_may_hold(scene.visit) if scene.visit else {}


def _units(
    scene: Scene, grams: int, planned: Planned | None, status: str, holds: dict[int, int]
) -> Units:
    if planned is None or status == states.PICKED or scene.visit is None:
        return picked(grams, planned)
    return placed(grams, planned, holds, plan_for(holds))


def _flags(scene: Scene, change: Change, planned: Planned | None, units: Units) -> list[str]:
    flags = list(scene.flags)
    if change.gap:
        flags.append(states.GAP)
    if scene.faulty & {change.scale_id, states.WHOLE_MACHINE}:
        flags.append(states.FAULT)
    if planned is None:
        flags.append(states.UNMAPPED)
    elif units.quantity is None:
        flags.append(states.NO_FIT)
    return flags


def _follow(scene: Scene, changes: Sequence[WeightChange]) -> None:
    """What follows from the changes of a reading: the cart, tickets that were there already, stock,
    and alerts for what nobody can account for.
    """
    if scene.visit is not None:
        cart_refresh(scene.visit)
    for visit in scene.visits.values():
        if visit.exited_at is not None:
            late_change_arrives(visit, machine_id=scene.machine.pk)
    if any(change.attribution == states.UNACCOUNTED for change in changes):
        alert_raise(states.UNACCOUNTED_ALERT, machine=scene.machine)
    if scene.mode == states.REFILLMENT_MODE:
        for change in changes:
            movement_tell(change)


def _words(event: WeightChange) -> dict[str, Any]:
    """What the log says: no person stands in it."""
    return {
        "event_id": str(event.pk),
        "machine_id": event.machine_id,
        "scale_id": event.scale_id,
        "weight_change_g": event.weight_change_g,
        "status": event.status,
        "at": event.event_time.isoformat(),
        "product_id": event.product_id,
        "quantity": event.quantity,
        "attribution": event.attribution,
        "flags": event.flags,
    }
