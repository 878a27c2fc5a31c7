"""A machine and its customer are played for a server, and each answer is checked.

The machine must be one that nobody else plays, unlocked, with at least two units inside.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from websockets.exceptions import ConnectionClosed

from tools.devices.vending.conformance import schema
from tools.devices.vending.conformance.probe import Server, Socket
from tools.devices.vending.conformance.report import Fault, Unchecked, demand

LOOKS_AGAIN = 0.1  # seconds
PING_WITHIN = 40.0  # seconds
UNITS = 2


async def accepts_a_machine(server: Server) -> None:
    """A websocket at /ws is accepted with `Origin: file://` and subprotocol `arduino`."""
    async with server.socket():
        pass


async def gives_a_code(server: Server) -> None:
    """Register, status and fetch_display in one go are answered by `display_code` alone."""
    async with server.machine() as socket:
        await socket.frame("display_code")
        kinds = {text.split('"')[3] for text in socket.texts}
        demand(kinds <= {"display_code", "ping", "lock"}, f"has sent {sorted(kinds)}")


async def shows_it_on_line(server: Server) -> None:
    """A registered machine is on line, and off line within 5 s of a proper end."""
    async with server.machine() as socket:
        await socket.frame("display_code")
        await _until(server, lambda shown: shown["status"] != "offline", "it is still offline")
    await _until(server, lambda shown: shown["status"] == "offline", "it is not offline")


async def asks_who_it_is(server: Server) -> None:
    """`fetch_display` before `register` is answered by `not_registered`, and nothing is closed."""
    async with server.socket() as socket:
        await socket.send(type="fetch_display")
        await socket.frame("error", lambda frame: frame["error"] == "not_registered")
        await server.register(socket)
        await socket.frame("display_code")


async def refuses_a_wrong_key(server: Server) -> None:
    """A wrong key gets `invalid_api_key` and 4401; what was sent behind it has no effect."""
    async with server.socket() as socket:
        await server.register(socket, api_key="a-wrong-key")
        await _refused(socket, "invalid_api_key")


async def refuses_an_unknown_machine(server: Server) -> None:
    """An unknown machine gets `unknown_machine` and 4401."""
    async with server.socket() as socket:
        await server.register(socket, machine_id="nobody-has-this-one")
        await _refused(socket, "unknown_machine")


async def leaves_the_real_one_alone(server: Server) -> None:
    """Somebody with a wrong key does not disturb the machine."""
    async with server.machine() as socket:
        await socket.frame("display_code")
        async with server.socket() as other:
            await server.register(other, api_key="another-wrong-key")
            await _refused(other, "invalid_api_key")
        await socket.send(type="fetch_display")
        await socket.frame("display_code")


async def endures_junk(server: Server) -> None:
    """No object, no JSON, binary, and unknown types are ignored; the socket stays open."""
    async with server.machine() as socket:
        await socket.frame("display_code")
        for junk in ("[]", "null", "no JSON", b"\x00\x01", '{"type":"of_a_later_version"}', "{}"):
            await socket.write(junk)
        await socket.send(type="pong")
        await socket.send(type="fetch_display")
        await socket.frame("display_code")


async def replaces_an_older_socket(server: Server) -> None:
    """A machine that registers again takes the place of its older socket, and stays on line."""
    async with server.machine() as older:
        await older.frame("display_code")
        async with server.machine() as newer:
            await newer.frame("display_code")
            await older.closed()
            await newer.send(type="fetch_display")
            await newer.frame("display_code")
            demand((await server.shown())["status"] != "offline", "counts as offline")


async def locks(server: Server) -> None:
    """A customer who types the code has the machine; `lock` has the same `expires_at`."""
    async with server.locked() as (_, frame, answer):
        demand(answer["machine_id"] == server.machine_id, f"locks {answer['machine_id']}")
        demand(frame["expires_at"] == answer["expires_at"], "two different times")
        shown = await server.shown()
        demand(shown["locked"] and shown["locked_by"] == server.client_id, f"shows {shown}")


async def locks_again_when_it_is_active(server: Server) -> None:
    """`active` during a lock is answered by `lock`, and the lock stays."""
    async with server.locked() as (socket, frame, _):
        await socket.send(type="status", value="active")
        again = await socket.frame("lock")
        demand(again["expires_at"] == frame["expires_at"], "another time")
        demand((await server.shown())["locked"], "the lock is gone")


async def locks_again_after_a_reconnection(server: Server) -> None:
    """A machine that registers during a lock gets `lock`, and no other code."""
    async with server.locked() as (_, frame, answer), server.machine() as back:
        again = await back.frame("lock")
        demand(again["expires_at"] == frame["expires_at"], "another time")
        await back.send(type="fetch_display")
        code = (await back.frame("display_code"))["value"]
        demand(code == answer["code"], "the code has changed")


async def unlocks(server: Server) -> None:
    """After an unlock come `unlock` and another code, in this order."""
    async with server.locked() as (socket, _, answer):
        reply = await server.unlock()
        demand(reply.status == 200, f"unlock is {reply.status} {reply.body}")
        await socket.frame("unlock")
        code = (await socket.frame("display_code"))["value"]
        demand(code != answer["code"], "the old code")


async def asks_for_the_key(server: Server) -> None:
    """A confirm without key is 401, with a wrong one 401, of an unknown sale 400."""
    body = {"transaction_id": "nobody-has-this-one", "dispensed": 1}
    for key, status, wanted in (
        ("", 401, {"detail": "Missing Authorization header"}),
        ("a-third-wrong-key", 401, {"detail": "Invalid API key"}),
        (server.key, 400, {"message": "confirm_failed", "error": "tx_not_found"}),
    ):
        answer = await server.of_machine("POST", "/confirm", body, key)
        demand((answer.status, answer.body) == (status, wanted), f"{answer.status} {answer.body}")


async def tells_the_machine_its_status(server: Server) -> None:
    """`GET status` wants the key, and shows code, stock and lock."""
    refused = await server.of_machine("GET", "/status")
    demand(refused.status == 401, f"without a key {refused.status}")
    answer = await server.of_machine("GET", "/status", key=server.key)
    demand(answer.status == 200, f"{answer.status} {answer.body}")
    wanted = {"machine_id", "status", "current_stock", "display_code", "locked"}
    demand(wanted <= set(answer.body), f"lacks {sorted(wanted - set(answer.body))}")


async def keeps_secrets(server: Server) -> None:
    """The public status has neither code nor key, and says who locks to nobody else."""
    async with server.locked() as (_, _, answer):
        other = await server.of_machine("GET", "/public-status?client_id=somebody-else")
        demand(answer["code"] not in str(other.body.values()), "shows the code")
        demand(server.key not in str(other.body), "shows the key")
        demand(other.body["locked"] and other.body["locked_by"] is None, f"shows {other.body}")


async def dispenses_once(server: Server) -> None:
    """Paid and triggered: one `command`; a repeated trigger is 200 and sends nothing more."""
    stock = (await server.shown())["current_stock"]
    if stock < UNITS:
        raise Unchecked(f"the machine holds {stock} units, and {UNITS} are needed")
    async with server.locked() as (socket, _, answer):
        sale = {**await server.paid(UNITS), "access_code": answer["code"]}
        await _trigger(server, sale)
        frame = await socket.frame("command")
        told = (frame["duration"], frame["transaction_id"])
        demand(told == (UNITS, sale["transaction_id"]), f"has sent {frame}")
        await _trigger(server, sale)
        await socket.nothing("command", server.silence)
        await _confirm(server, socket, sale["transaction_id"], stock)


async def pings(server: Server) -> None:
    """A `ping` comes every 30 s."""
    if not server.slow:
        raise Unchecked("takes half a minute: --slow")
    async with server.machine() as socket:
        await socket.frame("display_code")
        try:
            async with asyncio.timeout(PING_WITHIN):
                while '"ping"' not in str(await socket.wire.recv()):
                    pass
        except (TimeoutError, ConnectionClosed):
            raise Fault(f"no `ping` within {PING_WITHIN:g} s") from None


async def _trigger(server: Server, sale: dict[str, Any]) -> None:
    answer = await server.of_machine("POST", "/trigger-dispense", sale)
    demand(answer.status == 200, f"trigger-dispense is {answer.status} {answer.body}")


async def _confirm(server: Server, socket: Socket, transaction_id: str, stock: int) -> None:
    """Confirm, and once more: the stock falls once, and one `unlock` comes."""
    body = {"transaction_id": transaction_id, "dispensed": UNITS}
    answer = await server.of_machine("POST", "/confirm", body, server.key)
    demand(answer.status == 200, f"confirm is {answer.status} {answer.body}")
    wrong = schema.body_trouble("confirmed", answer.body)
    demand(not wrong, wrong)
    await socket.frame("unlock")
    await socket.frame("display_code")
    again = await server.of_machine("POST", "/confirm", body, server.key)
    demand(again == answer, f"a repeated confirm is {again.status} {again.body}")
    await socket.nothing("unlock", server.silence)
    left = (await server.shown())["current_stock"]
    demand(left == stock - UNITS, f"{left} units are left of {stock}")


async def _refused(socket: Socket, error: str) -> None:
    await socket.frame("error", lambda frame: frame["error"] == error)
    code = await socket.closed()
    demand(code == 4401, f"closed with {code}")
    kinds = [text for text in socket.texts if "display_code" in text]
    demand(not kinds, "sends a code to somebody who was refused")


async def _until(server: Server, holds: Callable[[dict[str, Any]], object], why: str) -> None:
    """Until something holds of the public status; raises Fault after 5 s."""
    try:
        async with asyncio.timeout(server.limit):
            while True:
                if holds(await server.shown()):
                    return
                await asyncio.sleep(LOOKS_AGAIN)
    except TimeoutError:
        raise Fault(f"{why} after {server.limit:g} s") from None


CHECKS = (
    accepts_a_machine,
    gives_a_code,
    shows_it_on_line,
    asks_who_it_is,
    refuses_a_wrong_key,
    refuses_an_unknown_machine,
    leaves_the_real_one_alone,
    endures_junk,
    replaces_an_older_socket,
    locks,
    locks_again_when_it_is_active,
    locks_again_after_a_reconnection,
    unlocks,
    asks_for_the_key,
    tells_the_machine_its_status,
    keeps_secrets,
    dispenses_once,
    pings,
)
