"""Several processes of a service, one of which holds the device."""

import tempfile
from datetime import timedelta

import pytest
from devices import keys
from devices.commands import command_order
from devices.models import Command, Device
from django.utils import timezone
from servers import Processes, wait_for
from sockets import written
from websockets.exceptions import ConnectionClosed

pytestmark = pytest.mark.django_db(transaction=True)
ONCE, UNTIL_ANSWERED = Command.Policy.ONCE, Command.Policy.UNTIL_ANSWERED


@pytest.fixture
def processes():
    with tempfile.TemporaryDirectory(prefix="aisle-") as directory:
        started = Processes(directory)
        yield started
        started.end()


def order(device, policy, seconds=60.0, **payload):
    end = timezone.now() + timedelta(seconds=seconds)
    return command_order(device=device, payload=payload, policy=policy, expires_at=end)


def online(device):
    return Device.objects.get(pk=device.pk).online


def test_a_ghost_of_another_process_is_replaced_and_each_command_goes_once(processes, trolley):
    device, key = trolley
    (_, one), (_, two) = processes.ws(), processes.ws()
    ghost = processes.machine(one, device, key)
    first = order(device, ONCE, number=1)
    assert ghost.frame()["id"] == str(first.uid)
    real = processes.machine(two, device, key)
    assert ghost.close_of() == (4409, "replaced")
    ids = [str(order(device, ONCE, number=number).uid) for number in range(20)]
    assert [real.frame()["id"] for _ in ids] == ids
    assert real.silent(3.0)  # a round of each process's holder
    assert online(device)
    assert written() == ["online"]
    real.wire.close()
    wait_for(lambda: not online(device), 5)
    assert written() == ["online", "offline"]


def test_a_process_that_dies_between_taking_and_sending(processes, trolley):
    """What may have been done is not sent again; what the device knows by its id is."""
    device, key = trolley
    (first, one), (second, two) = processes.ws(), processes.ws()
    machine = processes.machine(one, device, key)
    once = order(device, ONCE, kill=True, spared=second.pid)
    assert first.wait(10) == -9
    with pytest.raises(ConnectionClosed):
        machine.frame()
    (third, three) = processes.ws()
    again = processes.machine(three, device, key)
    until_answered = order(device, UNTIL_ANSWERED, kill=True, spared=second.pid)
    assert third.wait(10) == -9
    with pytest.raises(ConnectionClosed):
        again.frame()
    last = processes.machine(two, device, key)
    assert last.frame()["id"] == str(until_answered.uid)
    assert last.silent(3.0)
    last.send(id=str(until_answered.uid), type="result", data={"ok": True})
    wait_for(lambda: Command.objects.filter(outcome="answered").exists())
    once.refresh_from_db()
    assert once.sent_at is not None
    assert (once.ended_at, written()) == (None, ["online", "answered"])


def test_the_worker_ends_commands_and_finds_who_is_gone(processes, trolley, box):
    device, key = trolley
    process, path = processes.ws()
    processes.worker()
    processes.machine(path, device, key)
    order(device, ONCE, seconds=0.5)
    order(box[0], ONCE, seconds=0.5)
    wait_for(lambda: {"unanswered", "unsent"} <= set(written()))
    process.kill()
    process.wait()
    long_ago = timezone.now() - timedelta(seconds=60)
    Device.objects.filter(pk=device.pk).update(last_seen_at=long_ago)
    wait_for(lambda: written()[-1] == "offline")
    assert sorted(written()) == ["offline", "online", "unanswered", "unsent"]


def test_a_frame_above_64_kib_ends_its_own_socket_only(processes, trolley, another):
    _, path = processes.ws()
    neighbour = processes.machine(path, *another)
    machine = processes.machine(path, *trolley)
    machine.send(id="x", type="heartbeat", data={"x": "x" * 60_000})
    assert machine.frame()["id"] == "x"
    machine.send(id="x", type="heartbeat", data={"x": "x" * 66_000})
    with pytest.raises(ConnectionClosed):
        machine.frame()
    neighbour.send(id="h", type="heartbeat", data={})
    assert neighbour.frame()["id"] == "h"


def test_a_revoked_key_ends_the_socket_in_its_process(processes, trolley):
    device, key = trolley
    _, path = processes.ws()
    machine = processes.machine(path, device, key)
    keys.keys_revoke(device=device)
    assert machine.close_of() == (4401, "wrong_key")
