"""HTTP adapter of the verification service."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import orjson
from django.http import HttpRequest, HttpResponse
from kit.addresses import client_network
from kit.api import Done, failures, refusal
from kit.auth import service_caller, token_user
from kit.body import has_body
from kit.envelopes import answer, done, failure
from kit.errors import Forbidden, incorrect_credentials, malformed
from kit.openapi import allows
from kit.tokens import KEYS_FRESH, Caller
from ninja import Query, Router

from verification import mailing, schemas, selectors, tokens
from verification.actions import devices, handing, keys, links, services, sessions, users
from verification.actions.sessions import Grant
from verification.actions.users import Place
from verification.models import User

router = Router()

USERS, HAND_OVER = "/internal/users/", "/internal/users/password/"
PERSON = ("user_id", "username", "first_name", "last_name")  # what people are told of others
COOKIE = "aisle_device"  # the mark of a browser in which somebody has signed in
MARK = 43  # its letters
CACHED = f"public, max-age={int(KEYS_FRESH)}"


def invalid_field(request: HttpRequest, invalid: Any) -> HttpResponse:
    """403: here a field that is missing or of a wrong form is a wrong credential. A body that is
    not there at all is malformed; a query, and what holds no credentials, is as elsewhere.
    """
    if request.method == "GET" or request.path_info.startswith(USERS):
        return failure(request, refusal(invalid.errors))
    if not has_body(request):
        return failure(request, malformed())
    return failure(request, Forbidden("incorrect_credentials", str(refusal(invalid.errors))))


def _private(request: HttpRequest, payload: object) -> HttpResponse:
    """An answer that no cache may keep."""
    response = answer(request, payload)
    response["Cache-Control"] = "no-store"
    return response


def _tokens(grant: Grant) -> dict[str, object]:
    return {
        "session_data": {"user_id": grant.user.pk},
        "username": grant.user.username,
        "roles": grant.user.roles,
        "access": grant.access,
        "refresh": grant.refresh,
        "expires_in": tokens.ACCESS_LIFETIME,
        **({"handed_over": True} if grant.user.handed_over else {}),
    }


def _place(request: HttpRequest) -> Place:
    """Where a request comes from: a page of ours names its origin, other clients do not."""
    mark = request.COOKIES.get(COOKIE, "")
    origin = urlsplit(request.META.get("HTTP_ORIGIN", "")).netloc
    return Place(
        network=client_network(request),
        is_browser=origin != "" and origin == request.META.get("HTTP_HOST"),
        mark=mark if len(mark) == MARK else "",
    )


def _login(request: HttpRequest, grant: Grant) -> HttpResponse:
    response = _private(request, {"session_key": grant.session_key, **_tokens(grant)})
    if grant.mark:
        response.set_cookie(
            COOKIE,
            grant.mark,
            max_age=devices.LIFETIME,
            path="/verification/",
            secure=request.META.get("HTTP_X_FORWARDED_PROTO") == "https" or request.is_secure(),
            httponly=True,
            samesite="Strict",
        )
    return response


def _user(request: HttpRequest, user: User) -> HttpResponse:
    return _private(request, {"user_id": user.pk, "username": user.username, "roles": user.roles})


@router.post(
    "/verification/register/", response={200: schemas.LoginAnswer, **failures(400, 403, 503)}
)
@allows("everybody")
def register(request: HttpRequest, account: schemas.RegisterIn) -> HttpResponse:
    """Make an account and sign in; `duplicate_user` when the name is taken. With `managed` it is
    for somebody who works for who is signed in.
    """
    managed_by = token_user(request).user_id if account.managed else None
    fields = account.dict(exclude={"managed"})
    grant = users.user_register(**fields, place=_place(request), managed_by=managed_by)
    return _login(request, grant)


@router.post(
    "/verification/login/", response={200: schemas.LoginAnswer, **failures(400, 403, 429, 503)}
)
@allows("everybody")
def login(request: HttpRequest, body: schemas.LoginIn) -> HttpResponse:
    """Sign in, beside other sessions of the user."""
    return _login(request, users.user_login(**body.dict(), place=_place(request)))


@router.post(
    "/verification/password/", response={200: schemas.LoginAnswer, **failures(400, 403, 429, 503)}
)
@allows("everybody")
def password(request: HttpRequest, body: schemas.PasswordIn) -> HttpResponse:
    """Change the password of who knows it, end all sessions and sign in; `weak_password` for one
    that nobody may have. Repeated, it is changed already, and signs in.
    """
    return _login(request, users.password_change(**body.dict(), place=_place(request)))


@router.get("/verification/password/forgot/", response={200: schemas.ForgotAnswer, **failures(503)})
@allows("everybody")
def ways_back(request: HttpRequest) -> HttpResponse:
    """Whether who has forgotten a password gets a link by mail here."""
    return answer(request, {"by_mail": mailing.is_configured()})


@router.post("/verification/password/forgot/", response={200: Done, **failures(400, 403, 429, 503)})
@allows("everybody")
def forgot(request: HttpRequest, body: schemas.ForgotIn) -> HttpResponse:
    """Mail links to new passwords to the accounts of this username or e-mail address. The answer is
    the same where there are none; `mail_not_configured` where nobody can be mailed.
    """
    links.link_ask(whom=body.whom, network=client_network(request))
    return done(request)


@router.post(
    "/verification/password/reset/",
    response={200: schemas.ResetAnswer, **failures(400, 403, 429, 503)},
)
@allows("everybody")
def reset(request: HttpRequest, body: schemas.ResetIn) -> HttpResponse:
    """Choose a new password by a link that was mailed; it works once, and ends all sessions."""
    network = client_network(request)
    return _private(request, {"username": links.password_reset(**body.dict(), network=network)})


@router.post("/verification/verify/", response={200: Done, **failures(400, 403, 503)})
@allows("everybody")
def verify(request: HttpRequest, claim: schemas.VerifyIn) -> HttpResponse:
    """Whether a session key is live and belongs to a user; keeps the session alive."""
    sessions.session_verify(**claim.dict())
    return done(request)


@router.post("/verification/logout/", response={200: Done, **failures(400, 403, 503)})
@allows("everybody")
def logout(request: HttpRequest, claim: schemas.VerifyIn) -> HttpResponse:
    """End a session and its refresh token. Access tokens expire by themselves, in 15 minutes."""
    sessions.session_close(**claim.dict())
    return done(request)


@router.post(
    "/verification/refresh/", response={200: schemas.TokensAnswer, **failures(400, 403, 503)}
)
@allows("everybody")
def refresh(request: HttpRequest, body: schemas.RefreshIn) -> HttpResponse:
    """New tokens for a refresh token, which is then used up."""
    return _private(request, _tokens(sessions.session_refresh(refresh=body.refresh)))


@router.get(
    "/verification/.well-known/jwks.json/", response={200: schemas.KeySetOut, **failures(503)}
)
@allows("everybody")
def jwks(request: HttpRequest) -> HttpResponse:
    """The public keys that check our tokens (RFC 7517)."""
    body = orjson.dumps({"keys": keys.published_keys()})
    return HttpResponse(body, content_type="application/json", headers={"Cache-Control": CACHED})


@router.get(
    "/verification/me/",
    auth=token_user,
    response={200: schemas.UserAnswer, **failures(403, 503)},
)
@allows("signed_in")
def me(request: HttpRequest) -> HttpResponse:
    """The user of a Bearer token, with the roles of this moment."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    user = selectors.user_by_id(caller.user_id)
    if user is None:
        raise incorrect_credentials()
    return _user(request, user)


@router.get(
    "/verification/users/find/",
    auth=token_user,
    response={200: schemas.FoundAnswer, **failures(400, 403, 431, 503)},
)
@allows("oneself")
def find(request: Any, query: Query[schemas.FindIn]) -> HttpResponse:
    """The user of this name, exactly as written, or of these ids (at most 200), by id. Of others
    than the caller only administrators and operators are told.
    """
    caller: Caller = request.auth
    if not query.means_only(caller) and not caller.roles & {"admin", "operator"}:
        raise incorrect_credentials()
    found = selectors.user_find(**query.whom())
    return _private(request, [{key: each[key] for key in PERSON} for each in found])


@router.post(
    "/internal/verify/",
    auth=service_caller,
    response={200: schemas.UserAnswer, **failures(400, 403, 503)},
)
@allows("service")
def internal_verify(request: HttpRequest, claim: schemas.VerifyIn) -> HttpResponse:
    """As `/verification/verify/`, for a service, which is told who the user is."""
    return _user(request, sessions.session_verify(**claim.dict()))


@router.post(
    USERS,
    auth=service_caller,
    response={200: schemas.ManagedAnswer, **failures(400, 403, 503)},
)
@allows("service")
def internal_users(request: HttpRequest, body: schemas.UsersIn) -> HttpResponse:
    """Those of at most 200 users that exist, by id."""
    return _private(request, selectors.user_find(ids=body.ids, usernames=body.usernames))


@router.post(
    HAND_OVER,
    auth=service_caller,
    response={200: schemas.HandedOverAnswer, **failures(400, 403, 404, 503)},
)
@allows("service")
def internal_hand_over(request: Any, body: schemas.HandOverIn) -> HttpResponse:
    """A new password for an account that an owner made for their staff, told this one time; for
    the service locations, which knows that they still work there and nowhere else.
    """
    if request.auth.username != "service:locations":
        raise incorrect_credentials()
    username, password = handing.password_hand_over(**body.dict())
    return _private(request, {"username": username, "password": password})


@router.post(
    "/internal/service-token/",
    response={200: schemas.ServiceTokenAnswer, **failures(400, 403, 503)},
)
@allows("everybody")
def service_token(request: HttpRequest, offer: schemas.ServiceIn) -> HttpResponse:
    """A service's token for the `/internal/` routes of others, for its secret."""
    access = services.service_admit(**offer.dict())
    return _private(request, {"access": access, "expires_in": tokens.SERVICE_LIFETIME})
