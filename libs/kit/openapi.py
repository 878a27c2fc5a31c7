"""The OpenAPI document of a service: each refusal in the envelope of its path, and who may call
each operation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeVar

from django.conf import settings
from ninja import NinjaAPI, Schema
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from kit.envelopes import FAMILIES
from suite import registry


class Failure(Schema):
    """Any refusal."""

    success: bool = False
    reason: str


class MessageFailure(Schema):
    """Any refusal; `errors` are by field, `data` says more."""

    success: bool = False
    message: str
    errors: dict[str, list[str]] = {}
    data: Any = None


class ErrorFailure(Schema):
    """Any refusal, at times with more fields."""

    error: str
    message: str


class DetailFailure(Schema):
    """Any refusal, at times with more fields."""

    detail: str


class FaultFailure(Schema):
    """Any refusal, at times with more fields."""

    error: str


class ProblemFailure(Schema):
    """Any refusal (RFC 9457), at times with more fields."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str = ""
    errors: dict[str, list[str]] = {}


V = TypeVar("V", bound=Callable[..., Any])
Allowed = Literal[
    "everybody",
    "people",
    "guests",
    "signed_in",
    "oneself",
    "only_oneself",
    "staff",
    "waiter",
    "manager",
    "owner",
    "operator",
    "reviewer",
    "service",
    "device",
]


def allows(who: Allowed) -> Callable[[V], V]:
    """Says in the document, as `x-allowed`, who may call a route; stands below `@router.post(…)`.
    The route itself checks it. tools/access.py lists them in docs/security.md, and a test calls
    each route as everybody.
    """

    def declare(view: V) -> V:
        view.allowed = who  # type: ignore[attr-defined]
        return view

    return declare


FAILURES: dict[registry.Envelope, type[Schema]] = {
    "reason": Failure,
    "message": MessageFailure,
    "error": ErrorFailure,
    "detail": DetailFailure,
    "fault": FaultFailure,
    "problem": ProblemFailure,
}
_PLACEHOLDER = "#/components/schemas/Failure"


class Document(OpenAPISchema):
    """Operations with `x-allowed`, where the route says it."""

    def operation_details(self, operation: Operation) -> dict[str, Any]:
        details: dict[str, Any] = super().operation_details(operation)
        if who := getattr(operation.view_func, "allowed", ""):
            details["x-allowed"] = who
        return details


class Api(NinjaAPI):
    """A NinjaAPI whose routes all declare `Failure`; the document says what their path makes of
    it.
    """

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        document = Document(self, prefix)
        schemas = document["components"]["schemas"]
        for path, methods in document["paths"].items():
            family = registry.envelope_of(settings.SERVICE, path)
            if family == "reason":
                continue
            schema = FAILURES[family]
            for operation in methods.values():
                if _rewrite(operation["responses"], family):
                    schemas[schema.__name__] = schema.model_json_schema()
        return document


def _rewrite(responses: dict[Any, Any], family: registry.Envelope) -> bool:
    """Give the refusals among these responses their family's schema; whether there were any."""
    found = False
    for response in responses.values():
        for content in list(response.get("content", {}).values()):
            if content["schema"].get("$ref") == _PLACEHOLDER:
                reference = f"#/components/schemas/{FAILURES[family].__name__}"
                media_type = FAMILIES[family].media_type
                response["content"] = {media_type: {"schema": {"$ref": reference}}}
                found = True
    return found
