"""Devices with keys, and the pace of the holder."""

import asyncio

import pytest
from devices import holder, keys
from testing.sockets import close_all


@pytest.fixture
def trolley(db):
    """A trolley and its key."""
    return make("trolley", "T-1")


@pytest.fixture
def box(db):
    return make("box", "B-1")


@pytest.fixture
def another(db):
    """A trolley that is not the one of the test."""
    return make("trolley", "T-2")


def make(kind, external_id, chosen=None):
    device = keys.device_create(kind=kind, external_id=external_id)
    return device, keys.key_create(device=device, chosen=chosen)[1]


@pytest.fixture
async def quick(monkeypatch):
    """Holders that look every 50 ms, and whose sockets end with the test."""
    monkeypatch.setattr(holder, "PERIOD", 0.05)
    yield
    await close_all()
    async with asyncio.timeout(10):
        while holder.holder()._task is not None:
            await asyncio.sleep(0.02)
