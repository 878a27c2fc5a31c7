"""The environment of a container, from what compose gives the same process.

Settings come all together from the ConfigMap `settings`, secrets from Secrets that nobody here
makes. A secret with something around it becomes a variable of its own and `$(NAME)`, which
Kubernetes fills in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tools.k8s.compose import SETTING

SETTINGS = "settings"
#: Where a secret of `.env` is in a cluster: the Secret, with {0} for the service, and its key, with
#: the pattern's groups.
SECRETS = (
    (re.compile(r"([A-Z]+)_DB_PASSWORD"), "{0}-database", "password"),
    (re.compile(r"(POSTGRES)_PASSWORD"), "{0}", "password"),
    (re.compile(r"(RAZORPAY)_(KEY_ID|SECRET_KEY|WEBHOOK_SECRET)"), "{0}", "{1}"),
    (re.compile(r"()(ADMIN_PASSWORD|SENDER_PASSWORD|OPERATOR_WEBHOOK_SECRET)"), "vending", "{1}"),
    (re.compile(r"()(CLIPS_BUCKET_KEY_ID|CLIPS_BUCKET_SECRET_KEY)"), "clips", "{1}"),
    (re.compile(r"()(PICTURES_BUCKET_KEY_ID|PICTURES_BUCKET_SECRET_KEY)"), "pictures", "{1}"),
    (re.compile(r"([A-Z]+)_SECRET_KEY"), "{0}", "SECRET_KEY"),
    (re.compile(r"([A-Z]+)_SERVICE_SECRET"), "{0}", "SERVICE_SECRET"),
)
#: Secrets that a cluster may do without: then nothing can be paid there, and operators of vending
#: machines have neither a shared password nor mails by a server with one, nor signed webhooks, and
#: clips and pictures are in no bucket.
OPTIONAL = frozenset({"clips", "pictures", "razorpay", "vending"})
#: Values that are a secret as a whole, whatever compose makes them of: a managed Redis has TLS, a
#: user and an address of its own.
WHOLE = {"REDIS_URL": ("redis", "url")}


def of_container(environment: Mapping[str, str]) -> dict[str, Any]:
    """The container's `env` and `envFrom`: what a value refers to stands before it."""
    found: dict[str, dict[str, Any]] = {}
    for name, value in environment.items():
        for entry in _entries(name, value):
            found.setdefault(entry["name"], entry)
    parts: dict[str, Any] = {}
    if settings_of(environment):
        parts["envFrom"] = [{"configMapRef": {"name": SETTINGS}}]
    if found:
        parts["env"] = list(found.values())
    return parts


def settings_of(environment: Mapping[str, str]) -> set[str]:
    """The settings that a process is given as they are. Raises ValueError for one under another
    name, or with something around it: no process has one.
    """
    found = set()
    for name, value in environment.items():
        parts = {part for part in SETTING.findall(value) if secret_of(part) is None}
        if name in WHOLE or not parts:
            continue
        if parts != {name} or not SETTING.fullmatch(value):
            raise ValueError(f"{name}: {value} is neither a setting nor a secret")
        found.add(name)
    return found


def secret_of(name: str) -> tuple[str, str] | None:
    """The Secret and the key that hold a secret of `.env`; None for a setting."""
    for pattern, secret, key in SECRETS:
        if match := pattern.fullmatch(name):
            return secret.format(match[1].lower()), key.format(*match.groups())
    return None


def _entries(name: str, value: str) -> Iterator[dict[str, Any]]:
    parts = [(part, secret) for part in SETTING.findall(value) if (secret := secret_of(part))]
    if name in WHOLE:
        yield {"name": name, "valueFrom": _secret(*WHOLE[name])}
    elif parts and SETTING.fullmatch(value):
        yield {"name": name, "valueFrom": _secret(*parts[0][1])}
    elif parts or not SETTING.search(value):
        for part, secret in parts:
            yield {"name": part, "valueFrom": _secret(*secret)}
        yield {"name": name, "value": SETTING.sub(r"$(\1)", value)}


def _secret(name: str, key: str) -> dict[str, Any]:
    optional = {"optional": True} if name in OPTIONAL else {}
    return {"secretKeyRef": {"name": name, "key": key, **optional}}
