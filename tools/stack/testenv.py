"""The environment of a service under test."""

from __future__ import annotations

from suite import registry
from suite.registry import Service
from tools.stack import plan


def service_environment(name: str, database_url: str, redis_url: str) -> dict[str, str]:
    """Like in the embedded mode, with secrets that are none and peers that do not answer.

    A name that is no service's (the kit's tests) gets the settings of one that has all peers.
    """
    return plan.service_environment(
        name if name in registry.names() else max(registry.SERVICES, key=_peers).name,
        database_url=database_url,
        redis_url=redis_url,
        secrets={secret: f"test-{secret}" for secret in plan.secret_names()},
        addresses=dict.fromkeys(registry.names(), "http://127.0.0.1:9"),
        public_url="http://localhost:8080",
    )


def _peers(entry: Service) -> int:
    return len(entry.peers)
