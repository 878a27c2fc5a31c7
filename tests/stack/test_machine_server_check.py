"""The conformance kit for vending machines, the other way: a machine is played, servers are
checked. A good one passes; each fault of another one is found by its name. The suite itself is
checked in tests/integration/vending.
"""

from __future__ import annotations

import asyncio
import socket

import pytest

from tests.stack.vending_server import WrongServer
from tools.devices.vending.conformance.__main__ import main
from tools.devices.vending.conformance.of_server import CHECKS
from tools.devices.vending.conformance.probe import Server
from tools.devices.vending.conformance.report import Finding, run
from tools.devices.vending.esp32 import Esp32

MACHINE, KEY = "M001", "key-of-M001"
WITHIN = 120.0  # seconds for all of them, beside each other

#: By what is wrong: the check that finds it, and what it says.
SERVERS: dict[str, tuple[str, str]] = {
    "": ("", ""),
    "acknowledges": ("gives_a_code", "unknown type"),
    "sends numbers": ("gives_a_code", "is not of type 'string'"),
    "sends too much": ("gives_a_code", "more than 256"),
    "always idle": ("shows_it_on_line", "it is not offline"),
    "says nothing too early": ("asks_who_it_is", "no `error`"),
    "takes any key": ("refuses_a_wrong_key", "no `error`"),
    "closes properly": ("refuses_a_wrong_key", "closed with 1000"),
    "tells everybody": ("refuses_a_wrong_key", "sends a code"),
    "takes any machine": ("refuses_an_unknown_machine", "no `error`"),
    "kicks the real one": ("leaves_the_real_one_alone", "closed"),
    "closes on junk": ("endures_junk", "closed"),
    "keeps both": ("replaces_an_older_socket", "is not closed"),
    "locks in silence": ("locks", "no `lock`"),
    "two times": ("locks", "two different times"),
    "locks once": ("locks_again_when_it_is_active", "no `lock`"),
    "forgets the lock": ("locks_again_after_a_reconnection", "no `lock`"),
    "keeps the code": ("unlocks", "the old code"),
    "another text": ("asks_for_the_key", "401"),
    "open door": ("tells_the_machine_its_status", "without a key 200"),
    "shows the code": ("keeps_secrets", "shows the code"),
    "names the holder": ("keeps_secrets", "shows"),
    "commands twice": ("dispenses_once", "sends"),
    "commands one": ("dispenses_once", "has sent"),
    "counts twice": ("dispenses_once", "units are left of 9"),
    "refuses a repeat": ("dispenses_once", "a repeated confirm is 409"),
}


async def check(wrong: str) -> list[Finding]:
    server = WrongServer(MACHINE, KEY, wrong)
    await server.open()
    try:
        subject = Server(server.url, MACHINE, KEY, limit=2.0, silence=0.2)
        return await run(CHECKS, subject, lambda _: None)
    finally:
        await server.close()


@pytest.fixture(scope="module")
def findings() -> dict[str, dict[str, Finding]]:
    """What is found of each server, by check; all are checked beside each other."""

    async def all_of_them() -> list[list[Finding]]:
        async with asyncio.timeout(WITHIN):
            return await asyncio.gather(*map(check, SERVERS))

    found = dict(zip(SERVERS, asyncio.run(all_of_them()), strict=True))
    return {wrong: {each.name: each for each in found[wrong]} for wrong in found}


@pytest.mark.parametrize("wrong", SERVERS)
def test_what_is_wrong_with_a_server_is_found_by_name(
    findings: dict[str, dict[str, Finding]], wrong: str
) -> None:
    name, why = SERVERS[wrong]
    found = findings[wrong]
    if name:
        assert found[name].word == "FAILS", found
        assert why in found[name].why
    else:
        words = {each.name: each.word for each in found.values() if each.word != "ok"}
        assert words == {"pings": "skipped"}, found
        assert len(found) == len(CHECKS)


def test_where_nothing_can_be_paid_nothing_is_said_of_dispensing() -> None:
    async def test() -> list[Finding]:
        server = WrongServer(MACHINE, KEY)
        server.sandbox = False
        await server.open()
        try:
            return await run(CHECKS, Server(server.url, MACHINE, KEY, silence=0.1), lambda _: None)
        finally:
            await server.close()

    found = {finding.name: finding for finding in asyncio.run(test())}
    assert str(found["dispenses_once"]) == (
        "skipped  dispenses_once: nothing can be paid here: the order has no page of a sandbox"
    )


def free_port() -> int:
    with socket.socket() as wire:
        wire.bind(("127.0.0.1", 0))
        return int(wire.getsockname()[1])


def test_the_command_line_ends_with_1_where_nobody_is(capsys: pytest.CaptureFixture[str]) -> None:
    port = free_port()
    words = ["--machine", MACHINE, "--key", KEY]
    assert main(["server", *words, "--url", f"http://127.0.0.1:{port}"]) == 1
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith("FAILS    accepts_a_machine: no websocket at /ws")
    assert last == "0 ok, 1 fails, 0 skipped"
    assert main(["device", *words, "--port", str(port), "--wait", "0.05"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"Waiting for {MACHINE} at ws://0.0.0.0:{port}/ws"
    assert lines[-1] == "0 ok, 1 fails, 0 skipped"
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", port))
        taken.listen()
        assert main(["device", *words, "--port", str(port)]) == 2


def test_the_played_machine_and_the_played_server_get_along() -> None:
    async def test() -> None:
        server = WrongServer(MACHINE, KEY)
        await server.open()
        machine = Esp32(server.url, MACHINE, KEY)
        running = asyncio.create_task(machine.run())
        async with asyncio.timeout(10):
            await machine.until(lambda machine: bool(machine.code))
        running.cancel()
        await asyncio.wait([running])
        assert await server.until(lambda: not server.wires[0].is_open, 5)
        assert machine.counted.closed_with == [1000]
        await server.close()

    asyncio.run(test())
