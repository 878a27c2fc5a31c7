"""A played vending machine at a played server, for tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from tools.devices.vending.board import Timing
from tools.devices.vending.conformance.server import PlayedServer
from tools.devices.vending.esp32 import Esp32

PATIENCE = 10.0  # seconds
QUICK = Timing(
    status=0.02,
    fetch=0.1,
    reconnect=0.05,
    handshake=2,
    unit=0.05,
    lock=60,
    http=2,
    health=0.01,
    fallback=0.05,
)
MACHINE, KEY = "M001", "key-of-M001"


def ends(test: Coroutine[Any, Any, None]) -> None:
    """Run it, with an end."""

    async def within() -> None:
        async with asyncio.timeout(PATIENCE):
            await test

    asyncio.run(within())


@asynccontextmanager
async def playing(**options: Any) -> AsyncIterator[tuple[PlayedServer, Esp32]]:
    """A machine that has shown its first code, with these options."""
    server = PlayedServer(MACHINE, KEY)
    await server.open()
    machine = Esp32(server.url, MACHINE, KEY, **{"timing": QUICK, **options})
    running = asyncio.create_task(machine.run())
    try:
        await machine.until(lambda machine: machine.code == server.code)
        yield server, machine
    finally:
        running.cancel()
        await asyncio.wait([running])
        await server.close()
    assert running.cancelled()


async def sold(server: PlayedServer, machine: Esp32, units: int) -> str:
    """The transaction of so many units, which the machine begins to push out."""
    server.lock()
    await machine.until(lambda machine: machine.locked)
    begun = machine.counted.commands
    transaction_id = server.dispense(units)
    await machine.until(lambda machine: machine.counted.commands == begun + 1)
    return transaction_id


async def confirmed(server: PlayedServer, transaction_id: str, times: int = 1) -> None:
    assert await server.until(lambda: len(server.confirms(transaction_id)) >= times, PATIENCE)
