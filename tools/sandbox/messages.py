"""A request and its response, without a socket."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

JSON = "application/json"


@dataclass(frozen=True)
class Request:
    """What was asked. Names of headers are in lower case; `path` is without its query."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def payload(self) -> dict[str, Any]:
        """The JSON object of the body; raises ValueError for anything else."""
        try:
            found = json.loads(self.body)
        except RecursionError:
            raise ValueError("too deep") from None
        if not isinstance(found, dict):
            raise ValueError("no object")
        return found

    def fields(self, text: str) -> dict[str, str]:
        """A query or a form; raises ValueError when a field comes twice."""
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=20)
        if len(dict(pairs)) != len(pairs):
            raise ValueError("a field comes twice")
        return dict(pairs)


@dataclass(frozen=True)
class Response:
    """What is answered; with `hang_up` the connection ends instead."""

    status: int
    body: bytes = b""
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    hang_up: bool = False


class Refused(Exception):
    """A refusal in the provider's words."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status, self.description = status, description

    @property
    def response(self) -> Response:
        code = "SERVER_ERROR" if self.status >= 500 else "BAD_REQUEST_ERROR"
        return answer({"error": {"code": code, "description": self.description}}, self.status)


def answer(document: Mapping[str, Any], status: int = 200) -> Response:
    """A JSON document."""
    return Response(status, json.dumps(document, separators=(",", ":")).encode())
