"""Statements prepared once per connection."""

from uuid import uuid4

import pytest
from django.db import connection
from kit.prepared import Prepared

pytestmark = pytest.mark.django_db


@pytest.fixture
def double():
    """A statement of a name that no other test has prepared."""
    name = f"double_{uuid4().hex}"
    text = "SELECT unnest(%(numbers)s::int[]) * %(by)s::int, %(word)s::text, %(by)s::int"
    return Prepared(name, text)


def prepared():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements WHERE name LIKE 'double_%%'")
        return {name for (name,) in cursor.fetchall()}


def test_rows_by_the_names_of_its_parameters(double):
    assert double.rows({"word": "it's", "numbers": [1, 2], "by": 3}) == [
        (3, "it's", 3),
        (6, "it's", 3),
    ]
    assert double.row({"word": None, "numbers": [4], "by": 1}) == (4, None, 1)
    assert double.row({"word": "", "numbers": [], "by": 1}) is None


def test_one_without_parameters():
    assert Prepared(f"double_{uuid4().hex}", "SELECT 2").rows({}) == [(2,)]


def test_it_is_prepared_once_per_connection(double, django_assert_num_queries):
    values, before = {"word": "", "numbers": [1], "by": 1}, prepared()
    for queries in (2, 1, 1):
        with django_assert_num_queries(queries):
            double.row(values)
    assert len(prepared() - before) == 1


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_has_to_prepare_it_again(double):
    values = {"word": "", "numbers": [2], "by": 2}
    assert double.row(values) == (4, "", 2)
    connection.close()
    assert prepared() == set()
    assert double.row(values) == (4, "", 2)
    assert len(prepared()) == 1
