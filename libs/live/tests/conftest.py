"""What the tests share: a Redis that may be killed, and the channel layer of the service."""

import pytest
from channels.layers import get_channel_layer
from live import hub, publisher
from live.hub import Hub
from own_redis import OwnRedis


@pytest.fixture
async def own_redis(monkeypatch):
    monkeypatch.setattr(hub, "LONGEST_PAUSE", 0.2)
    monkeypatch.setattr(publisher, "REST", 0.0)
    server = OwnRedis()
    await server.up()
    yield server
    server.down()
    server.remove()


@pytest.fixture
async def local_hub(own_redis):
    made = Hub(own_redis.url)
    yield made
    await made.close()


@pytest.fixture
async def layer():
    """The channel layer; its connections end with the test."""
    layer = get_channel_layer()
    yield layer
    await layer.hub().close()
