"""The OpenAPI document of a service: each refusal in the envelope of its path."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from ninja import NinjaAPI, Schema
from ninja.openapi.schema import OpenAPISchema

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


class ProblemFailure(Schema):
    """Any refusal (RFC 9457), at times with more fields."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str = ""
    errors: dict[str, list[str]] = {}


FAILURES: dict[registry.Envelope, type[Schema]] = {
    "reason": Failure,
    "message": MessageFailure,
    "error": ErrorFailure,
    "detail": DetailFailure,
    "problem": ProblemFailure,
}
_PLACEHOLDER = "#/components/schemas/Failure"


class Api(NinjaAPI):
    """A NinjaAPI whose routes all declare `Failure`; the document says what their path makes of
    it.
    """

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        document = super().get_openapi_schema(**options)
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
