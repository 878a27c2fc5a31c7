"""The route by which machines confirm."""

import pytest
from devices.models import Command
from rows import dispense, everything, fresh, logged
from testing.hostile import NO_OBJECTS
from testing.sockets import in_thread
from vending import states
from vending.models import Lock, Sale
from world import KEY, MACHINE

pytestmark = pytest.mark.django_db(transaction=True)
CONFIRM = "/api/machine/M001/confirm"
NOT_FOUND = (400, {"message": "confirm_failed", "error": "tx_not_found"})


def said(response):
    return response.status_code, response.json()


def sales():
    return list(Sale.objects.order_by("pk").values())


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_confirm_frees_the_machine_and_a_repeat_gets_the_first_answer(api, machine, slash):
    sale = dispense(machine)
    body = {"transaction_id": "tx1", "dispensed": 2}
    first = said(api.send(CONFIRM + slash, body, token=KEY))
    after = fresh(machine)
    code = after.display_code
    assert first == (200, {"status": "confirmed", "dispensed": 2, "new_display_code": code})
    assert (after.current_stock, code == machine.display_code) == (8, False)
    assert not Lock.objects.exists()
    sale.refresh_from_db()
    assert (sale.state, sale.dispensed) == (states.DELIVERED, 2)
    before = everything(), sales()
    for repeated in (2, 0, 7):
        body = {"transaction_id": "tx1", "dispensed": repeated}
        assert said(api.send(CONFIRM, body, token=KEY)) == first
    assert (everything(), sales()) == before


def test_without_a_number_nothing_came_out(api, machine):
    dispense(machine)
    answer = api.send(CONFIRM, {"transaction_id": "tx1"}, token=KEY)
    assert (answer.status_code, answer.json()["dispensed"]) == (200, 0)
    assert Sale.objects.get().state == states.REFUND_DUE
    assert fresh(machine).current_stock == 10


def test_a_transaction_that_is_not_the_machines_is_not_found(api, machine, make_machine):
    dispense(make_machine("M002"), "tx2")
    before = everything(), sales()
    for transaction_id in ("tx1", "tx2", "", None, "TX2", " tx2"):
        body = {"transaction_id": transaction_id, "dispensed": 2}
        assert said(api.send(CONFIRM, body, token=KEY)) == NOT_FOUND
    assert said(api.send(CONFIRM, {}, token=KEY)) == NOT_FOUND
    assert (everything(), sales()) == before


@pytest.mark.parametrize("dispensed", [-1, 1.5, "2", True, None, [], {}, 2**31, 10**30])
def test_a_number_of_units_that_is_none_is_refused(api, machine, dispensed):
    dispense(machine)
    before = everything(), sales()
    answer = api.send(CONFIRM, {"transaction_id": "tx1", "dispensed": dispensed}, token=KEY)
    assert (answer.status_code, set(answer.json())) == (400, {"detail"})
    assert (everything(), sales()) == before


def test_odd_bodies_confirm_nothing(api, machine):
    dispense(machine)
    before = everything(), sales()
    odd = [{"transaction_id": value, "dispensed": 2} for value in (7, [], {}, "x" * 201, "a\0b")]
    for body in (*NO_OBJECTS.values(), *odd):
        answer = api.send(CONFIRM, body, token=KEY)
        assert (answer.status_code, set(answer.json())) == (400, {"detail"}), body
    assert (everything(), sales()) == before


async def test_the_machine_hears_of_its_confirm_on_its_socket(api, connect, machine):
    socket = await connect()
    code = await socket.code()
    await in_thread(dispense, machine)
    assert [frame["type"] for frame in await socket.frames(1)] == ["command"]
    body = {"transaction_id": "tx1", "dispensed": 2}
    answer = (await in_thread(api.send, CONFIRM, body, token=KEY)).json()
    new = {"type": "display_code", "value": answer["new_display_code"]}
    assert await socket.frames(2) == [{"type": "unlock"}, new]
    assert new["value"] != code
    outcomes = await in_thread(lambda: set(Command.objects.values_list("outcome", flat=True)))
    assert outcomes == {"", "answered"}
    assert (await in_thread(logged))[-2:] == ["confirm", "unlock"]
    assert (await in_thread(fresh, machine)).machine_id == MACHINE
