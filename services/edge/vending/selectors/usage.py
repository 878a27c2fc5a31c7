"""How much machines are used, and what they take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from kit.days import day_begin, day_end, days_between

from vending import states
from vending.models import Machine
from vending.selectors.standings import listed

_REFUNDS = """
  FROM vending_refund refund
  JOIN vending_sale sale ON sale.id = refund.sale_id
  LEFT JOIN vending_received received
    ON received.provider_payment_id = refund.provider_payment_id
  WHERE coalesce(nullif(received.currency, ''), sale.currency) = %(currency)s
    AND (%(machine)s::bigint IS NULL OR sale.machine_id = %(machine)s)"""
#: One pass over what was paid, and what money came beside that and went back, on these days. What
#: could not be credited came when its refund was written. Money of another currency than today's is
#: left out. Tests were never paid.
_FACTS = f"""
WITH facts AS (
  SELECT sale.machine_id AS machine, (sale.paid_at AT TIME ZONE 'UTC') AS at, 1 AS sales,
    coalesce(sale.dispensed, 0) AS units, (sale.state = ANY(%(failed)s))::int AS failed,
    CASE WHEN sale.currency = %(currency)s THEN sale.amount ELSE 0 END AS takings,
    0::bigint AS refunded
  FROM vending_sale sale
  WHERE sale.paid_at >= %(first)s AND sale.paid_at < %(end)s AND NOT sale.is_test
    AND (%(machine)s::bigint IS NULL OR sale.machine_id = %(machine)s)
  UNION ALL
  SELECT sale.machine_id, (refund.created_at AT TIME ZONE 'UTC'), 0, 0, 0, refund.amount, 0
  {_REFUNDS}
    AND refund.created_at >= %(first)s AND refund.created_at < %(end)s
    AND refund.reason IN ({listed(states.UNCREDITED)})
  UNION ALL
  SELECT sale.machine_id, (refund.done_at AT TIME ZONE 'UTC'), 0, 0, 0, 0, refund.amount
  {_REFUNDS}
    AND refund.done_at >= %(first)s AND refund.done_at < %(end)s
)
"""  # noqa: S608 - of our own words alone
_SUMS = ", ".join(
    f"sum({each})::bigint" for each in ("sales", "units", "takings", "refunded", "failed")
)
_FIGURES = f"""{_FACTS}
SELECT grouping(at::date, extract(hour FROM at), machine),
  at::date, extract(hour FROM at)::int, machine, {_SUMS}
FROM facts
GROUP BY GROUPING SETS ((), (at::date), (extract(hour FROM at)), (machine))
"""  # noqa: S608 - of our own words alone
_BY_DAY = f"{_FACTS} SELECT machine, at::date, {_SUMS} FROM facts GROUP BY 1, 2"  # noqa: S608
WHOLE, DAY, HOUR, MACHINE = 0b111, 0b011, 0b101, 0b110  # which of the three were not grouped by


class Figures(NamedTuple):
    """What was counted; amounts in minor units of VENDING_CURRENCY."""

    sales: int = 0  # that were paid
    units: int = 0  # that came out of them
    takings: int = 0  # money that came
    refunded: int = 0  # money that is back
    failed: int = 0  # of the sales, those of which nothing came out


NOTHING = Figures()


def usage(*, first: date, last: date, machine_id: str | None) -> dict[str, Any]:
    """The figures of these days (UTC, both included), of a machine or of all. Each of its machines
    and each day is there, also with nothing.
    """
    machines = _machines(machine_id)
    found: dict[tuple[int, Any], Figures] = {}
    for kind, day, hour, machine, *sums in _rows(_FIGURES, first, last, machines, machine_id):
        key = {DAY: day, HOUR: hour, MACHINE: machine}.get(kind)
        found[kind, key] = Figures._make(number or 0 for number in sums)
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "currency": settings.VENDING_CURRENCY,
        "totals": _object(found.get((WHOLE, None), NOTHING)),
        "days": [
            {"day": day.isoformat(), **_object(found.get((DAY, day), NOTHING))}
            for day in days_between(first, last)
        ],
        "machines": [
            {"machine_id": name, "name": called, **_object(found.get((MACHINE, pk), NOTHING))}
            for pk, name, called in machines
        ],
        "hours": [
            {"hour": hour, "sales": found.get((HOUR, hour), NOTHING).sales} for hour in range(24)
        ],
    }


def usage_lines(
    *, first: date, last: date, machine_id: str | None
) -> Iterator[tuple[str, str, str, dict[str, int]]]:
    """The same for each machine and each of these days: machine, its name, day, figures."""
    machines = _machines(machine_id)
    rows = _rows(_BY_DAY, first, last, machines, machine_id)
    found = {(machine, day): Figures._make(sums) for machine, day, *sums in rows}
    for pk, name, called in machines:
        for day in days_between(first, last):
            yield name, called, day.isoformat(), _object(found.get((pk, day), NOTHING))


def _machines(machine_id: str | None) -> list[tuple[int, str, str]]:
    """Key, name on the wire and name of the machine, or of all; none, if there is no such one."""
    machines = Machine.objects.order_by("machine_id")
    if machine_id is not None:
        machines = machines.filter(machine_id=machine_id)
    return list(machines.values_list("pk", "machine_id", "name"))


def _rows(
    statement: str,
    first: date,
    last: date,
    machines: Sequence[tuple[int, str, str]],
    machine_id: str | None,
) -> list[tuple[Any, ...]]:
    values = {
        "first": day_begin(first),
        "end": day_end(last),
        "machine": None if machine_id is None else next((pk for pk, *_ in machines), 0),
        "currency": settings.VENDING_CURRENCY,
        "failed": list(states.NOTHING_SOLD),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _object(figures: Figures) -> dict[str, int]:
    shown = figures._asdict()
    failed = shown.pop("failed")
    return {**shown, "net": figures.takings - figures.refunded, "failed": failed}
