"""How machines stand, in one prepared statement: each change of a machine is told with it, while
the fleet's stream waits. Made of querysets it took more than half of a registration.
"""

from __future__ import annotations

from collections.abc import Sequence

from kit.prepared import Prepared, Row

from vending import states
from vending.models import Lock, Machine
from vending.wire.machines import Standing


def listed(words: Sequence[str]) -> str:
    """Words of ours as SQL: the planner knows an index with a condition by literals alone."""
    return ", ".join(f"'{word}'" for word in words)


_LOCK = [field.attname for field in Lock._meta.concrete_fields]
#: The columns of a machine's lock, all null without one; the time of now; the units of its sales
#: that hold some (selectors.machines.holding).
_STANDINGS = Prepared(
    "vending_standings",
    f"""
SELECT machine.id, clock.now, (
    SELECT coalesce(sum(sale.quantity), 0)::int FROM vending_sale sale
    WHERE sale.machine_id = machine.id AND sale.state IN ({listed(states.OPEN)})
      AND (sale.state IN ({listed(states.UNCONFIRMED)}) OR sale.kept_until > clock.now)
), {", ".join(f"lock.{column}" for column in _LOCK)}
FROM (SELECT clock_timestamp() AS now) clock, vending_machine machine
LEFT JOIN vending_lock lock ON lock.machine_id = machine.id
WHERE machine.id = ANY(%(machines)s::bigint[])
""",  # noqa: S608 - of our own words alone
)


def standing_of(machine: Machine) -> Standing:
    """How this machine stands."""
    return standings([machine])[0]


def standings(machines: Sequence[Machine]) -> list[Standing]:
    """How these machines stand, in their order."""
    rows = _STANDINGS.rows({"machines": [machine.pk for machine in machines]})
    by_machine = {row[0]: row for row in rows}
    return [_standing(machine, by_machine[machine.pk]) for machine in machines]


def _standing(machine: Machine, row: Row) -> Standing:
    _, now, held, *columns = row
    has_lock = columns[0] is not None
    lock = Lock.from_db("default", _LOCK, columns) if has_lock else None
    return Standing(machine, lock, held, now)
