"""Sessions: opening, closing, and new epochs for all streams."""

from __future__ import annotations

from django.db import connection, transaction
from kit.errors import BadRequest, violating

from orders import selectors
from orders.actions.record import RECORD, new_epoch, run
from orders.models import OrderSession, Panel
from orders.prepared import Prepared
from orders.sql import SESSION_HEAD

CLOSE = Prepared(
    "session_close",
    f"""
WITH s AS (UPDATE orders_ordersession SET seq = seq + 1, state = 'CLOSED', closed_at = now()
           WHERE code = %(code)s::text AND state = 'OPEN' RETURNING *),
d AS (SELECT row_to_json(head)::text AS data FROM (SELECT {SESSION_HEAD} FROM s) head),
{RECORD}
""",  # noqa: S608 - fragments of our own
)

OPEN = Prepared(
    "session_open",
    f"""
WITH s AS (SELECT * FROM orders_ordersession WHERE id = %(id)s::bigint),
d AS (SELECT row_to_json(head)::text AS data FROM (SELECT {SESSION_HEAD} FROM s) head),
{RECORD}
""",  # noqa: S608
)


def session_create(*, code: str, location_id: int, name: str) -> None:
    """Open a session; raises 400 `duplicate_session` when an open one of the location has
    the name.
    """
    with transaction.atomic():
        with violating("orders_open_session_name", BadRequest("duplicate_session")):
            session = OrderSession.objects.create(
                code=code, location_id=location_id, name=name, epoch=new_epoch(), batch=0
            )
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO orders_panel (location_id, seq, epoch) VALUES (%s, 0, %s)"
                " ON CONFLICT DO NOTHING",
                [location_id, new_epoch()],
            )
        run(OPEN, kind="session.opened", id=session.id)


def session_close(*, code: str) -> None:
    """Close a session; closing again changes nothing. Raises 404 `session_not_found`."""
    if run(CLOSE, kind="session.closed", code=code) is None:
        selectors.session_state(code)


@transaction.atomic
def epochs_renew() -> int:
    """Give all streams a new epoch, so that whoever comes back to one starts with a snapshot; how
    many streams.

    For a database that was set back: the numbers after the backup are given out a second time.
    """
    epoch = new_epoch()  # one for all: it is only ever compared with what a client has seen
    sessions = OrderSession.objects.update(epoch=epoch)
    return sessions + Panel.objects.update(epoch=epoch)
