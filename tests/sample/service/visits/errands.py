"""What is done elsewhere for a visit."""

from __future__ import annotations

from kit.errands import Effect, Refused, handler
from kit.models import Errand
from peers.users import user_names

from visits import actions


@handler("visits.name")
def name(errand: Errand) -> Effect:
    """Ask verification what the visitor is called."""
    visit_id, user_id = errand.payload["visit"], errand.payload["user"]
    visitor = user_names([user_id]).get(user_id)
    if visitor is None:
        raise Refused(f"no user {user_id}")
    return lambda: actions.visit_named(visit_id=visit_id, visitor=visitor)
