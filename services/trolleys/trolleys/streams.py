"""What listeners of sessions read."""

from __future__ import annotations

import orjson
from kit.errors import NotFound
from live.frames import Snapshot
from live.replay import RecordedSource

from trolleys import events, hot, selectors, wire
from trolleys.selectors.carts import cart_read


class SessionSource(RecordedSource):
    """Streams named by the codes of sessions."""

    stream = events.SESSION

    def snapshot(self, stream: str) -> Snapshot:
        """`{"session","cart","warnings","payment","trolley"}`. The number is read before the rest:
        what is newer comes again as an event, which says how things are and not what was added.
        """
        row = selectors.sessions.sessions_shown().filter(code=stream).first()
        if row is None:
            raise NotFound("session_not_found")
        contents = selectors.sessions.contents_of(row)
        cart, warnings = cart_read(hot.session_cart(row))
        payment = selectors.sessions.payment_followed(row)
        trolley = {
            "trolley_id": row.trolley.trolley_id,
            "is_locked": not contents.is_alive,
            "trolley_online": wire.trolleys.is_online(row.trolley.device),
        }
        data = {
            "session": wire.sessions.session_object(row, contents),
            "cart": cart,
            "warnings": warnings,
            "payment": payment and wire.payments.payment_object(payment),
            "trolley": trolley,
        }
        return Snapshot(row.seq, row.epoch, orjson.dumps(data).decode())
