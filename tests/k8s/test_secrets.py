"""`python -m tools.k8s.secrets` prints what the manifests ask for, and nothing twice."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from suite import registry
from tests.k8s import cluster as reading
from tests.k8s.cluster import ROOT
from tools.k8s import secrets

MANAGED = "rediss://aisle:word@redis.example.org:6380/0"
OF_OTHERS = {"backup", "gateway-tls"}  # whose values others give


def references(node: Any) -> Iterator[tuple[str, str]]:
    """The Secrets that an overlay's objects cannot do without, with the key."""
    if isinstance(node, list):
        for one in node:
            yield from references(one)
    elif isinstance(node, dict):
        for name, value in node.items():
            if name in ("secretKeyRef", "accessKeyId", "secretAccessKey"):
                if not value.get("optional"):
                    yield value["name"], value["key"]
            elif name == "passwordSecret":
                yield value["name"], "username"
                yield value["name"], "password"
            elif name == "secretName":
                yield value, "tls.crt"
            else:
                yield from references(value)


@pytest.mark.parametrize("overlay", ["dev", "prod"])
def test_the_cluster_gets_every_secret_that_it_asks_for(overlay: str) -> None:
    referenced = set(references(reading.written(overlay).objects))
    manifests = secrets.manifests("any", redis_url=MANAGED, dev=overlay == "dev")
    printed = {(one["metadata"]["name"], key) for one in manifests for key in one["stringData"]}

    missing = {name for name, _ in referenced - printed}

    assert missing == (OF_OTHERS if overlay == "prod" else set())
    assert {key for _, key in printed - referenced} <= {"username"}


def test_every_value_is_new_and_long() -> None:
    random = [
        value
        for _ in range(2)
        for one in secrets.manifests("aisle-dev", dev=True)
        for key, value in one["stringData"].items()
        if key not in ("username", "url")
    ]

    assert len(random) == len(set(random)) > 2 * len(registry.SERVICES)
    assert all(re.fullmatch("[0-9a-f]{64}", value) for value in random)


def test_a_database_s_secret_is_what_the_operator_takes() -> None:
    found = {one["metadata"]["name"]: one for one in secrets.manifests("aisle", redis_url=MANAGED)}

    for name in registry.names():
        one = found[f"{name}-database"]
        assert one["type"] == "kubernetes.io/basic-auth"
        assert one["stringData"]["username"] == name
        assert one["metadata"]["labels"]["cnpg.io/reload"] == "true"


def test_only_callers_have_something_to_show() -> None:
    found = {one["metadata"]["name"]: one for one in secrets.manifests("aisle", redis_url=MANAGED)}
    shown = {name for name in registry.names() if "SERVICE_SECRET" in found[name]["stringData"]}

    assert shown == set(registry.callers())


def test_dev_s_redis_is_reached_with_its_password() -> None:
    found = {one["metadata"]["name"]: one for one in secrets.manifests("aisle-dev", dev=True)}
    redis = found["redis"]["stringData"]

    assert redis["url"] == f"redis://:{redis['password']}@redis:6379/0"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-S", "-m", "tools.k8s.secrets", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT)


def test_the_tool_needs_nothing_installed_and_prints_one_list() -> None:
    done = run("--namespace", "aisle", "--redis-url", MANAGED)

    printed = json.loads(done.stdout)
    assert (printed["apiVersion"], printed["kind"]) == ("v1", "List")
    assert {one["metadata"]["namespace"] for one in printed["items"]} == {"aisle"}
    [redis] = [one for one in printed["items"] if one["metadata"]["name"] == "redis"]
    assert redis["stringData"] == {"url": MANAGED}


def test_the_tool_prints_dev_s_too() -> None:
    printed = json.loads(run("--namespace", "aisle-dev", "--dev").stdout)

    names = {one["metadata"]["name"] for one in printed["items"]}
    assert {"postgres", "redis"} < names


def test_a_terminal_is_shown_no_secret() -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "tools.k8s.secrets", "--namespace", "aisle-dev", "--dev"]

    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    os.close(theirs)

    os.set_blocking(ours, False)
    assert done.returncode == 2
    assert "kubectl create" in done.stderr
    with pytest.raises(OSError):  # nothing was written, and nobody writes any more
        os.read(ours, 1)
    os.close(ours)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--namespace", "aisle"),
        ("--namespace", "aisle", "--dev", "--redis-url", MANAGED),
        ("--namespace", "aisle", "--redis-url", "http://:geheim@redis.example.org"),
        ("--namespace", "aisle", "--redis-url", "redis://"),
    ],
)
def test_other_command_lines_are_refused(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert "geheim" not in done.stderr
