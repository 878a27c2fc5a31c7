"""Machines are registered by operators, and prove themselves by HTTP."""

import pytest
from devices.keys import key_create, keys_revoke
from devices.models import DeviceKey
from kit.clock import iso
from kit.errors import ApiError
from rows import everything, lock, logged
from testing.races import at_once
from vending.actions.machines import machine_create
from vending.models import Lock, Machine
from world import JOHN, KEY, MACHINE

pytestmark = pytest.mark.django_db
REGISTER, TELEMETRY = "/api/machine/register", "/device/telemetry"
STATUS = "/api/machine/M001/status"
REPORT = "/api/machine/M001/report-error"
COMMANDS = "/device/commands/M001"


def said(response):
    return response.status_code, response.json()


def refusal(status, words):
    return status, {"detail": words}


@pytest.fixture
def unchanged(machine):
    before = everything()
    return lambda: everything() == before


@pytest.mark.parametrize("slash", ["", "/"])
def test_an_operator_registers_a_machine_with_a_key_of_his_choice(api, operator, slash):
    body = {"machine_id": "M-7_x", "api_key": "a-key-of-mine"}
    answer = api.send(REGISTER + slash, body, token=operator)
    machine = Machine.objects.select_related("device").get()
    assert said(answer) == (
        200,
        {
            "message": "Machine M-7_x registered",
            "status": "ok",
            "display_code": machine.display_code,
            "display_code_expires_at": iso(machine.display_code_expires_at),
        },
    )
    assert (machine.machine_id, machine.current_stock, machine.device.online) == ("M-7_x", 0, False)
    status = api.ask("/api/machine/M-7_x/status", token="a-key-of-mine").json()
    assert status["status"] == "offline"
    assert logged() == ["registered"]


@pytest.mark.parametrize("none", [{}, {"api_key": "none"}, {"api_key": ""}, {"api_key": None}])
def test_or_without_one_and_gets_a_random_key_once(api, operator, none):
    answer = api.send(REGISTER, {"machine_id": "M009", **none}, token=operator).json()
    key = answer["api_key"]
    assert len(key) >= 32
    assert api.ask("/api/machine/M009/status", token=key).status_code == 200
    again = api.send(REGISTER, {"machine_id": "M009"}, token=key)
    assert (again.status_code, "api_key" in again.json()) == (200, False)


@pytest.mark.parametrize("by", ["body", "bearer"])
def test_a_known_machine_proves_itself_and_gets_its_next_code(api, machine, by):
    body = {"machine_id": MACHINE, **({"api_key": KEY} if by == "body" else {})}
    answer = api.send(REGISTER, body, token=KEY if by == "bearer" else "")
    fresh = Machine.objects.select_related("device").get()
    assert answer.status_code == 200
    assert answer.json()["display_code"] == fresh.display_code != machine.display_code
    assert fresh.device.online is True
    assert fresh.current_stock == 10


def test_a_locked_machine_that_registers_keeps_its_code(api, machine):
    lock(machine)
    answer = api.send(REGISTER, {"machine_id": MACHINE, "api_key": KEY})
    assert answer.json()["display_code"] == machine.display_code
    assert Lock.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({}, 400, "Missing machine_id"),
        ({"machine_id": ""}, 400, "Missing machine_id"),
        ({"machine_id": None, "api_key": KEY}, 400, "Missing machine_id"),
        ({"machine_id": MACHINE}, 401, "Invalid API key"),
        ({"machine_id": MACHINE, "api_key": "none"}, 401, "Invalid API key"),
        ({"machine_id": MACHINE, "api_key": "wrong-key"}, 401, "Invalid API key"),
        ({"machine_id": "M999", "api_key": KEY}, 404, "Machine not registered"),
        ({"machine_id": "no such/../id", "api_key": KEY}, 404, "Machine not registered"),
    ],
)
def test_nobody_else_registers_anything(api, unchanged, body, status, words):
    assert said(api.send(REGISTER, body)) == refusal(status, words)
    assert unchanged()


def test_who_is_signed_in_without_the_role_is_no_operator(api, unchanged, token):
    for name, expected in (
        ("M999", refusal(404, "Machine not registered")),
        (MACHINE, refusal(401, "Invalid API key")),
    ):
        for bearer in (token(JOHN), "x.y.z", "wrong-key"):
            assert said(api.send(REGISTER, {"machine_id": name}, token=bearer)) == expected
    assert unchanged()


def test_an_operator_overwrites_no_key(api, operator, unchanged):
    for key in ("another-key", "none"):
        body = {"machine_id": MACHINE, "api_key": key}
        answer = api.send(REGISTER, body, token=operator)
        assert said(answer) == refusal(409, "Machine already registered")
    assert unchanged()


@pytest.mark.parametrize("name", ["a b", "x" * 51, "é", "a/b", "M001\n", " M001"])
def test_an_impossible_name_is_refused(api, operator, unchanged, name):
    answer = api.send(REGISTER, {"machine_id": name}, token=operator)
    assert said(answer) == refusal(400, "A machine_id is 1 to 50 of A-Z a-z 0-9 _ -")
    assert unchanged()


@pytest.mark.parametrize("key", ["short", "x" * 201, " blanks around ", "tab\tinside"])
def test_an_impossible_key_is_refused(api, operator, unchanged, key):
    answer = api.send(REGISTER, {"machine_id": "M009", "api_key": key}, token=operator)
    assert answer.status_code == 400
    assert unchanged()


def test_a_key_that_was_revoked_proves_nothing(api, machine):
    _, newer = key_create(device=machine.device)
    keys_revoke(device=machine.device)
    for key in (KEY, newer):
        answer = api.send(REGISTER, {"machine_id": MACHINE, "api_key": key})
        assert said(answer) == refusal(401, "Invalid API key")


@pytest.mark.django_db(transaction=True)
def test_of_many_who_register_one_machine_one_wins():
    def register(number):
        try:
            return machine_create(machine_id="M009", key=f"key-number-{number}")[1]
        except ApiError as refused:
            return str(refused)

    found = at_once(register, 8)
    assert found.count("Machine already registered") == 7
    assert (Machine.objects.count(), DeviceKey.objects.count()) == (1, 1)


@pytest.mark.parametrize("value", [7, 1.5, True, [], {}, ["M001"], "x" * 201, "a\0b"])
def test_odd_values_register_nothing(api, operator, unchanged, value):
    for field in ("machine_id", "api_key"):
        body = {"machine_id": MACHINE, "api_key": KEY, field: value}
        answer = api.send(REGISTER, body, token=operator)
        assert (answer.status_code, set(answer.json())) == (400, {"detail"}), field
    assert unchanged()
