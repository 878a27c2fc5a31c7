"""Sessions, sign-in and messages of Django, below the admin's path and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import User
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from kit.admin import accounts
from kit.api import crashed, database_down
from kit.auth import session_user
from kit.envelopes import failure
from kit.errors import ApiError, Unauthenticated, Unavailable
from kit.middleware import in_admin

CLAIM = "verification"  # in the session: who verification says that this is
PLAIN = (Http404, PermissionDenied, BadRequest, SuspiciousOperation)  # Django has pages for them
Handler = Callable[[HttpRequest], HttpResponse]


class PathBound:
    """The second middleware of a service with an admin; other paths pass it as they are.

    Views of the admin check CSRF tokens by decorators of Django's own.
    """

    def __init__(self, get_response: Handler) -> None:
        self._plain = get_response
        chain: Handler = _recognising(get_response)
        for middleware in (MessageMiddleware, AuthenticationMiddleware, SessionMiddleware):
            chain = cast(Handler, middleware(chain))
        self._admin = chain

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not in_admin(request):
            return self._plain(request)
        response = self._admin(request)
        for cookie in response.cookies.values():
            cookie["secure"] = request.is_secure()
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal by an action is shown on the page that asked for it."""
        if not in_admin(request) or isinstance(error, PLAIN):
            return None
        if isinstance(error, OperationalError | InterfaceError):
            return database_down(request, error)
        if not isinstance(error, ApiError):
            return crashed(request, error)
        if request.method != "POST":
            return failure(request, error)
        messages.error(request, str(error))
        return HttpResponseRedirect(request.get_full_path())


def _recognising(get_response: Handler) -> Handler:
    """Ask verification about its accounts before each request, and tell it when one signs out."""

    def handle(request: HttpRequest) -> HttpResponse:
        claim = None
        if CLAIM in request.session:
            try:
                claim = _recognise(request)
            except Unauthenticated:
                logout(request)
            except Unavailable as down:
                return failure(request, down)
        response = get_response(request)
        new = getattr(request.user, "claim", None)
        if new is not None:
            request.session[CLAIM] = accounts.sealed(new)
            request.session.clear_expired()
        elif claim is not None and CLAIM not in request.session:
            accounts.log_out(claim)
        return response

    return handle


def _recognise(request: HttpRequest) -> dict[str, object]:
    """Give the session's user the rights of this moment, and return the claim; raises
    Unauthenticated, Unavailable.
    """
    claim = accounts.unsealed(request.session[CLAIM])
    caller = session_user(claim)
    user = request.user
    if not isinstance(user, User) or not caller.roles & accounts.ROLES:
        accounts.log_out(claim)
        raise Unauthenticated("incorrect_credentials")
    accounts.empower(user, caller)
    return claim
