"""What must happen in another service after a commit is an errand (ADR 24).

`errand_add` writes a row in the transaction of the write itself: a crash loses both or neither. The
worker then calls the handler of that name, which an app has in its `errands.py`, until it succeeds:

    @handler("products.hold_commit")
    def hold_commit(errand: Errand) -> None:
        clients.hold_commit(key=errand.key, reference=errand.payload["receipt"])

A handler may be called more than once: a worker can be killed after the other service has done its
part. It sends the errand's key along, by which the other service knows a repetition. Errands have
no order among each other.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Count, QuerySet
from django.db.models.functions import Now
from django.utils.module_loading import autodiscover_modules

from kit import metrics
from kit.errors import Unavailable
from kit.logs import request_id
from kit.models import Errand
from kit.polled import polled
from kit.pruning import rows_remove
from kit.traces import words
from kit.worker import back_off

log = logging.getLogger("kit.errands")

LEASE = timedelta(seconds=60)  # a try that is not over by then is taken to be lost
PAUSE = 300.0  # seconds between two tries, at most
TRIES = 300  # about a day
KEPT = timedelta(days=7)  # how long the key of a finished errand is known
BATCH = 1000  # finished errands that are removed in one transaction

#: What a handler may return: it runs in the transaction that ends the errand, and so just once.
Effect = Callable[[], object]
Handler = Callable[[Errand], Effect | None]
State = Errand.State


class Refused(Exception):
    """Raised by a handler: the other service will never do this. The errand is dead at once."""


@dataclass(frozen=True, slots=True)
class _Entry:
    call: Handler
    tries: int
    pause: float = PAUSE


_handlers: dict[str, _Entry] = {}


def handler(name: str, *, tries: int = TRIES, pause: float = PAUSE) -> Callable[[Handler], Handler]:
    """Decorate the function of an app's `errands.py` that does the errands of this name. One that
    fails is tried again after 1, 2, 4 … `pause` seconds, `tries` times in all.
    """

    def register(call: Handler) -> Handler:
        _handlers[name] = _Entry(call, tries, pause)
        return call

    return register


def _known() -> dict[str, _Entry]:
    autodiscover_modules("errands")
    return _handlers


def errand_add(name: str, payload: dict[str, Any], *, key: str) -> None:
    """Have this done once the running transaction has committed; within about a second.

    With a key that this name has seen in the last seven days it does nothing. Raises LookupError
    for a name without handler, TransactionManagementError outside of a transaction.
    """
    if name not in _known():
        raise LookupError(f"no handler for errands named {name}")
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an errand belongs to its write's transaction")
    errand = Errand(name=name, key=key, payload=payload, request_id=request_id.get())
    Errand.objects.bulk_create([errand], ignore_conflicts=True)


def errand_deliver() -> bool:
    """Try the errand that has been due longest; False when none is due."""
    errand = _take() if _due.any(tuple(_known())) else None
    if errand is None:
        return False
    token = request_id.set(errand.request_id)
    try:
        _try(errand)
    finally:
        request_id.reset(token)
    return True


@polled
def _due(names: tuple[str, ...]) -> QuerySet[Errand]:
    """Errands whose time has come. One whose handler only a newer release has is left to that
    release's workers.
    """
    return Errand.objects.filter(state=State.WAITING, name__in=names, due_at__lte=Now())


def _take() -> Errand | None:
    """Lease an errand, so that no other worker tries it meanwhile."""
    with transaction.atomic():
        due = _due(tuple(_known())).order_by("due_at")
        errand = due.select_for_update(skip_locked=True).first()
        if errand is not None:
            errand.attempts += 1
            Errand.objects.filter(pk=errand.pk).update(
                attempts=errand.attempts, due_at=Now() + LEASE
            )
    return errand


def _try(errand: Errand) -> None:
    entry = _handlers[errand.name]
    try:
        if errand.attempts > entry.tries:
            raise Refused(errand.error or "no try has come to an end")
        effect = entry.call(errand)
        with transaction.atomic():
            ours = _update(errand, state=State.DONE, ended_at=Now(), error="")
            if ours and effect is not None:
                effect()
        _report(errand, "done" if ours else "superseded")
    except Refused as refusal:
        _bury(errand, refusal)
    except (OperationalError, InterfaceError):
        raise  # our own database: the errand is due again when its lease is over
    except Exception as failure:
        ours = not isinstance(failure, Unavailable)  # who is down is told without a trace
        log.warning("errand failed: %s", failure, exc_info=ours, extra=_words(errand))
        _report(errand, "failed")
        if errand.attempts >= entry.tries:
            _bury(errand, failure)
        else:
            pause = timedelta(seconds=back_off(errand.attempts, at_most=entry.pause))
            _update(errand, due_at=Now() + pause, error=_text(failure))


def _bury(errand: Errand, cause: Exception) -> None:
    """Stop trying, and let people know."""
    if _update(errand, state=State.DEAD, ended_at=Now(), error=_text(cause)):
        log.error("errand is dead: %s", _text(cause), extra=_words(errand))
        _report(errand, "dead")


def _update(errand: Errand, **values: Any) -> bool:
    """Whether the errand is still ours: another worker may have taken it after our lease."""
    ours = Errand.objects.filter(pk=errand.pk, state=State.WAITING, attempts=errand.attempts)
    return bool(ours.update(**values))


def _report(errand: Errand, result: str) -> None:
    metrics.errand_tries.labels(errand.name, result).inc()


def _words(errand: Errand) -> dict[str, object]:
    return {"errand": errand.name, "key": errand.key, "attempts": errand.attempts}


def _text(cause: Exception) -> str:
    return f"{type(cause).__name__}: {words(cause)}".replace("\0", "")[:500]


def errands_requeue(ids: Iterable[int]) -> int:
    """Have dead errands tried again from now on; how many there were."""
    dead = Errand.objects.filter(pk__in=list(ids), state=State.DEAD)
    return dead.update(state=State.WAITING, attempts=0, due_at=Now(), ended_at=None)


def errands_measure() -> None:
    """Set the gauges of waiting and dead errands; every worker of a service shows the same."""
    states = (State.WAITING, State.DEAD)
    counted = Errand.objects.filter(state__in=states).values_list("state").annotate(Count("pk"))
    numbers: dict[str, int] = dict(counted)
    for state in states:
        metrics.errands.labels(state.value).set(numbers.get(state.value, 0))


def errands_prune() -> bool:
    """Remove errands that were done a week ago; whether there may be more. Dead ones stay."""
    done = Errand.objects.filter(state=State.DONE, ended_at__lt=Now() - KEPT)
    return rows_remove(done.order_by("ended_at"), BATCH) == BATCH
