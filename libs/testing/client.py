"""Django's test client for a JSON API that holds every answer against the service's own OpenAPI
document.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils.module_loading import import_string
from jsonschema import Draft202012Validator

JSON = ("application/json", "application/problem+json")
UNDOCUMENTED = {
    404,
    405,
    413,
}  # made before or beside any route: unknown path, wrong verb, huge body


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document of the service under test, as JSON."""
    api = import_string(f"{settings.ROOT_URLCONF}.api")
    loaded: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="")))
    return loaded


@cache
def patterns() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    """The documented paths with their methods: a path's exact words before a parameter."""
    paths: dict[str, Any] = document()["paths"]
    return [
        (re.compile(re.sub(r"\{\w+\}", "[^/]+", template.rstrip("/")) + "/?"), paths[template])
        for template in sorted(paths, key=lambda path: path.count("{"))
    ]


def operation(method: str, path: str) -> dict[str, Any] | None:
    """The documented operation that a request meets."""
    for pattern, methods in patterns():
        if pattern.fullmatch(path) and method.lower() in methods:
            return dict(methods[method.lower()])
    return None


@cache
def validator(schema: str) -> Any:
    """Of a schema of the document, given as JSON. That it is one is checked here, once: it takes
    longer than to check an answer.
    """
    whole = {**json.loads(schema), "components": document()["components"]}
    Draft202012Validator.check_schema(whole)
    return Draft202012Validator(whole)


def check_documented(
    method: str, path: str, status: int, body: bytes, media: str = "application/json"
) -> None:
    """Raise unless the document says that this operation may answer so. `media` is the content
    type: `application/json` whatever the envelope, `application/problem+json` where it is that.
    """
    described = operation(method, path.partition("?")[0])
    if described is None:
        assert status in UNDOCUMENTED, f"{method} {path} is not documented, and answered {status}"
        return
    answers = described["responses"]
    if str(status) not in answers:
        assert status in {405, 413}, f"{method} {path}: {status} is not documented"
        return
    content = answers[str(status)].get("content", {}).get(media)
    if content:
        validator(json.dumps(content["schema"])).validate(json.loads(body))


class ApiClient(Client):
    """`api.post(path, {...})` sends JSON, `token=` a Bearer; every answer is checked against
    OpenAPI.
    """

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        token: str = "",
        headers: dict[str, str] | None = None,
    ) -> Any:
        """`body` as JSON, or bytes as they are."""
        raw = (
            body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        )
        sent = dict(headers or {})
        if token:
            sent["Authorization"] = f"Bearer {token}"
        response: Any = self.generic(
            method, path, raw, content_type="application/json", headers=sent
        )
        media = response.headers.get("Content-Type", "").partition(";")[0]
        if media in JSON and method != "HEAD":
            check_documented(method, path, response.status_code, response.content, media)
        return response

    def ask(self, path: str, **options: Any) -> Any:
        return self.call("GET", path, **options)

    def send(self, path: str, body: Any = None, **options: Any) -> Any:
        return self.call("POST", path, body, **options)


def body_data(page: Any) -> dict[str, str]:
    """What the `data-` attributes of a page's body tell its modules, by name."""
    body = re.search(r"<body ([^>]*)>", page.content.decode())
    return dict(re.findall(r'data-([a-z-]+)="([^"]*)"', body[1])) if body else {}
