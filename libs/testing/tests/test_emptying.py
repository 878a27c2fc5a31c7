"""What a test has committed is gone in the next, however it was written."""

from threading import Event, Thread

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from kit.models import Errand
from testing.emptying import database_empty
from testing.races import waiting

pytestmark = pytest.mark.django_db(transaction=True)
WITHIN = 20.0  # seconds


@pytest.fixture
def kinds():
    """The content types, by name: Django writes them when it makes the tables."""
    return dict(ContentType.objects.values_list("model", "pk"))


@pytest.mark.parametrize("_", ["once", "and again"])
def test_what_a_test_commits_is_gone_in_the_next(kinds, _):
    assert not Errand.objects.exists()
    Errand.objects.create(name="tests", key="1", payload={})
    database_empty()
    assert not Errand.objects.exists()
    assert kinds["errand"] == ContentType.objects.get_for_model(Errand).pk
    Errand.objects.create(name="tests", key="1", payload={})


def test_a_thread_that_still_writes_is_waited_for():
    written, may_commit = Event(), Event()

    def write():
        with transaction.atomic():
            Errand.objects.create(name="tests", key="1", payload={})
            written.set()
            assert may_commit.wait(WITHIN)
        connection.close()

    def empty():
        database_empty()
        connection.close()

    threads = [Thread(target=write), Thread(target=empty)]
    threads[0].start()
    assert written.wait(WITHIN)
    threads[1].start()
    while not waiting():
        assert threads[1].is_alive()
    may_commit.set()
    for thread in threads:
        thread.join(WITHIN)
    assert not Errand.objects.exists()
