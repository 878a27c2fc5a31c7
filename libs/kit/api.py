"""django-ninja set up once for all services: body parser, refusals, docs page."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as RequestInvalid
from ninja.openapi.docs import Swagger

from kit.body import JsonParser
from kit.connections import report_broken
from kit.envelopes import failure
from kit.errors import (
    ApiError,
    BadRequest,
    InternalError,
    NotFound,
    TooLarge,
    Unavailable,
    malformed,
    unauthenticated,
)
from kit.openapi import Api, Failure

log = logging.getLogger("kit.api")

DOCS_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"


class Done(Schema):
    """Success without anything to return."""

    success: bool = True


def failures(*statuses: int) -> dict[int, type[Schema]]:
    """The `response` entries of a route for its refusals; the document shows each in the envelope
    of its path.
    """
    return dict.fromkeys(statuses, Failure)


def make_api(service: str, *, title: str) -> NinjaAPI:
    """The API object of a service, whatever the envelopes of its routes."""
    api = Api(
        title=title,
        version="1",
        urls_namespace=service,
        parser=JsonParser(),
        docs=Docs(settings={"deepLinking": True}),
        docs_url=f"/{service}/docs/",
        openapi_url=f"/{service}/openapi.json/",
        docs_decorator=_docs_policy,
    )
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        ApiError: failure,
        Http404: lambda request, _: failure(request, NotFound("not_found")),
        AuthenticationError: lambda request, _: failure(request, unauthenticated()),
        RequestInvalid: lambda request, refused: failure(request, refusal(refused.errors)),
        RequestDataTooBig: lambda request, _: failure(request, TooLarge("request_too_large")),
        HttpError: _unreadable,
        OperationalError: database_down,
        InterfaceError: database_down,
        Exception: crashed,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)
    return api


class Docs(Swagger):
    """Swagger UI in a frame that phones can read, with a way back, in the reader's language."""

    template = "pages/docs.html"


def _docs_policy(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Swagger UI sets styles from its script; everything else on its page stays as strict as
    elsewhere.
    """

    @wraps(view)
    def render(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        response["Content-Security-Policy"] = DOCS_POLICY
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    return render


def _unreadable(request: HttpRequest, refused: HttpError) -> HttpResponse:
    """django-ninja wraps what the body parser raises."""
    cause = refused.__cause__
    return failure(request, cause if isinstance(cause, ApiError) else malformed())


def refusal(errors: Iterable[dict[str, Any]]) -> ApiError:
    """What an invalid request is told: a bad id in the path cannot exist, a bad query value is
    erroneous, a bad body malformed. The fields are named where the envelope shows them.
    """
    found = [(_place(error), str(error["msg"])) for error in errors]
    where, words = found[0] if found else ([], "invalid")
    if where[:1] == ["path"]:
        return NotFound(re.sub(r"_(id|code)$", "", where[-1]) + "_not_found")
    fields: dict[str, list[str]] = {}
    for place, text in found:
        fields.setdefault(".".join(place[1:]) or "body", []).append(text)
    reason = "erroneous_value" if where[:1] == ["query"] else "malformed_json"
    return BadRequest(reason, f"{'.'.join(where[1:]) or 'body'}: {words}", errors=fields)


def _place(error: dict[str, Any]) -> list[str]:
    """Where in the request: `["body", "lines", "0", "quantity"]`."""
    places = [str(part) for part in error.get("loc", ())]
    # django-ninja names the body parameter between "body" and the field; it says nothing to a
    # client.
    return places[:1] + places[2:] if places[:1] == ["body"] else places


def database_down(request: HttpRequest, error: Exception) -> HttpResponse:
    """503: our own database does not answer. Nothing was changed."""
    report_broken()
    log.error("database unavailable: %s", error)
    return failure(request, Unavailable("service_unavailable"))


def crashed(request: HttpRequest, error: Exception) -> HttpResponse:
    """500 in the envelope: a bug, reported with its trace in the log only."""
    log.error("unhandled error", exc_info=error)
    return failure(request, InternalError("internal_error"))
