"""Sends refunds to the provider until it has answered, each once however often it is asked for, and
writes down what becomes of them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Generic, TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from kit.clock import Clock
from kit.polled import Polled
from kit.worker import back_off
from payments import Declined, PaymentError, Provider, Unknown
from payments import Refund as Answer
from payments.events import RefundEvent, RefundFailed, RefundProcessed

from refunds import refusals, states
from refunds.models import RefundRow

log = logging.getLogger("refunds")

LEASE = 10.0  # seconds: longer than a call takes, so that no two workers ask at once
PAUSE = 300.0  # seconds between two tries while the provider does not answer, at most
AGAIN = timedelta(hours=1)  # after the provider has refused, and where it has still to say how
OUTCOMES = {"processed": states.DONE, "pending": states.SENT, "failed": states.REFUSED}

Row = TypeVar("Row", bound=RefundRow)
Owner = TypeVar("Owner")


def _pass(_: str) -> None:
    """Nobody looks at the steps."""


def _not_ours(_: RefundEvent) -> None:
    return None


def _nothing(_: object, __: object) -> tuple[int, str]:
    return 0, ""


@dataclass(frozen=True, kw_only=True)
class Refunds(Generic[Row, Owner]):
    """The refunds of a service, which makes one of these.

    `minor` is the amount of a refund in the currency's minor unit. `lock` locks what a refund
    belongs to, ahead of the refund's own row, and returns it; `ended` is told, in that transaction,
    what has become of a refund of it. `asked_for` says which refunds the provider is asked for.

    `elsewhere` gives the row, not stored yet, of a refund that was made at the provider itself;
    None if it is of no payment of ours. `left` says how much of such a payment has not gone back
    (minor unit, currency), once its owner is locked: more than that is not believed. `step` marks
    the places between two changes (a test ends the process there).
    """

    model: type[Row]
    provider: Callable[[], Provider]
    minor: Callable[[Row], int]
    lock: Callable[[Row], Owner]
    ended: Callable[[Row, Owner], None]
    asked_for: Q = field(default_factory=Q)
    elsewhere: Callable[[RefundEvent], Row | None] = _not_ours
    left: Callable[[Row, Owner], tuple[int, str]] = _nothing
    step: Callable[[str], None] = _pass

    def send_next(self) -> bool:
        """Ask the provider for the refund that has been due longest; False when none is due."""
        refund = self._take() if self._waiting.any() else None
        if refund is None:
            return False
        self.step("refund taken")
        try:
            answer = self.provider().refund(
                payment_id=refund.provider_payment_id,
                amount_minor=self.minor(refund),
                key=_key(refund),
            )
        except (Declined, Unknown) as refused:
            log.error("refund refused: %s", refused, extra={"refund": str(refund.refund_id)})
            self.end(refund=refund, state=states.REFUSED)
        except PaymentError as failed:
            log.warning("refund waits: %s", failed, extra={"refund": str(refund.refund_id)})
            self._wait(refund)
        else:
            self.step("refund sent")
            self.end(refund=refund, state=OUTCOMES[answer.status], answer=answer)
            self.step("refund ended")
        return True

    @transaction.atomic
    def end(self, *, refund: Row, state: str, answer: Answer | RefundEvent | None = None) -> None:
        """Write down what has become of a refund; one that is done stays so. Without an answer
        nothing was done.
        """
        refund, owner = self._locked(refund)
        if refund.state == states.DONE or _is_old_news(refund, answer):
            return
        refund.state = state
        refund.try_at = timezone.now() + AGAIN
        if answer is not None:
            refund.provider_refund_id = (
                answer.id if isinstance(answer, Answer) else answer.refund_id
            )
        if state == states.DONE:
            refund.done_at = timezone.now()
        refund.save(update_fields=["state", "try_at", "provider_refund_id", "done_at"])
        self.ended(refund, owner)

    @transaction.atomic
    def retry(self, *, refund: Row) -> Row:
        """Have the provider be asked at once, as staff want it; gives the refund as it is now.

        Raises 409 `refund_done`, 409 `refund_being_asked` while a call may last, 409
        `refund_in_cash` for one that no provider gives back.
        """
        refund, _ = self._locked(refund)
        _require_open(refund)
        if not self._rows().filter(self.asked_for, pk=refund.pk).exists():
            raise refusals.refund_in_cash()
        if self._rows().filter(_being_asked(), pk=refund.pk).exists():
            raise refusals.refund_being_asked()
        refund.try_at = timezone.now()
        refund.save(update_fields=["try_at"])
        return refund

    @transaction.atomic
    def settle(self, *, refund: Row) -> Row:
        """Staff have paid a refund back by hand: it is done, and never sent any more; gives it as
        it is now. Only where the provider cannot have given it back as well: it was never asked, or
        its last answer was no.

        Raises 409 `refund_done`, 409 `refund_on_its_way` for one that the provider has taken or
        was asked for without an answer.
        """
        refund, owner = self._locked(refund)
        _require_open(refund)
        if not (refund.state == states.REFUSED or refund.attempts == 0):
            raise refusals.refund_on_its_way()
        refund.state, refund.done_at = states.DONE, timezone.now()
        refund.save(update_fields=["state", "done_at"])
        self.ended(refund, owner)
        return refund

    def reported(self, event: RefundEvent) -> bool:
        """Do what a webhook says of a refund; whether it is one of ours."""
        state = states.DONE if isinstance(event, RefundProcessed) else states.REFUSED
        refund = self._of_event(event)
        if refund is None:
            made = self.elsewhere(event) if state == states.DONE else None
            return made is not None and self._write_down(made, event)
        self.end(refund=refund, state=state, answer=event)
        return True

    @transaction.atomic
    def _write_down(self, refund: Row, event: RefundEvent) -> bool:
        """Staff have made a refund in the provider's dashboard."""
        refund.provider_payment_id, refund.provider_refund_id = event.payment_id, event.refund_id
        owner = self.lock(refund)
        if self._rows().filter(provider_refund_id=event.refund_id).exists():
            return True
        left, currency = self.left(refund, owner)
        if event.currency != currency or event.amount_minor > left:
            log.error("a refund of more than was paid", extra={"refund": event.refund_id})
            return False
        refund.state, refund.done_at = states.DONE, timezone.now()
        refund.save(force_insert=True)
        self.ended(refund, owner)
        return True

    @cached_property
    def _waiting(self) -> Polled[[], Row]:
        return Polled(self._due)

    def _due(self) -> QuerySet[Row]:
        """Refunds whose time has come."""
        return self._rows().filter(~Q(state=states.DONE), self.asked_for, try_at__lte=Clock())

    @transaction.atomic
    def _take(self) -> Row | None:
        """Lease a refund, so that no other worker sends it meanwhile."""
        locking = (
            self._due()
            .order_by("try_at")
            .select_for_update(skip_locked=True, no_key=True, of=("self",))
        )
        refund = locking.first()
        if refund is not None:
            refund.attempts += 1
            refund.try_at = timezone.now() + timedelta(seconds=LEASE)
            if refund.state == states.REFUSED:
                refund.state = states.DUE  # from now on, nobody knows
            refund.save(update_fields=["attempts", "try_at", "state"])
        return refund

    def _wait(self, refund: Row) -> None:
        """Nobody has answered: ask again later, unless it has ended or was taken meanwhile."""
        pause = max(LEASE, back_off(refund.attempts, at_most=PAUSE))
        same = self._rows().filter(pk=refund.pk, attempts=refund.attempts, state=refund.state)
        same.update(try_at=timezone.now() + timedelta(seconds=pause))

    def _locked(self, refund: Row) -> tuple[Row, Owner]:
        """The refund as it is now, locked behind what it belongs to."""
        owner = self.lock(refund)
        return self._rows().select_for_update(no_key=True).get(pk=refund.pk), owner

    def _of_event(self, event: RefundEvent) -> Row | None:
        """The refund of a webhook, which may come before the answer of the call that asked for
        it.
        """
        known = self._rows().filter(provider_refund_id=event.refund_id).first()
        if known is not None:
            return known
        asked = self._rows().filter(
            provider_payment_id=event.payment_id, provider_refund_id="", attempts__gt=0
        )
        waiting = asked.exclude(state=states.DONE)
        return next((one for one in waiting if self.minor(one) == event.amount_minor), None)

    def _rows(self) -> QuerySet[Row]:
        return self.model._default_manager.all()


def _key(refund: RefundRow) -> str:
    """What the provider knows a repetition by. One that it took and could not carry out is asked
    for anew.
    """
    failed = refund.state != states.SENT and refund.provider_refund_id
    return f"{refund.refund_id}-{refund.provider_refund_id}" if failed else str(refund.refund_id)


def _is_old_news(refund: RefundRow, answer: Answer | RefundEvent | None) -> bool:
    """Whether a webhook tells of a failure that is known: it says nothing about what was asked
    for since.
    """
    known = isinstance(answer, RefundFailed) and answer.refund_id == refund.provider_refund_id
    return known and refund.state != states.SENT


def _require_open(refund: RefundRow) -> None:
    if refund.state == states.DONE:
        raise refusals.refund_done()


def _being_asked() -> Q:
    """Refunds for which a call of the provider may last: their lease is not over."""
    lease = Q(try_at__gt=Clock(), try_at__lte=Clock() + timedelta(seconds=LEASE))
    return lease & Q(attempts__gt=0) & ~Q(state=states.REFUSED)
