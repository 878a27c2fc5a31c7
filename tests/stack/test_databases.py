"""One cluster, a database for each service, and no way from one to another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest

from tools.stack.embedded import Postgres
from tools.stack.servers import throwaway


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with throwaway() as servers:
        yield servers.postgres


def answers(url: str, question: str = "SELECT current_user || ' ' || current_database()") -> str:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
        return str(row[0]) if row else ""


def test_a_service_is_alone_in_its_database(postgres: Postgres) -> None:
    orders = postgres.ensure("orders", "word of orders")
    postgres.ensure("codes", "word of codes")
    assert answers(orders) == "orders orders"
    foreign = postgres.url("orders", "word of orders", "codes")
    with pytest.raises(psycopg2.OperationalError, match='permission denied for database "codes"'):
        answers(foreign)


def test_a_service_is_no_superuser(postgres: Postgres) -> None:
    orders = postgres.ensure("orders", "word of orders")
    rights = (
        "SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = 'orders'"
    )
    assert answers(orders, rights) == "False"


def test_the_password_counts_and_may_change(postgres: Postgres) -> None:
    postgres.ensure("orders", "old")
    new = postgres.ensure("orders", "it's “new” \\ %s")
    assert answers(postgres.url("orders", "it%27s%20%E2%80%9Cnew%E2%80%9D%20%5C%20%25s", "orders"))
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        answers(postgres.url("orders", "old", "orders"))
    assert new.startswith("postgresql://orders:")


def test_a_database_is_new_once(postgres: Postgres) -> None:
    postgres.ensure("locations", "word")
    assert postgres.fresh
    postgres.fresh = False
    postgres.ensure("locations", "word")
    assert not postgres.fresh
