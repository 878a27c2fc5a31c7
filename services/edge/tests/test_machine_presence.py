"""Who is there, and the original's one word for how a machine is."""

from datetime import timedelta
from itertools import pairwise

import pytest
from devices.models import Device
from devices.presence import Beat, devices_beat, devices_sweep
from django.utils import timezone
from rows import fresh, lock, logged
from vending import states
from vending.models import Lock, Machine, Mail
from vending.selectors.machines import fleet_rows, status_shown
from vending.selectors.standings import standing_of
from world import ALICE

pytestmark = pytest.mark.django_db


def seen(machine, *, ago=0.0, online=True):
    at = timezone.now() - timedelta(seconds=ago)
    Device.objects.filter(pk=machine.device_id).update(online=online, last_seen_at=at)


def word(machine):
    return standing_of(fresh(machine)).word


# What makes a machine be called so, the weakest first; each goes on top of those before.
REASONS = {
    states.IDLE: lambda machine: None,
    states.ACTIVE: lambda machine: Machine.objects.update(said_active=True),
    states.IS_LOCKED: lock,
    states.DISPATCHED: lambda machine: Lock.objects.update(status=states.CONSUMED),
    states.UNAVAILABLE: lambda machine: Machine.objects.update(in_service=False),
    states.OFFLINE: lambda machine: Device.objects.update(online=False),
}


def test_the_word_follows_its_precedence(machine):
    seen(machine)
    found = []
    for reason in REASONS.values():
        reason(machine)
        found.append(word(machine))
    assert found == list(REASONS)
    assert tuple(reversed(found)) == states.MACHINE_WORDS


def test_each_word_gives_way_to_the_one_above_alone(machine):
    for weaker, stronger in pairwise(REASONS):
        if stronger == states.DISPATCHED:
            continue  # a lock that dispenses is a lock
        seen(machine)
        Lock.objects.all().delete()
        Machine.objects.update(said_active=False, in_service=True)
        for each in (weaker, stronger):
            REASONS[each](machine)
        assert word(machine) == stronger


def test_an_empty_machine_is_unavailable_and_a_filled_one_is_not(machine):
    seen(machine)
    Machine.objects.update(current_stock=0)
    assert word(machine) == "Unavailable"
    Machine.objects.update(current_stock=1)
    assert word(machine) == "idle"


def test_a_lock_that_is_over_by_the_clock_does_not_count_unless_it_dispenses(machine):
    seen(machine)
    lock(machine, minutes=-1)
    assert word(machine) == "idle"
    Lock.objects.update(status=states.CONSUMED)
    assert word(machine) == "dispatch_sent"
    assert status_shown(fresh(machine), ALICE)["locked"] is True


def test_who_was_never_seen_is_off_line(machine):
    assert word(machine) == "offline"
    assert fleet_rows([fresh(machine)])[0]["last_seen_at"] is None


@pytest.mark.parametrize(("ago", "expected"), [(0, "idle"), (55, "idle"), (61, "offline")])
def test_silence_counts_by_the_clock_before_anybody_has_found_out(machine, ago, expected):
    seen(machine, ago=ago)
    assert word(machine) == expected


def test_the_worker_finds_out_tells_operators_and_forgets_that_it_was_active(machine):
    seen(machine, ago=70)
    Machine.objects.update(said_active=True)
    assert devices_sweep() is False
    now = fresh(machine)
    assert (now.device.online, now.said_active) == (False, False)
    assert logged() == ["offline"]
    assert Mail.objects.get().subject == "Machine Offline - M001"
    devices_sweep()
    assert logged() == ["offline"]


def test_a_replaced_socket_that_closes_says_nothing_of_its_machine(machine):
    Device.objects.update(fence=2)
    seen(machine)
    devices_beat([Beat(machine.device_id, fence=1, age=0.0, alive=False)])
    assert (word(machine), logged()) == ("idle", [])
    devices_beat([Beat(machine.device_id, fence=2, age=0.0, alive=False)])
    assert (word(machine), logged()) == ("offline", ["offline"])


def test_machines_that_come_back_together_are_each_told_of(machine, make_machine):
    others = [make_machine(f"M00{number}") for number in (2, 3)]
    machines = [machine, *others]
    devices_beat([Beat(each.device_id, fence=0, age=0.0, alive=True) for each in machines])
    assert [word(each) for each in machines] == ["idle"] * 3
    assert logged() == ["online"] * 3
