"""Who is there, in the database: fences, beats of a whole process, silence."""

from datetime import timedelta

import pytest
from conftest import make
from devices import keys, presence
from devices.models import Device
from devices.presence import Beat, device_register, devices_beat, devices_sweep
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from fleet import hooks
from fleet.models import Note
from kit.errors import Unauthorized
from sockets import written
from testing.races import at_once

pytestmark = pytest.mark.django_db


def register(device):
    return device_register(device_id=device.pk, key_id=device.keys.get().pk)


def aged(device, seconds):
    """As if it had been heard that long ago."""
    seen = timezone.now() - timedelta(seconds=seconds)
    Device.objects.filter(pk=device.pk).update(last_seen_at=seen)


def state(device):
    device.refresh_from_db()
    return device.fence, device.online


def test_a_registration_takes_the_next_fence(trolley):
    device, _ = trolley
    assert [register(device), register(device)] == [1, 2]
    assert state(device) == (2, True)
    assert timezone.now() - device.last_seen_at < timedelta(seconds=5)
    assert written() == ["online"]


def test_a_key_that_is_revoked_while_it_is_looked_at(trolley):
    device, _ = trolley
    key = device.keys.get()
    keys.keys_revoke(device=device)
    with pytest.raises(Unauthorized):
        device_register(device_id=device.pk, key_id=key.pk)
    assert state(device) == (0, False)
    assert written() == []


def test_beats_of_a_whole_process_are_one_update(db):
    devices = [make("trolley", f"T-{number}")[0] for number in range(20)]
    beats = [Beat(device.pk, register(device), 0.0, True) for device in devices]
    for device in devices:
        aged(device, 20)
    with CaptureQueriesContext(connection) as queries:
        devices_beat(beats)
    assert sum("UPDATE" in query["sql"] for query in queries) == 1
    assert len(queries) <= 4  # that, the changed ones (none), and a savepoint
    assert not Device.objects.filter(
        last_seen_at__lt=timezone.now() - timedelta(seconds=5)
    ).exists()
    assert written() == ["online"] * 20


def test_many_that_are_gone_are_told_of_a_few_at_a_time(db, monkeypatch):
    monkeypatch.setattr(presence, "BATCH", 2)
    devices = [make("trolley", f"T-{number}")[0] for number in range(6)]
    fences = [register(device) for device in devices]
    beats = [
        Beat(device.pk, fence, 0.0, alive=number == 3)
        for number, (device, fence) in enumerate(zip(devices, fences, strict=True))
    ]
    with CaptureQueriesContext(connection) as queries:
        devices_beat(beats)
    updates = [query["sql"] for query in queries if "UPDATE devices_device" in query["sql"]]
    assert len(updates) == 4  # the one that lives, and twice two and one that are gone
    assert [device.external_id for device in Device.objects.filter(online=True)] == ["T-3"]
    assert written() == ["online"] * 6 + ["offline"] * 5


def test_a_closed_socket_is_offline_and_the_hook_hears_it_once(trolley):
    device, _ = trolley
    fence = register(device)
    for _ in range(2):
        devices_beat([Beat(device.pk, fence, 0.0, False)])
    assert state(device) == (1, False)
    assert written() == ["online", "offline"]


def test_a_replaced_socket_says_nothing_any_more(trolley):
    device, _ = trolley
    ghost, _ = register(device), register(device)
    seen = Device.objects.get().last_seen_at
    devices_beat([Beat(device.pk, ghost, 0.0, False)])
    assert state(device) == (2, True)
    assert device.last_seen_at == seen
    assert written() == ["online"]


def test_an_older_beat_does_not_set_the_time_back(trolley):
    device, _ = trolley
    fence = register(device)
    seen = Device.objects.get().last_seen_at
    devices_beat([Beat(device.pk, fence, 60.0, True)])
    device.refresh_from_db()
    assert device.last_seen_at == seen


def test_a_hook_that_raises_undoes_what_it_was_told(trolley, monkeypatch):
    device, _ = trolley

    def fails(note):
        raise RuntimeError

    monkeypatch.setattr(hooks.Note.objects, "create", lambda **_: fails(None))
    with pytest.raises(RuntimeError):
        register(device)
    assert state(device) == (0, False)


def test_the_worker_finds_who_has_fallen_silent(trolley, another):
    for device, _ in (trolley, another):
        register(device)
    aged(trolley[0], 36)
    aged(another[0], 31)  # its process may be late
    assert devices_sweep() is False
    assert [state(trolley[0])[1], state(another[0])[1]] == [False, True]
    assert written() == ["online", "online", "offline"]
    devices_sweep()
    assert Note.objects.count() == 3


def test_more_silent_devices_than_a_round_takes(db, monkeypatch):
    monkeypatch.setattr(presence, "BATCH", 2)
    for number in range(3):
        device, _ = make("box", f"B-{number}")
        register(device)
        aged(device, 60)
    assert [devices_sweep(), devices_sweep()] == [True, False]
    assert not Device.objects.filter(online=True).exists()


def test_a_device_that_talks_http(box):
    device, _ = box
    presence.device_seen(device_id=device.pk)
    assert state(device) == (0, True)
    aged(device, 20)
    presence.device_seen(device_id=device.pk)
    device.refresh_from_db()
    assert timezone.now() - device.last_seen_at < timedelta(seconds=5)
    assert written() == ["online"]


@pytest.mark.django_db(transaction=True)
def test_registrations_at_once_have_fences_of_their_own():
    device, _ = make("trolley", "T-1")
    key_id = device.keys.get().pk
    fences = at_once(lambda _: device_register(device_id=device.pk, key_id=key_id), 8)
    assert sorted(fences) == list(range(1, 9))
    assert written() == ["online"]
