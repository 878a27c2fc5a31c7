"""Scanning the code of a trolley: whoever comes first has it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils.crypto import constant_time_compare
from kit import throttle
from kit.errors import TooMany
from kit.prepared import Prepared

from trolleys import codes, hot, life, refusals, selectors, states
from trolleys.access import Shopper
from trolleys.actions import carrying, locks
from trolleys.actions.availability import in_use, require_active, require_unreserved
from trolleys.actions.carrying import Source
from trolleys.actions.commands import lock_order
from trolleys.actions.sessions import is_waited_for, session_change, session_expire
from trolleys.actions.telling import trolley_tell
from trolleys.actions.waits import waiting_tell
from trolleys.models import Cart, Session, Trolley
from trolleys.wire import trolleys as wire
from trolleys.wire.values import utc

# One statement for what begins with a scan: the session and its empty cart.
START = Prepared(
    "session_start",
    f"""
WITH now AS (SELECT clock_timestamp() AS at),
session AS (INSERT INTO trolleys_session (session_id, code, trolley_id, location_id, user_id,
                user_name, started_at, assigned_at, heard_at, alive_until, epoch, seq, state,
                ended_by, check_state)
            SELECT %(session_id)s::uuid, %(code)s::text, %(trolley_id)s::bigint,
                %(location_id)s::bigint, %(user_id)s::bigint, %(user_name)s::text, now.at, now.at,
                now.at, now.at + %(life)s::interval, %(epoch)s::text, 0, '{states.ACTIVE}',
                '', '{states.NO_CHECK}' FROM now
            RETURNING *),
cart AS (INSERT INTO trolleys_cart (session_id, user_name) SELECT id, '' FROM session RETURNING id)
SELECT cart.id, {hot.columns(Session, "session")} FROM session, cart
""",  # noqa: S608 - words of our own
)

WRONG_CODES = throttle.Limit("wrong trolley codes", failures=20, window=timedelta(minutes=1))


class Scan(NamedTuple):
    """The session that has the trolley now, as a row of `sessions_shown`, and whether it has begun
    with this scan.
    """

    shown: Session
    is_new: bool


def code_check(*, trolley_id: str, digest: str | None, timestamp: str | None, address: str) -> None:
    """Look at what a scan tells of the trolley's QR code: its `hash`, its `timestamp`, both.

    Raises 400 `Invalid QR code`, and 429 to an address that has sent twenty wrong ones within a
    minute. An unknown trolley is not for here.
    """
    if digest is None and timestamp is None:
        return
    counter = WRONG_CODES.of(address)
    try:
        throttle.standing(counter).require(counter)
    except TooMany as full:
        raise refusals.codes_tried_too_often(full.retry_after) from None
    trolley = Trolley.objects.filter(trolley_id=trolley_id).first()
    if trolley is None:
        return
    right_hash = digest is None or constant_time_compare(digest, wire.code_hash(trolley))
    if not right_hash or timestamp not in (None, utc(trolley.code_renewed_at)):
        throttle.failure_count(counter)
        raise refusals.code_invalid()


@transaction.atomic
def trolley_scan(
    *,
    trolley_id: str,
    shopper: Shopper,
    session_id: uuid.UUID | None,
    code: str | None,
    ip: str | None,
) -> Scan:
    """Give a trolley to whoever scans its code. Its holder, by user or `session_id`, keeps it. The
    user of a token gets the lines of a cart that ran out lately (actions.carrying); whoever calls
    has had that written down (sweeps.sessions_expire_of).

    `code` is for the new session if none is in stock; raises codes.NoSpareCode when it is missed,
    404 for an unknown trolley, 400 for one that is off duty, and 409 for one that somebody else has
    or has reserved.
    """
    if shopper.user_id is not None and shopper.is_proven:
        locks.shopper_lock(shopper.user_id)
    trolley = locks.trolley_lock(trolley_id)
    holding = locks.open_session(trolley)
    if holding is not None and locks.is_alive(holding):
        if not _is_holder(holding, shopper, session_id):
            raise in_use(holding, trolley)
        session_change(holding, **life.sign())
        return Scan(selectors.sessions.session_shown(holding), is_new=False)
    require_active(trolley)
    require_unreserved(trolley, but_for=shopper.user_id)
    if holding is not None:
        session_expire(holding)
    session = _session_start(trolley, shopper, code)
    source = carrying.source_lock(shopper, location_id=trolley.location_id)
    if source is None:
        trolley_tell(trolley, session=selectors.sessions.session_begun(session))
        return Scan(session, is_new=True)
    _goods_take_along(source, session, ip)
    return Scan(selectors.sessions.session_shown(session), is_new=True)


def trolley_assign(trolley: Trolley) -> None:
    """A free trolley has a session now: no reservation is left, and it is to unlock itself."""
    if trolley.reserved_until is not None:
        trolley.reserved_by, trolley.reserved_name, trolley.reserved_until = None, "", None
        trolley.save(update_fields=["reserved_by", "reserved_name", "reserved_until"])
    lock_order(trolley, locked=False)


def holder_tell(session: Session) -> None:
    """Show staff that the session has its trolley, and what it waits for there."""
    trolley_tell(session.trolley)
    if is_waited_for(session):
        waiting_tell(session)


def _is_holder(session: Session, shopper: Shopper, session_id: uuid.UUID | None) -> bool:
    return session.session_id == session_id or (
        shopper.user_id is not None and shopper.user_id == session.user_id
    )


def _goods_take_along(source: Source, session: Session, ip: str | None) -> None:
    carrying.lines_carry(source=source, session=session, cart=session.cart, ip=ip)
    session_change(session, **life.busy(selectors.waiting.waits_until(session)))
    holder_tell(session)


def _session_start(trolley: Trolley, shopper: Shopper, code: str | None) -> Session:
    new = Session(code=codes.code_take(code), trolley=trolley, location_id=trolley.location_id)
    values = {
        **{name: getattr(new, name) for name in ("code", "trolley_id", "location_id", "epoch")},
        "session_id": str(new.session_id),
        "user_id": shopper.user_id,
        "user_name": shopper.name,
        "life": life.lifetime(),
    }
    [(cart_id, *columns)] = START.rows(values)
    [session] = hot.instances(Session, [tuple(columns)])
    session.trolley = trolley
    session.cart = Cart(pk=cart_id, session=session)
    trolley_assign(trolley)
    return session
