"""Whose cart a request means: that of a session on a trolley, or that of a signed-in user."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from kit.auth import Credentials, token_user
from kit.body import has_body, read_json
from kit.errors import malformed
from kit.tokens import Caller

from trolleys import access


@dataclass(frozen=True, slots=True)
class Owner:
    """Exactly one of the two is set. Whoever knows a `session_id` may use its cart."""

    session_id: uuid.UUID | None = None
    user: Caller | None = None

    @property
    def scope(self) -> str:
        """Whose idempotency keys these are."""
        if self.session_id is not None:
            return str(self.session_id)
        return f"user {self.user_id}"

    @property
    def user_id(self) -> int:
        """The id of a signed-in user; a session's owner is asked of its row."""
        if self.user is None:
            raise LookupError("a session's cart")
        return self.user.user_id


def owner_of(request: HttpRequest, session_id: Any = None) -> Owner:
    """The owner by this `session_id` as the client sent it, else by the Bearer token, which nobody
    looks at where there is a session.

    Raises 400 for a `session_id` that is no text or holds NUL, 404 for one that cannot be an id,
    and 401 where there is neither.
    """
    if session_id is None:
        return Owner(user=token_user(request))
    if not isinstance(session_id, str) or "\0" in session_id:
        raise malformed("session_id: not a text")
    return Owner(session_id=access.session_uuid(session_id))


def _shopper(request: HttpRequest) -> Any:
    body = read_json(request) if request.method != "GET" and has_body(request) else {}
    return owner_of(request, body.get("session_id", request.GET.get("session_id")))


#: The owner as `request.auth`, before the fields of the body are looked at: `session_id` in the
#: body, or in the query (always so with GET), else the Bearer token.
shopper = Credentials(_shopper)
