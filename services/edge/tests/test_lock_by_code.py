"""Customers lock the machine whose code they read, and unlock it."""

from datetime import datetime, timedelta

import pytest
from customers import (
    LOCK,
    come_online,
    everything,
    frames_of,
    release,
    run_out,
    status_of,
    take,
)
from django.utils import timezone
from vending import states
from vending.codes import code_is
from vending.models import Lock, LoggedEvent, Machine
from world import ALICE, BOB

pytestmark = pytest.mark.django_db

BUSY = "Machine is already locked by another user"


def moment(text):
    return datetime.fromisoformat(text)


def lock_of(machine):
    return Lock.objects.get(pk=machine.pk)


def test_the_code_on_a_display_locks_its_machine_for_ten_minutes(api, machine):
    code = machine.display_code
    status, body = take(api, machine)
    until = lock_of(machine).expires_at
    assert (status, body) == (
        200,
        {"machine_id": "M001", "status": "locked", "expires_at": body["expires_at"]},
    )
    assert moment(body["expires_at"]) == until
    assert abs(until - timezone.now() - timedelta(minutes=10)) < timedelta(seconds=20)
    assert frames_of(machine) == [{"type": "lock", "expires_at": body["expires_at"]}]
    assert Machine.objects.get(pk=machine.pk).display_code == code
    assert code_is(lock_of(machine).code_hash, "M001", code)
    (event,) = LoggedEvent.objects.all()
    assert (event.type, event.client_id) == ("lock", ALICE)
    assert event.payload == {"expires_at": body["expires_at"], "name": ""}


def test_only_who_has_locked_it_is_told_so(api, machine):
    come_online(machine)
    _, locked = take(api, machine)
    own, others = status_of(api, machine, ALICE), status_of(api, machine, BOB)
    assert (own["locked"], own["locked_by"], own["status"]) == (True, ALICE, "locked")
    assert (others["locked"], others["locked_by"]) == (True, None)
    assert others["expires_at"] == own["expires_at"] == locked["expires_at"]


@pytest.mark.parametrize("path", [LOCK, LOCK + "/"])
def test_a_code_may_be_a_number_and_have_blanks_around_it(api, make_machine, path):
    as_number, blank = make_machine("M101"), make_machine("M102")
    sent = {as_number: int(as_number.display_code), blank: f"  {blank.display_code}\t"}
    for machine, code in sent.items():
        body = {"client_id": ALICE, "code": code}
        answer = api.send(path, body)
        assert (answer.status_code, answer.json()["machine_id"]) == (200, machine.machine_id)


def test_the_same_client_keeps_its_lock_as_it_is(api, machine):
    first = take(api, machine)
    before = everything()
    assert take(api, machine, name="Ann") == first
    assert everything() == before


def test_somebody_else_hears_that_it_is_busy_and_until_when(api, machine):
    _, locked = take(api, machine)
    before = everything()
    assert take(api, machine, BOB) == (
        409,
        {
            "status": "busy",
            "message": BUSY,
            "locked_by": None,
            "locked_until": locked["expires_at"],
        },
    )
    assert everything() == before


@pytest.mark.parametrize("client", [ALICE, BOB])
def test_while_it_dispenses_it_is_busy_for_everybody(api, machine, client):
    take(api, machine)
    Lock.objects.update(status=states.CONSUMED)
    run_out(machine)
    Machine.objects.update(display_code_expires_at=timezone.now() + timedelta(minutes=1))
    before = everything()
    status, body = take(api, machine, client)
    assert (status, body["status"], body["locked_by"]) == (409, "busy", None)
    assert status_of(api, machine, client)["locked"] is True
    assert everything() == before


def test_a_client_may_have_several_machines(api, machine, make_machine):
    other = make_machine("M002")
    assert take(api, machine)[0] == take(api, other)[0] == 200
    assert {lock.client_id for lock in Lock.objects.all()} == {ALICE}
    assert Lock.objects.count() == 2


@pytest.mark.parametrize("changes", [{"in_service": False}, {"current_stock": 0}])
def test_a_machine_that_has_nothing_to_give_is_not_locked(api, make_machine, changes):
    machine = make_machine("M003", **changes)
    before = everything()
    assert take(api, machine) == (409, {"detail": "Machine is not available"})
    assert everything() == before


def test_a_machine_that_is_away_may_be_locked_and_says_so(api, machine):
    assert take(api, machine)[0] == 200
    assert status_of(api, machine)["status"] == "offline"


def test_a_lock_makes_the_machine_say_anew_that_it_is_active(api, machine):
    Machine.objects.update(said_active=True)
    take(api, machine)
    assert Machine.objects.get().said_active is False


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ann", "Ann"),
        ("  Ann of Green Gables", "Ann of Green Gab"),
        ("A\nn\u202en", "Ann"),
        ("भारत" * 10, ("भारत" * 10)[:16]),
    ],
)
def test_a_name_goes_along_for_the_display_cut_to_what_it_can_show(api, machine, name, shown):
    _, body = take(api, machine, name=name)
    until = body["expires_at"]
    assert frames_of(machine) == [{"type": "lock", "expires_at": until, "locked_by_name": shown}]


@pytest.mark.parametrize("name", [None, "", "   "])
def test_no_name_is_no_field_of_the_frame(api, machine, name):
    take(api, machine, name=name)
    assert [frame.keys() for frame in frames_of(machine)] == [{"type", "expires_at"}]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"client_id": ALICE},
        {"code": "123456"},
        {"client_id": "", "code": "123456"},
        {"client_id": ALICE, "code": "   "},
        {"client_id": None, "code": None},
    ],
)
def test_client_and_code_are_required(api, machine, body):
    before = everything()
    answer = api.send(LOCK, body)
    assert (answer.status_code, answer.json()) == (400, {"detail": "client_id and code required"})
    assert everything() == before


@pytest.mark.parametrize("code", ["000000", "99999", "x", "१२३४५६", "1" * 200, 0])
def test_a_code_that_no_machine_shows_is_not_found(api, machine, code):
    answer = api.send(LOCK, {"client_id": ALICE, "code": code})
    assert (answer.status_code, answer.json()) == (400, {"detail": "Code not found or expired"})
    assert not Lock.objects.exists()


def test_a_code_ends_by_the_clock(api, machine):
    Machine.objects.update(display_code_expires_at=timezone.now())
    assert take(api, machine) == (400, {"detail": "Code not found or expired"})
    assert not Lock.objects.exists()


def test_the_code_of_a_lock_that_is_over_is_over_too_and_the_next_one_locks(api, machine):
    take(api, machine)
    run_out(machine)
    old = machine.display_code
    answer = api.send(LOCK, {"client_id": BOB, "code": old})
    assert (answer.status_code, answer.json()) == (400, {"detail": "Code not found or expired"})
    assert not Lock.objects.exists()
    assert Machine.objects.get().display_code != old
    assert take(api, machine, BOB)[0] == 200
    assert lock_of(machine).client_id == BOB


def test_unlocking_frees_it_and_the_next_code_is_for_who_stands_there(api, machine):
    take(api, machine)
    assert release(api, machine) == (200, {"status": "unlocked", "new_display_code": None})
    now = Machine.objects.get()
    assert now.display_code != machine.display_code
    assert frames_of(machine)[1:] == [
        {"type": "unlock"},
        {"type": "display_code", "value": now.display_code},
    ]
    assert not Lock.objects.exists()
    seen = status_of(api, machine, ALICE)
    assert (seen["locked"], seen["locked_by"], seen["expires_at"]) == (False, None, None)
    assert [event.type for event in LoggedEvent.objects.order_by("pk")] == ["lock", "unlock"]


def test_nobody_else_unlocks_it(api, machine):
    take(api, machine)
    before = everything()
    assert release(api, machine, BOB) == (403, {"detail": "Lock not owned by this client"})
    assert everything() == before


@pytest.mark.parametrize("client", [ALICE, BOB])
def test_what_nobody_has_locked_is_not_unlocked(api, machine, client):
    before = everything()
    assert release(api, machine, client) == (409, {"detail": "No active lock to unlock"})
    assert everything() == before


@pytest.mark.parametrize("client", [ALICE, BOB])
def test_a_lock_that_is_over_cannot_be_unlocked(api, machine, client):
    take(api, machine)
    run_out(machine)
    assert release(api, machine, client) == (409, {"detail": "No active lock to unlock"})
    assert frames_of(machine)[0]["type"] == "lock"


def test_while_it_dispenses_it_is_not_unlocked(api, machine):
    take(api, machine)
    Lock.objects.update(status=states.CONSUMED)
    before = everything()
    assert release(api, machine) == (409, {"detail": "Dispense in progress"})
    assert release(api, machine, BOB) == (403, {"detail": "Lock not owned by this client"})
    assert everything() == before


@pytest.mark.parametrize("body", [{}, {"client_id": ""}, {"client_id": None}])
def test_unlocking_needs_a_client(api, machine, body):
    answer = api.send("/api/machine/M001/unlock", body)
    assert (answer.status_code, answer.json()) == (400, {"detail": "client_id required"})


@pytest.mark.parametrize("name", ["M999", "m001", "M001%20", "%FF", "M" * 51, "'"])
def test_an_unknown_machine_is_not_found(api, machine, name):
    take(api, machine)
    before = everything()
    answer = api.send(f"/api/machine/{name}/unlock", {"client_id": ALICE})
    assert (answer.status_code, answer.json()) == (404, {"detail": "Machine not found"})
    assert everything() == before
