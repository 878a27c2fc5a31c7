"""Prints the Secrets of a cluster with fresh random values, for `kubectl create`.

    python3 -m tools.k8s.secrets --namespace aisle --redis-url rediss://user:password@host:6379/0 \\
        | kubectl create -f -
    python3 -m tools.k8s.secrets --namespace aisle-dev --dev | kubectl create -f -

`create` and never `apply`: a Secret that exists stays as it is, because its password is a running
database's. Nothing is written to a file. Not printed are `backup` (keys of the object store) and
`gateway-tls`, whose values others give. Standard library only.
"""

from __future__ import annotations

import argparse
import json
import secrets
import sys
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from suite import registry

Manifest = dict[str, Any]

LABELS = {"app.kubernetes.io/part-of": "aisle"}
#: CloudNativePG sets a role's password anew when a Secret with this label changes.
RELOAD = {"cnpg.io/reload": "true"}
BASIC = "kubernetes.io/basic-auth"
REDIS_SCHEMES = ("redis", "rediss")


def own_keys(entry: registry.Service) -> tuple[str, ...]:
    """The keys of a service's own Secret."""
    return ("SECRET_KEY", "SERVICE_SECRET") if entry.peers else ("SECRET_KEY",)


def manifests(namespace: str, *, redis_url: str = "", dev: bool = False) -> Iterator[Manifest]:
    """The Secrets of a namespace. `dev` adds the administrator of its PostgreSQL and the password
    of its Redis, and makes that one's address; else `redis_url` is the address.
    """
    for entry in registry.SERVICES:
        values = {key: _fresh() for key in own_keys(entry)}
        yield _secret(namespace, entry.name, values)
        login = {"username": entry.name, "password": _fresh()}
        yield _secret(namespace, f"{entry.name}-database", login, type_=BASIC, labels=RELOAD)
    if dev:
        password = _fresh()
        redis = {"password": password, "url": f"redis://:{password}@redis:6379/0"}
        yield _secret(namespace, "redis", redis)
        yield _secret(namespace, "postgres", {"password": _fresh()})
    else:
        yield _secret(namespace, "redis", {"url": redis_url})


def _secret(
    namespace: str,
    name: str,
    values: dict[str, str],
    *,
    type_: str = "Opaque",
    labels: dict[str, str] | None = None,
) -> Manifest:
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": name, "namespace": namespace, "labels": LABELS | (labels or {})},
        "type": type_,
        "stringData": values,
    }


def _fresh() -> str:
    """A random value of 256 bits. Hexadecimal, because most become part of an address."""
    return secrets.token_hex(32)


def _redis_url(value: str) -> str:
    """Checks the address of a Redis; raises ArgumentTypeError, without the address: it holds a
    password.
    """
    parts = urlsplit(value)
    if parts.scheme not in REDIS_SCHEMES or not parts.hostname:
        raise argparse.ArgumentTypeError("not an address like rediss://user:password@host:6379/0")
    return value


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="tools.k8s.secrets",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--namespace", required=True)
    redis = parser.add_mutually_exclusive_group(required=True)
    redis.add_argument("--redis-url", type=_redis_url, metavar="URL")
    redis.add_argument("--dev", action="store_true", help="with PostgreSQL and Redis of its own")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit status. Refuses to show secrets on a terminal."""
    options = _options(arguments)
    if sys.stdout.isatty():
        print("These are secrets: pass them on, | kubectl create -f -", file=sys.stderr)
        return 2
    items = manifests(options.namespace, redis_url=options.redis_url or "", dev=options.dev)
    print(json.dumps({"apiVersion": "v1", "kind": "List", "items": list(items)}, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
