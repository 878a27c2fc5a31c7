"""Locks and codes, below the routes."""

from datetime import timedelta

import pytest
from devices.models import Command
from django.db import transaction
from django.utils import timezone
from vending.actions import lock_ends
from vending.actions.locks import machine_lock
from vending.models import Lock, Machine
from vending.selectors.machines import status_shown
from vending.selectors.standings import standing_of
from world import ALICE, BOB

pytestmark = pytest.mark.django_db


def lock(machine, *, ago=0):
    ends = timezone.now() + timedelta(minutes=10) - timedelta(seconds=ago)
    return Lock.objects.create(machine=machine, client_id=ALICE, code_hash="x", expires_at=ends)


def test_a_lock_is_over_by_the_clock_before_anybody_has_ended_it(machine):
    lock(machine, ago=601)
    seen = status_shown(machine, ALICE)
    assert (seen["locked"], seen["locked_by"], seen["status"]) == (False, None, "offline")
    assert seen["expires_at"] is not None


def test_only_its_customer_is_told_who_has_locked_a_machine(machine):
    lock(machine)
    assert status_shown(machine, ALICE)["locked_by"] == ALICE
    assert status_shown(machine, BOB)["locked_by"] is None
    assert status_shown(machine, BOB)["locked"] is True


def test_a_lock_that_is_over_is_ended_with_a_new_code_and_the_machine_hears_of_it(machine):
    lock(machine, ago=601)
    before = machine.display_code
    assert lock_ends.lock_expire_next() is True
    assert lock_ends.lock_expire_next() is False
    now = Machine.objects.get(pk=machine.pk)
    assert now.display_code != before
    frames = [command.payload for command in Command.objects.order_by("pk")]
    assert frames == [{"type": "unlock"}, {"type": "display_code", "value": now.display_code}]
    assert standing_of(now).live_lock is None


def test_a_living_lock_is_not_ended(machine):
    lock(machine)
    assert lock_ends.lock_expire_next() is False
    with transaction.atomic():
        assert lock_ends.lock_live(machine_lock("M001")) is not None
