"""What operators look at: the ledger, events, feedback, mails, webhooks. Newest first."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from kit.clock import Clock, clock_now
from kit.days import day_begin, day_end

from vending import sale_refusals, states
from vending.models import Feedback, LoggedEvent, Mail, Notice, Sale
from vending.selectors.sales import sales_shown
from vending.wire.desk import event_object, feedback_object, mail_object, notice_object
from vending.wire.ledger import ledger_object
from vending.wire.sales import sale_object

AT_ONCE = 500  # transactions that are read of many


def sales_find(
    *,
    machine_id: str | None,
    among: Collection[str] | None,
    first: date | None = None,
    last: date | None = None,
) -> QuerySet[Sale]:
    """Transactions of a machine that show one of these states, begun on these days (UTC, both
    included); None is any.
    """
    found = sales_shown().order_by("-pk")
    if machine_id is not None:
        found = found.filter(machine__machine_id=machine_id)
    if first is not None:
        found = found.filter(created_at__gte=day_begin(first))
    if last is not None:
        found = found.filter(created_at__lt=day_end(last))
    return found if among is None else found.filter(_shown_as(among))


def sales_walk(found: QuerySet[Sale]) -> Iterator[Sale]:
    """All of `sales_find`, some at a time, so that neither we nor the database hold many."""
    some = list(found[:AT_ONCE])
    while some:
        yield from some
        some = list(found.filter(pk__lt=some[-1].pk)[:AT_ONCE])


def _shown_as(among: Collection[str]) -> Q:
    """What shows one of these states: an order whose lock is over by the clock shows as expired."""
    lapsed = Q(state=states.ORDERED, kept_until__lte=Clock())
    shown = Q(state__in=set(among) - {states.ORDERED})
    if states.ORDERED in among:
        shown |= Q(state=states.ORDERED) & ~lapsed
    return shown | lapsed if states.LAPSED in among else shown


def sale_rows(sales: list[Sale]) -> list[dict[str, Any]]:
    """Transactions as lists show them."""
    now = clock_now()
    return [sale_object(sale, now) for sale in sales]


def ledger_shown(transaction_id: str) -> dict[str, Any]:
    """One transaction with all its steps; raises 404 `Transaction not found`."""
    found = sales_shown().prefetch_related("steps").filter(transaction_id=transaction_id)
    sale = found.first()
    if sale is None:
        raise sale_refusals.transaction_not_found()
    return ledger_object(sale, clock_now())


def events_find(machine_id: str | None) -> QuerySet[LoggedEvent]:
    """What has happened to a machine; None is any."""
    events = LoggedEvent.objects.select_related("machine").order_by("-pk")
    return events if machine_id is None else events.filter(machine__machine_id=machine_id)


def event_rows(events: list[LoggedEvent]) -> list[dict[str, Any]]:
    return [event_object(event) for event in events]


def feedback_find(*, machine_id: str | None, status: str | None) -> QuerySet[Feedback]:
    """Feedback on a machine, of a status; None is any."""
    found = Feedback.objects.select_related("machine").order_by("-pk")
    if machine_id is not None:
        found = found.filter(machine__machine_id=machine_id)
    return found if status is None else found.filter(status=status)


def feedback_rows(found: list[Feedback]) -> list[dict[str, Any]]:
    """Feedback with where its machine stands."""
    return [feedback_object(each) | {"location": each.machine.location} for each in found]


def mails_find() -> QuerySet[Mail]:
    return Mail.objects.order_by("-pk")


def mail_rows(mails: list[Mail]) -> list[dict[str, Any]]:
    return [mail_object(mail) for mail in mails]


def notices_find() -> QuerySet[Notice]:
    return Notice.objects.order_by("-pk")


def notice_rows(notices: list[Notice]) -> list[dict[str, Any]]:
    return [notice_object(notice) for notice in notices]
