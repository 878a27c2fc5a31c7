"""What machines weigh. A heartbeat without a change reads and writes its machine's row alone."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.conf import settings
from django.db import transaction
from kit.clock import clock_now

from store import clock, states
from store.actions.alerts import alerts_close
from store.actions.locking import machine_lock
from store.actions.telling import machine_tell
from store.actions.weight_changes import changes_record
from store.models import Machine, WeightChange
from store.selectors.visits import visits_open
from store.sql import MACHINE_HEARD
from store.weighing.changes import THRESHOLD_G, Change, Known, Rules, weigh
from store.weighing.moments import Moment, Newest, moment_of
from store.weighing.readings import Heartbeat, Odd, hashed

log = logging.getLogger("edge.heartbeat")

REMEMBERED = 128  # heartbeats of a machine by which a repeated one is known
LATE_BIT = 1


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a heartbeat."""

    late: bool
    changes: list[WeightChange]


@transaction.atomic
def heartbeat_take(*, machine_id: str, heartbeat: Heartbeat) -> Taken:
    """Take in what a machine weighs; the changes that it shows. A repeated heartbeat is answered
    like the first, an older one after a newer one changes nothing.
    """
    machine, now = machine_lock(machine_id), clock_now()
    digest = heartbeat.digest
    seen = _seen(machine, digest)
    if seen is not None:
        return seen
    silence = timedelta(seconds=settings.MACHINE_OFFLINE_SECONDS)
    newest = Newest(machine.newest_at, machine.newest_seq, machine.last_seen)
    moment = moment_of(heartbeat, now, newest, silence=silence)
    log.info("heartbeat", extra=_words(machine, heartbeat, moment))
    if digest is None:
        digest = hashed(f"{machine_id} {now.isoformat()}".encode())
    if moment.late:
        _remember(machine, digest | LATE_BIT)
        machine.save(update_fields=["recent"])
        return Taken(True, [])
    shown = _weigh(machine, heartbeat, moment.at)
    faulty, was = frozenset(machine.faulty), machine.status
    _remember(machine, digest)
    _save(machine, heartbeat, moment, now)
    changes = list[WeightChange]()
    if shown:
        changes = changes_record(
            machine, shown=shown, heartbeat=digest, moment=moment, faulty=faulty
        )
    if was != states.ONLINE:
        alerts_close(states.MACHINE_OFFLINE, machine=machine)
    if changes or faulty or was != states.ONLINE:
        machine_tell(machine)
    return Taken(False, changes)


def _weigh(machine: Machine, heartbeat: Heartbeat, at: datetime) -> list[Change]:
    """The changes that it shows; the machine learns what is known from now on."""
    rules = Rules(
        gap=timedelta(seconds=settings.MACHINE_OFFLINE_SECONDS),
        hold_off=timedelta(seconds=settings.SCALE_HOLD_OFF_SECONDS),
    )
    known = {scale: _known(*row) for scale, row in machine.scales.items()}
    anybody = visits_open.any()
    after, changes = weigh(known, heartbeat.scales, at, rules=rules, anybody=anybody)
    machine.scales = {scale: _row(each) for scale, each in after.items()}
    return changes


def _save(machine: Machine, heartbeat: Heartbeat, moment: Moment, now: datetime) -> None:
    machine.newest_at = moment.at
    if heartbeat.seq is not None:
        machine.newest_seq = heartbeat.seq
    machine.last_seen, machine.status, machine.faulty = now, states.ONLINE, []
    names = ("machine_id", "recent", "newest_at", "newest_seq", "last_seen", "status")
    values = {name: getattr(machine, name) for name in names}
    MACHINE_HEARD.row({**values, "scales": orjson.dumps(machine.scales).decode()})


def _seen(machine: Machine, digest: int | None) -> Taken | None:
    """What was answered to a heartbeat like this; None for a new one."""
    if digest is None:
        return None
    if digest in machine.recent:
        shown = machine.weight_changes.filter(heartbeat=digest).order_by("scale_id")
        return Taken(False, list(shown))
    return Taken(True, []) if digest | LATE_BIT in machine.recent else None


def _remember(machine: Machine, digest: int) -> None:
    machine.recent = [*machine.recent, digest][-REMEMBERED:]


def _known(baseline_g: int, weight_g: int, at: int, steady_since: int) -> Known:
    return Known(baseline_g, weight_g, clock.moment_of(at), clock.moment_of(steady_since))


def _row(known: Known) -> list[int]:
    times = map(clock.milliseconds_of, (known.at, known.steady_since))
    return [known.baseline_g, known.weight_g, *times]


def _words(machine: Machine, heartbeat: Heartbeat, moment: Moment) -> dict[str, Any]:
    return {
        "machine_id": machine.pk,
        "seq": heartbeat.seq,
        "at": moment.at.isoformat(),
        "late": moment.late,
        "touched": [each.scale_id for each in heartbeat.scales if each.touched(THRESHOLD_G)],
        "scales": {each.scale_id: each.weight_g for each in heartbeat.scales},
    }


@transaction.atomic
def heartbeat_refuse(*, machine_id: str, odd: Odd) -> None:
    """Note that a machine has said what cannot be: its scale, or all of it, counts as faulty until
    the next heartbeat that can be read.
    """
    machine = machine_lock(machine_id)
    scale = odd.scale or states.WHOLE_MACHINE
    if scale not in machine.faulty:
        machine.faulty = [*machine.faulty, scale]
        machine.save(update_fields=["faulty"])
        machine_tell(machine)
