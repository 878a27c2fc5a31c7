"""Several ws processes of edge, one of which has the machine; orders come from elsewhere."""

import tempfile

import pytest
from devices.models import Command
from django.conf import settings
from live import publisher
from live.publisher import Publisher
from processes import Processes, wait_for
from rows import dispense, fresh, logged, tell
from vending.actions.sending import dispense_frame
from websockets.exceptions import ConnectionClosed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]


@pytest.fixture
def processes(monkeypatch):
    with tempfile.TemporaryDirectory(prefix="aisle-") as directory:
        started = Processes(directory)
        started.redis_up()
        ours = Publisher(started.redis_url, settings.SERVICE_NAME)
        monkeypatch.setattr(publisher, "_publisher", ours)
        yield started
        started.end()


def stock(units):
    return {"type": "stock_update", "stock": units}


def test_a_ghost_of_another_process_is_replaced_and_each_frame_goes_once(processes, machine):
    one, two = processes.ws(), processes.ws()
    ghost = processes.machine(one)
    code = ghost.code()
    tell(stock(1))
    assert ghost.frame() == stock(1)
    real = processes.machine(two)
    assert ghost.close_of() == (4409, "replaced")
    assert real.code() != code
    for units in range(20):
        tell(stock(units))
    assert [real.frame() for _ in range(20)] == [stock(units) for units in range(20)]
    dispense(machine)
    assert real.frame() == dispense_frame("tx1", 2)
    assert real.silent(3.0)  # a round of each process's holder
    assert logged() == ["online", "dispense"]
    real.wire.close()
    wait_for(lambda: not fresh(machine).device.online, 10)
    assert logged() == ["online", "dispense", "offline"]


def test_while_redis_restarts_a_dispense_goes_once(processes, machine):
    _, holding = processes.ws(), processes.ws()
    real = processes.machine(holding)
    real.code()
    processes.redis_down()
    dispense(machine)
    tell(stock(7))
    assert [real.frame(), real.frame()] == [dispense_frame("tx1", 2), stock(7)]
    processes.redis_up()
    tell(stock(8))
    assert real.frame() == stock(8)
    assert real.silent(3.0)
    assert Command.objects.filter(payload__type="command", sent_at=None).count() == 0


def test_a_frame_above_64_kib_ends_its_own_socket_only(processes, machine, make_machine):
    path = processes.ws()
    real = processes.machine(path)
    real.code()
    make_machine("M002")
    neighbour = processes.machine(path, "M002", "machine-key-of-M002")
    real.send(type="status", value="x" * 60_000)
    assert len(real.code()) == 6
    real.send(type="status", value="x" * 66_000)
    with pytest.raises(ConnectionClosed):
        real.frame()
    wait_for(lambda: not fresh(machine).device.online, 10)
    assert len(neighbour.code()) == 6
    assert len(processes.machine(path).code()) == 6
