"""A question that is asked all day has the answer of now each time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from kit.models import Errand
from kit.polled import polled

pytestmark = pytest.mark.django_db(transaction=True)


@polled
def due(names=("a",), later=timedelta(0)):
    return Errand.objects.filter(name__in=names, due_at__lte=Now() + later)


def add(name, later=timedelta(0)):
    return Errand.objects.create(name=name, key=name, payload={}, due_at=Now() + later)


def test_it_is_answered_anew_each_time():
    assert not due.any()
    errand = add("a")
    assert due.any()
    assert list(due()) == [errand]
    errand.delete()
    assert not due.any()


def test_by_the_clock_of_the_moment_it_is_asked():
    add("a", later=timedelta(seconds=0.3))
    assert not due.any()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.4)")
    assert due.any()


def test_arguments_are_questions_of_their_own():
    add("100%(x)s", later=timedelta(hours=1))
    assert not due.any(("100%(x)s",))
    assert due.any(("100%(x)s",), timedelta(hours=2))
    assert due.any(("100%(x)s",), later=timedelta(hours=2))
    assert not due.any(("b",), later=timedelta(hours=2))
    assert not due.any(()), "nothing is among none"


def test_once_it_was_asked_it_is_one_question(django_assert_num_queries):
    due.any()
    with django_assert_num_queries(1):
        assert not due.any()


def test_a_new_connection_and_a_transaction_that_failed_have_it_too():
    add("a")
    assert due.any()
    connection.close()
    assert due.any()
    connection.close()
    with transaction.atomic():
        assert due.any()
        transaction.set_rollback(True)
    assert due.any()


def test_it_follows_the_settings(settings):
    settings.ROUND = 1

    @polled
    def over():
        return Errand.objects.filter(attempts__lt=settings.ROUND)

    add("a")
    Errand.objects.update(attempts=5)
    assert not over.any()
    settings.ROUND = 10
    assert over.any()
