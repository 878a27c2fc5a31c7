"""PostgreSQL itself says whom the rules of k8s/components/cloudnativepg let in.

Its wheel knows no TLS and listens on a socket only, so each rule for the network stands here as one
for the socket. The order, which decides, is the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import product
from pathlib import Path

import psycopg2
import pytest
import yaml

from suite import registry
from tests.k8s.cluster import ROOT
from tests.support.waiting import wait_for
from tools.stack.embedded import SUPERUSER
from tools.stack.servers import Servers, throwaway

ACCESS = ROOT / "k8s/components/cloudnativepg/access.yaml"
PASSWORD = "the same for all"
ROLES = (*registry.names(), "app")  # the last one is what the operator makes by itself
LAST = "local all all scram-sha-256"  # what the operator puts behind ours
SOON = 20.0  # seconds


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    with throwaway() as servers:
        for role in ROLES:
            servers.postgres.ensure(role, PASSWORD)
        # There nobody takes from others what every role may: the rules alone decide.
        for database in (*ROLES, SUPERUSER):
            execute(servers, f'GRANT CONNECT ON DATABASE "{database}" TO PUBLIC')
        yield servers


def execute(servers: Servers, statement: str) -> list[tuple[str, ...]]:
    with closing(servers.postgres.connect()) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        connection.commit()
        return cursor.fetchall() if cursor.description else []


def load(servers: Servers, rules: list[str]) -> None:
    """Has PostgreSQL take these rules instead of its own, after one for its administrator."""
    [[path]] = execute(servers, "SHOW hba_file")
    lines = (f"local all {SUPERUSER} scram-sha-256", *rules)
    Path(path).write_text("".join(f"{line}\n" for line in lines))
    assert execute(servers, "SELECT error FROM pg_hba_file_rules WHERE error IS NOT NULL") == []
    execute(servers, "SELECT pg_reload_conf()")


def enters(servers: Servers, role: str, database: str) -> bool:
    try:
        psycopg2.connect(servers.postgres.url(role, PASSWORD, database)).close()
    except psycopg2.OperationalError as error:
        if "pg_hba.conf rejects connection" not in str(error):
            raise
        return False
    return True


@pytest.mark.parametrize("encrypted", [True, False])
def test_a_role_enters_its_own_database_only(servers: Servers, encrypted: bool) -> None:
    written = yaml.safe_load(ACCESS.read_text())["spec"]["postgresql"]["pg_hba"]
    rules = []
    for rule in written:
        kind, database, role, _, method = rule.split()
        if encrypted or kind == "host":
            rules.append(f"local {database} {role} {method}")

    load(servers, [LAST])
    wait_for(lambda: enters(servers, "app", "orders"), SOON, "without them everybody enters")
    load(servers, [*rules, LAST])
    wait_for(lambda: not enters(servers, "app", "app"), SOON, "the new rules hold")

    found = {pair for pair in product(ROLES, (*ROLES, SUPERUSER)) if enters(servers, *pair)}
    assert found == ({(name, name) for name in registry.names()} if encrypted else set())
