"""The environment of a service under test."""

from __future__ import annotations

from tools.stack import plan


def service_environment(name: str, database_url: str, redis_url: str) -> dict[str, str]:
    """Like in the embedded mode, with secrets that are none and peers that do not answer.

    A name that is no service's (the kit's tests) gets the settings of one that has all peers.
    """
    return plan.service_environment(
        name if name in plan.PEERS else max(plan.PEERS, key=lambda each: len(plan.PEERS[each])),
        database_url=database_url,
        redis_url=redis_url,
        secrets={secret: f"test-{secret}" for secret in plan.secret_names()},
        addresses=dict.fromkeys(plan.PEERS, "http://127.0.0.1:9"),
        public_url="http://localhost:8080",
    )
