"""A shopper calls for help."""

from __future__ import annotations

import uuid

from django.db import transaction
from kit.clock import Clock

from trolleys.actions.locks import require_alive, session_lock_on_trolley
from trolleys.actions.sessions import session_change
from trolleys.actions.telling import trolley_tell
from trolleys.actions.waits import waits_change
from trolleys.models import Session, StaffDecision

HELP = "help"


@transaction.atomic
def help_set(*, session_id: uuid.UUID, wanted: bool, by: tuple[int, str] | None = None) -> Session:
    """Call for help, or take the call back; asked for again it waits since the first time. `by` is
    the member of staff who does it, and is recorded when a call is taken back.

    Raises 404 and the 400s of sessions that are over.
    """
    session, _ = session_lock_on_trolley(session_id)
    require_alive(session)
    if wanted is (session.help_since is not None):
        return session
    session_change(session, help_since=Clock() if wanted else None)
    if by is not None and not wanted:
        StaffDecision.objects.create(kind=HELP, session=session, user_id=by[0], user_name=by[1])
    waits_change(session)
    trolley_tell(session.trolley)
    return session
