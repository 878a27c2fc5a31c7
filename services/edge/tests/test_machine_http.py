"""What machines call by HTTP: their status, reports, hand-outs, telemetry."""

from datetime import timedelta

import pytest
from devices.commands import command_take
from devices.models import Device
from django.utils import timezone
from kit.clock import iso
from rows import everything, fresh, lock, logged, order, tell
from testing.hostile import NO_OBJECTS
from testing.races import at_once
from vending import states
from vending.actions.hand_outs import frames_hand_out
from vending.actions.sending import dispense_frame, lock_frame
from vending.models import Lock, LoggedEvent
from world import ALICE, KEY, MACHINE

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


# ---- Its own status ---------------------------------------------------------------------------


def test_a_machine_reads_its_status_with_its_code_and_that_writes_nothing(api, machine):
    status = {
        "machine_id": MACHINE,
        "status": "offline",
        "current_stock": 10,
        "display_code": machine.display_code,
        "display_code_expires_at": iso(machine.display_code_expires_at),
        "locked": False,
        "locked_by": None,
        "lock_expires_at": None,
    }
    before = everything()
    assert said(api.ask(STATUS, token=KEY)) == (200, status)
    assert everything() == before
    held = lock(machine)
    locked = {"locked": True, "locked_by": ALICE, "lock_expires_at": iso(held.expires_at)}
    assert said(api.ask(STATUS, token=KEY)) == (200, status | locked)
    Lock.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert said(api.ask(STATUS, token=KEY)) == (200, status)


def test_status_does_not_tell_strangers_whether_there_is_a_machine(api, unchanged):
    missing = refusal(401, "Missing Authorization header")
    refused = refusal(401, "Invalid credentials or machine not found")
    for path in (STATUS, "/api/machine/M999/status", "/api/machine/%20/status"):
        assert said(api.ask(path)) == missing
        assert said(api.ask(path, headers={"Authorization": f"Basic {KEY}"})) == missing
        assert said(api.ask(path, token="wrong-key")) == refused
    assert unchanged()


# ---- Keys of the other calls -------------------------------------------------------------------

CALLS = [
    ("POST", "/api/machine/{}/confirm", lambda name: {"transaction_id": "tx1", "dispensed": 2}),
    ("POST", "/api/machine/{}/report-error", lambda name: {"error": "x"}),
    ("GET", "/device/commands/{}", lambda name: None),
    ("POST", TELEMETRY, lambda name: {"proto": 1, "device_id": name}),
]


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
def test_a_machines_calls_need_its_own_key(
    api, make_machine, operator, unchanged, method, path, body
):
    make_machine("M002")
    before = everything()

    def call(name, **how):
        return said(api.call(method, path.format(name), body(name), **how))

    missing = refusal(401, "Missing Authorization header")
    assert call(MACHINE) == missing
    assert call("M999") == missing
    assert call(MACHINE, headers={"Authorization": KEY}) == missing
    for name in ("M999", "x" * 60):
        assert call(name, token=KEY) == refusal(404, "Machine not registered")
    for wrong in ("wrong-key", "machine-key-of-M002", operator, "none", "é"):
        assert call(MACHINE, token=wrong) == refusal(401, "Invalid API key")
    empty = {"Authorization": "Bearer "}
    assert call(MACHINE, headers=empty) == refusal(401, "Invalid API key")
    assert everything() == before


# ---- Reports ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "kept"),
    [
        ("paper out", "paper out"),
        ({"code": 5, "parts": ["a"]}, {"code": 5, "parts": ["a"]}),
        (7, 7),
        (None, None),
        ("x" * 5000, '"' + "x" * 1999),
        ([[]] * 30, ",".join(["[]"] * 30).join("[]")),
    ],
)
def test_what_a_machine_reports_is_written_down(api, machine, error, kept):
    assert said(api.send(REPORT, {"error": error}, token=KEY)) == (200, {"message": "Error logged"})
    event = LoggedEvent.objects.get()
    assert (event.machine_id, event.type, event.payload) == (machine.pk, "error", {"error": kept})


def test_a_report_may_be_empty_or_nested_as_deep_as_json_goes(api, machine):
    assert api.send(REPORT, {}, token=KEY).status_code == 200
    deep = b'{"error":' + b"[" * 900 + b"]" * 900 + b"}"
    assert api.send(REPORT, deep, token=KEY).status_code == 200
    kept = [event.payload["error"] for event in LoggedEvent.objects.order_by("pk")]
    assert kept == [None, "nested too deeply"]


def test_a_reported_jam_is_one(api, machine):
    for _ in range(2):
        assert api.send(REPORT, {"error": "motor_jam"}, token=KEY).status_code == 200
    machine.refresh_from_db()
    assert machine.in_service is False


# ---- Hand-outs --------------------------------------------------------------------------------


def test_a_machine_without_its_socket_gets_its_frames_once_and_in_order(api, machine):
    frames = [{"type": "unlock"}, {"type": "display_code", "value": "123456"}]
    for frame in frames:
        tell(frame)
    assert said(api.ask(COMMANDS, token=KEY)) == (200, {"commands": frames, "count": 2})
    assert said(api.ask(COMMANDS + "/", token=KEY)) == (200, {"commands": [], "count": 0})
    assert Device.objects.get().online is True


def test_what_was_handed_out_counts_as_written(api, machine):
    command = order(machine, dispense_frame("tx1", 2))
    answer = api.ask(COMMANDS, token=KEY).json()
    assert answer["commands"] == [dispense_frame("tx1", 2)]
    command.refresh_from_db()
    assert command.sent_at is not None
    assert command_take(machine.device_id, machine.device.fence) is None


@pytest.mark.django_db(transaction=True)
def test_of_many_who_ask_at_once_one_gets_the_dispense(machine):
    order(machine, dispense_frame("tx1", 2))
    found = at_once(lambda _: frames_hand_out(device=fresh(machine).device), 8)
    assert sorted(found, key=len) == [[]] * 7 + [[dispense_frame("tx1", 2)]]


def test_what_the_socket_has_got_is_not_handed_out(api, machine):
    order(machine, dispense_frame("tx1", 2))
    assert command_take(machine.device_id, machine.device.fence) is not None
    assert api.ask(COMMANDS, token=KEY).json() == {"commands": [], "count": 0}


def test_a_machine_that_is_to_dispense_is_locked_before(api, machine):
    held = lock(machine, status=states.CONSUMED)
    order(machine, dispense_frame("tx1", 2))
    frames = [lock_frame(held), dispense_frame("tx1", 2)]
    assert api.ask(COMMANDS, token=KEY).json()["commands"] == frames
    for frame in frames:  # its lock frame still waits this time
        order(machine, frame)
    assert api.ask(COMMANDS, token=KEY).json()["commands"] == frames


# ---- Telemetry --------------------------------------------------------------------------------

WHOLE = {
    "proto": 1,
    "device_id": MACHINE,
    "status": "active",
    "rssi": -61,
    "battery": 100,
    "ts": 1765275072,
    "metadata": {"heap": 12345},
}


@pytest.mark.parametrize(
    "changes",
    [{}, {"rssi": -120, "battery": 0}, {"rssi": 0}, {"ts": "2025-12-09T10:11:12Z"}, {"x": 1}],
)
def test_telemetry_is_a_sign_of_life(api, machine, changes):
    assert said(api.send(TELEMETRY, WHOLE | changes, token=KEY)) == (200, {"status": "ok"})
    device = Device.objects.get()
    assert device.online is True
    assert device.last_seen_at > timezone.now() - timedelta(seconds=30)
    assert logged() == ["online"]


def test_the_least_that_telemetry_may_say(api, machine):
    body = {"proto": 1, "device_id": MACHINE}
    assert said(api.send(TELEMETRY, body, token=KEY)) == (200, {"status": "ok"})


@pytest.mark.parametrize(
    "changes",
    [
        *({"proto": 2}, {"proto": "1"}, {"proto": True}, {"proto": None}),
        *({"rssi": -121}, {"rssi": 1}, {"rssi": "-61"}, {"rssi": 1.5}, {"rssi": []}),
        *({"battery": 101}, {"battery": -1}, {"battery": True}),
        *({"status": 7}, {"status": "x" * 201}, {"status": "a\0b"}, {"status": {}}),
        *({"metadata": []}, {"metadata": "x"}, {"ts": []}, {"ts": {}}, {"metadata": {"a": "\0"}}),
        *({"device_id": 7}, {"device_id": None}, {"device_id": [MACHINE]}),
    ],
)
def test_odd_telemetry_is_refused_and_no_sign_of_life(api, unchanged, changes):
    answer = api.send(TELEMETRY, WHOLE | changes, token=KEY)
    assert answer.status_code == 400
    assert set(answer.json()) == {"detail"}
    assert unchanged()


# ---- What nobody should send ------------------------------------------------------------------


@pytest.mark.parametrize("path", [REGISTER, REPORT, TELEMETRY])
def test_bodies_that_are_no_objects_are_refused(api, unchanged, path):
    for raw in NO_OBJECTS.values():
        answer = api.send(path, raw, token=KEY)
        assert (answer.status_code, set(answer.json())) == (400, {"detail"}), raw[:50]
    assert unchanged()
