"""Who may use the admin: accounts of verification, asked again with each request.

Each has a row of its own in the local table of users, because the admin's log refers to one. It
has no password and no rights: those come from verification's roles and last for one request.
"""

from __future__ import annotations

from typing import Any

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from kit.auth import session_user
from kit.cache import per_process
from kit.client import Peer, verification_url
from kit.errors import Unauthenticated, Unavailable
from kit.sealing import seal, unseal
from kit.tokens import Caller

PURPOSE = "admin sessions"
ROLES = frozenset({"admin", "operator"})
OPERATOR_MAY = ("view", "add", "change")
UNAVAILABLE = "Signing in is not possible right now. Try again in a moment."
TOO_OFTEN = "Too many attempts. Try again later."


@per_process
def _verification() -> Peer:
    return Peer(verification_url(), unavailable="verification_service_unavailable")


class VerificationBackend(BaseBackend):
    """Signs in accounts of verification, and says what operators may do."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_: Any,
    ) -> User | None:
        """The local row of an account that may use the admin; raises ValidationError when
        verification is down or has been asked too often.
        """
        if request is None or not username or not password:
            return None
        claim = _log_in(request, username, password)
        if claim is None:
            return None
        try:
            caller = session_user(claim)
        except Unavailable:
            raise ValidationError(UNAVAILABLE, code="unavailable") from None
        if not caller.roles & ROLES:
            log_out(claim)
            return None
        user = _row(caller)
        empower(user, caller)
        user.claim = claim  # type: ignore[attr-defined]  # for the session, see PathBound
        return user

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id).first()

    def has_perm(self, user_obj: Any, perm: str, obj: object = None) -> bool:
        """Whether an operator may do this: `trolleys.change_trolley`."""
        app, _, name = perm.partition(".")
        verb, _, model = name.partition("_")
        listed = f"{app}.{model}" in _operators() and verb in OPERATOR_MAY
        return listed and "operator" in getattr(user_obj, "roles", ())

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether an operator sees an app in the admin's list."""
        apps = {model.partition(".")[0] for model in _operators()}
        return app_label in apps and "operator" in getattr(user_obj, "roles", ())


def _operators() -> frozenset[str]:
    models: frozenset[str] = getattr(settings, "ADMIN_OPERATORS")  # noqa: B009 - few services have it
    return models


def empower(user: User, caller: Caller) -> None:
    """Give a row the rights of its account's roles, for this request."""
    user.roles = caller.roles  # type: ignore[attr-defined]
    user.is_staff = bool(caller.roles & ROLES)
    user.is_superuser = caller.has("admin")


def log_out(claim: dict[str, Any]) -> None:
    """End a session of verification; one that verification cannot hear of ends by itself."""
    try:
        _verification().post("/verification/logout/", claim, idempotent=True)
    except Unavailable:
        return


def sealed(claim: dict[str, Any]) -> dict[str, Any]:
    """The claim as it lies in the session's row: a session key is a credential."""
    return {**claim, "session_key": seal(PURPOSE, claim["session_key"].encode()).decode()}


def unsealed(stored: dict[str, Any]) -> dict[str, Any]:
    """The claim of a session; raises Unauthenticated when it cannot be read any more."""
    try:
        key = unseal(PURPOSE, stored["session_key"].encode()).decode()
    except InvalidToken:
        raise Unauthenticated("incorrect_credentials") from None
    return {**stored, "session_key": key}


def _log_in(request: HttpRequest, username: str, password: str) -> dict[str, Any] | None:
    """`{"session_key","user_id"}` of a new session at verification, which counts failures by the
    browser's address; None for wrong credentials.
    """
    address = {"X-Real-IP": request.META.get("HTTP_X_REAL_IP", "")}
    credentials = {"username": username, "password": password}
    try:
        answer = _verification().post("/verification/login/", credentials, headers=address)
        if answer.status == 429:
            raise ValidationError(TOO_OFTEN, code="throttled")
        if answer.status in (400, 403):
            return None
        login = answer.response()
        return {
            "session_key": str(login["session_key"]),
            "user_id": int(login["session_data"]["user_id"]),
        }
    except (Unavailable, KeyError, TypeError, ValueError):
        raise ValidationError(UNAVAILABLE, code="unavailable") from None


def _row(caller: Caller) -> User:
    """The account's row. Its name cannot be chosen for a local superuser: `:` is not allowed."""
    user, new = User.objects.get_or_create(
        username=f"verification:{caller.user_id}", defaults={"password": "!"}
    )
    if new or user.first_name != caller.username:
        user.first_name = caller.username[:150]
        user.save(update_fields=["first_name"])
    return user
