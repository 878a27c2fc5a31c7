"""Accounts: made by registering or by command, used by logging in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from kit.alike import fingerprint, has_odd_spaces, skeleton
from kit.errors import BadRequest, Forbidden, NotFound, incorrect_credentials
from kit.inserts import row_insert

from verification import fields, selectors
from verification.actions import devices, sessions, throttle
from verification.actions.sessions import Grant
from verification.models import Role, User, new_user_roles

ADMIN = "admin"


def user_create(
    *,
    username: str,
    password: str,
    email: str,
    first_name: str,
    last_name: str,
    roles: Iterable[str] = (),
    managed_by: int | None = None,
) -> User:
    """A new customer, with these roles besides; `managed_by` is who makes it for their staff and
    hands the password over. Raises 400 `duplicate_user` for a name that looks
    like another one's, and `malformed_json` for one with white space that nobody sees.

    The fields are as verification.fields has them.
    """
    if has_odd_spaces(username):
        words = "username: white space at an end or twice, or invisible characters"
        raise BadRequest("malformed_json", words, details=[{"field": "username"}])
    account = User(
        username=username,
        look=_look(username),
        password=make_password(password),
        email=email,
        first_name=first_name,
        last_name=last_name,
        roles=_ordered({*new_user_roles(), *roles}),
        managed_by=managed_by,
        handed_over=managed_by is not None,
    )
    if not row_insert(account):
        raise BadRequest("duplicate_user")
    return account


def _look(username: str) -> str:
    return fingerprint(username, by=skeleton)


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody signs in: the network, and whether a browser is to be known again, with the
    mark that it has already.
    """

    network: str
    is_browser: bool = False
    mark: str = ""


@transaction.atomic
def user_register(
    *,
    username: str,
    password: str,
    email: str,
    first_name: str,
    last_name: str,
    place: Place,
    managed_by: int | None = None,
) -> Grant:
    """A new customer, signed in; `managed_by` as in user_create. Raises 400 as user_create, and 403
    `registration_closed` where accounts are made by command only.
    """
    if settings.REGISTRATION == "closed":
        raise Forbidden("registration_closed")
    account = user_create(
        username=username,
        password=password,
        email=email,
        first_name=first_name,
        last_name=last_name,
        managed_by=managed_by,
    )
    if managed_by is not None:
        place = Place(place.network)  # it is the owner's browser, and not theirs
    return _signed_in(account, place)


def user_login(*, username: str, password: str, place: Place) -> Grant:
    """A new session; raises 403 `incorrect_credentials`, or 429 `too_many_attempts`.

    An unknown name takes as long as a wrong password: both hash once.
    """
    account, _ = _proven(username, [password], place)
    with transaction.atomic():
        _unchanged(account)
        return _signed_in(account, place)


def password_change(*, username: str, password: str, new_password: str, place: Place) -> Grant:
    """Another password for the user, whose sessions end and whose browsers are forgotten, and a new
    session under it.

    Where the new password is the present one already, the answer was lost: only the session is
    opened. Raises 400 `weak_password`, and as user_login.
    """
    if fields.is_weak(new_password):
        raise BadRequest("weak_password")
    account, secret = _proven(username, [password, new_password], place)
    with transaction.atomic():
        _unchanged(account)
        if secret == password:
            password_set(account=account, password=new_password)
        return _signed_in(account, place)


def password_set(*, account: User, password: str, handed_over: bool = False) -> None:
    """Give an account, which the transaction has locked, another password: its sessions end, its
    browsers are forgotten, and no link that was mailed opens it any more.
    """
    account.password, account.handed_over = make_password(password), handed_over
    account.save(update_fields=["password", "handed_over"])
    _forget_logins(account)
    account.links.all().delete()


def _signed_in(account: User, place: Place) -> Grant:
    grant = sessions.session_open(user=account, network=place.network)
    if not place.is_browser:
        return grant
    return replace(grant, mark=devices.device_remember(user=account, mark=place.mark))


def _forget_logins(account: User) -> None:
    account.sessions.all().delete()
    account.devices.all().delete()


def _proven(username: str, secrets: Sequence[str], place: Place) -> tuple[User, str]:
    """The user, and the first of these secrets that is the password; failures are counted."""
    device = devices.device_known(username=username, mark=place.mark)
    attempt = throttle.Attempt(username, place.network, device)
    clear = throttle.login_allow(attempt)
    account = selectors.user_by_name(username)
    for secret in secrets:
        if account is None:
            make_password(secret)
        elif account.check_password(secret):
            if clear:
                throttle.failures_clear(attempt)
            return account, secret
    throttle.failure_count(attempt)
    raise incorrect_credentials()


def _unchanged(account: User) -> None:
    """Hold the account's row; raises 403 `incorrect_credentials` when the password that was proven
    is another one by now: its sessions have ended.
    """
    same = User.objects.select_for_update(no_key=True).filter(
        pk=account.pk, password=account.password
    )
    if same.first() is None:
        raise incorrect_credentials()


@transaction.atomic
def roles_grant(*, username: str, roles: Iterable[str]) -> User:
    """Add roles; they are in the tokens made from now on. Raises 404 `user_not_found`."""
    account = _locked(username)
    return _with_roles(account, {*account.roles, *roles})


@transaction.atomic
def roles_revoke(*, username: str, roles: Iterable[str]) -> User:
    """Take roles away; tokens that have them expire within 15 minutes. Raises 404
    `user_not_found`.
    """
    account = _locked(username)
    return _with_roles(account, {*account.roles} - {*roles})


@transaction.atomic
def admin_seed(*, password: str, email: str) -> User:
    """The account `admin` with every role and this password; sessions under another one end. Who
    has a name that looks like it goes on with it.
    """
    look = _look(ADMIN)
    User.objects.filter(look=look).exclude(username=ADMIN).update(look="")
    account, created = User.objects.get_or_create(
        username=ADMIN,
        defaults={
            "look": look,
            "password": make_password(password),
            "email": email,
            "first_name": "Aisle",
            "last_name": "Admin",
        },
    )
    if not created:
        account = _locked(ADMIN)
        if not check_password(password, account.password):
            password_set(account=account, password=password)
    return _with_roles(account, set(Role.values))


def _locked(username: str) -> User:
    account = User.objects.select_for_update().filter(username=username).first()
    if account is None:
        raise NotFound("user_not_found")
    return account


def _with_roles(account: User, roles: set[str]) -> User:
    account.roles = _ordered(roles)
    account.save(update_fields=["roles"])
    return account


def _ordered(roles: set[str]) -> list[str]:
    return [role for role in Role.values if role in roles]
