"""How generated manifests are written: plain YAML with its origin in the first line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

HEAD = (
    "# Written by `python -m tools.k8s` from suite/registry.py and docker-compose.yml:"
    " change those.\n"
)


class Dumper(yaml.SafeDumper):
    """Lists are indented below their key, and nothing is written as a reference."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:
        return True


def text(manifests: Iterable[Mapping[str, Any]]) -> str:
    """A file of manifests."""
    documents = [yaml.dump(one, Dumper=Dumper, sort_keys=False, width=120) for one in manifests]
    return HEAD + "---\n".join(documents)
