"""Django's test client for a JSON API that holds every answer against the service's own OpenAPI
document.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import jsonschema
from django.conf import settings
from django.test import Client
from django.utils.module_loading import import_string

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


def operation(method: str, path: str) -> dict[str, Any] | None:
    """The documented operation that a request meets: of a path's exact words before a parameter."""
    paths: dict[str, Any] = document()["paths"]
    for template in sorted(paths, key=lambda path: path.count("{")):
        methods = paths[template]
        pattern = re.sub(r"\{\w+\}", "[^/]+", template.rstrip("/")) + "/?"
        if re.fullmatch(pattern, path) and method.lower() in methods:
            return dict(methods[method.lower()])
    return None


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
        schema = {**content["schema"], "components": document()["components"]}
        jsonschema.validate(json.loads(body), schema)


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
