"""Reads survive a connection that the server has dropped; writes are never done twice."""

import asyncio

import pytest
from django.db import IntegrityError, OperationalError, connection
from lamps.models import House
from live.database import in_database, shared, write

pytestmark = pytest.mark.django_db(transaction=True)


def backend():
    """The server's process of this thread's connection; takes long enough for others to start."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid(), pg_sleep(0.05)")
        return cursor.fetchone()[0]


def terminate(pids):
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid, 5000) FROM unnest(%s) pid", [pids])
    finally:
        connection.close()


@pytest.fixture
async def dropped():
    """All our threads had a connection, and the server has ended it, as a restart does."""
    pids = set(await asyncio.gather(*(in_database(backend) for _ in range(4))))
    await asyncio.to_thread(terminate, list(pids))
    return pids


async def test_a_read_is_tried_again_on_a_new_connection(dropped):
    assert await asyncio.gather(*(in_database(House.objects.count) for _ in range(4))) == [0] * 4


async def test_a_write_is_tried_once_and_the_next_one_has_a_new_connection(dropped):
    tries = []

    def create():
        tries.append(1)
        if len(tries) == 1:
            terminate([backend()])
        House.objects.create(name="home")

    with pytest.raises(OperationalError):
        await write(create)
    assert len(tries) == 1
    for _ in range(8):  # also in the threads whose connections were dropped unseen
        await write(create)
    assert await in_database(House.objects.count) == 8


async def test_a_write_that_the_database_refuses_raises_and_leaves_nothing():
    def create_twice():
        House.objects.create(id=1, name="home")
        House.objects.create(id=1, name="home")

    with pytest.raises(IntegrityError):
        await write(create_twice)
    assert await in_database(House.objects.count) == 1


async def test_equal_reads_at_once_are_one():
    reads = []

    def read():
        reads.append(1)
        return House.objects.count()

    assert await asyncio.gather(*(shared(read) for _ in range(20))) == [0] * 20
    assert len(reads) == 1
