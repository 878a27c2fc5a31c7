"""OpenAPI documents in which ids may be those of what there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Known = Mapping[str, Sequence[Any]]
Json = dict[str, Any]


def knowing(document: Json, known: Known) -> Json:
    """The document, changed so that parameters and fields of these names are made half of the time
    of what is known, and else of anything that they may be.
    """
    for schemas, key, name in (*_parameters(document), *_fields(document)):
        if name in known:
            schemas[key] = {"anyOf": [{"enum": list(known[name])}, schemas[key]]}
    return document


def _parameters(document: Json) -> Iterator[tuple[Json, str, str]]:
    """Where the schema of each parameter stands, and what the parameter is called."""
    for methods in document["paths"].values():
        for operation in methods.values():
            for parameter in operation.get("parameters", ()):
                yield parameter, "schema", parameter["name"]


def _fields(document: Json) -> Iterator[tuple[Json, str, str]]:
    """The same of each field of a body."""
    for schema in document["components"]["schemas"].values():
        properties = schema.get("properties", {})
        for name in list(properties):
            yield properties, name, name
