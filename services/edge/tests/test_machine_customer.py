"""A customer at the machine: what its socket is told of it."""

import pytest
from rows import now, shown
from testing.sockets import in_thread
from world import ALICE, BOB

pytestmark = pytest.mark.django_db(transaction=True)


async def test_a_code_locks_the_machine_and_an_unlock_frees_it_with_the_next_code(
    api, connect, machine
):
    async def send(path, **body):
        return (await in_thread(api.send, path, body)).json()

    socket = await connect()
    code = await socket.code()
    await socket.send(type="status", value="active")
    assert await socket.code() == code
    assert await shown(machine) == "active"
    locked = await send("/api/lock-by-code", client_id=ALICE, code=code, name="Alice")
    told = {"type": "lock", "expires_at": locked["expires_at"], "locked_by_name": "Alice"}
    assert await socket.frame() == told
    assert await shown(machine) == "locked"
    again = await send("/api/lock-by-code", client_id=ALICE, code=code)
    assert again == locked
    busy = await send("/api/lock-by-code", client_id=BOB, code=code)
    assert busy["status"] == "busy"
    await socket.send(type="status", value="active")  # it has missed the lock
    assert await socket.frame() == told
    freed = await send("/api/machine/M001/unlock", client_id=ALICE)
    assert freed == {"status": "unlocked", "new_display_code": None}
    following = (await now(machine)).display_code
    shows = {"type": "display_code", "value": following}
    assert await socket.frames(2) == [{"type": "unlock"}, shows]
    assert following != code
    assert await shown(machine) == "idle"
    await socket.send(type="status", value="active")
    assert await socket.code() == following
    assert await shown(machine) == "active"


async def test_a_machine_that_is_away_may_be_locked_and_is_told_when_it_returns(
    api, connect, machine
):
    body = {"client_id": ALICE, "code": machine.display_code}
    locked = (await in_thread(api.send, "/api/lock-by-code", body)).json()
    socket = await connect()
    assert await socket.frame() == {"type": "lock", "expires_at": locked["expires_at"]}
    assert await socket.silent()
    assert await socket.code() == machine.display_code
