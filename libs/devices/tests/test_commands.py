"""Commands in the database: who takes them, how they end."""

import uuid
from datetime import timedelta

import pytest
from conftest import make
from devices import commands
from devices.commands import command_answer, command_order, command_take, commands_expire
from devices.models import Command, Device
from devices.presence import device_register
from django.db import transaction
from django.utils import timezone
from fleet.models import Note
from sockets import written
from testing.races import at_once

pytestmark = pytest.mark.django_db
ONCE, UNTIL_ANSWERED = Command.Policy.ONCE, Command.Policy.UNTIL_ANSWERED


def order(device, policy=ONCE, *, seconds=60.0, answer_within=None, **payload):
    end = timezone.now() + timedelta(seconds=seconds)
    return command_order(
        device=device,
        payload=payload,
        policy=policy,
        expires_at=end,
        answer_within=answer_within,
    )


def register(device):
    return device_register(device_id=device.pk, key_id=device.keys.get().pk)


def written_of(device):
    """What the service has heard of this device."""
    return list(Note.objects.filter(external_id=device.external_id).values_list("text", flat=True))


def late(command):
    """As if its time were over."""
    Command.objects.filter(pk=command.pk).update(expires_at=timezone.now() - timedelta(minutes=1))


@pytest.fixture
def held(trolley):
    """A registered trolley and its fence."""
    return trolley[0], register(trolley[0])


def test_commands_are_taken_once_and_in_order(held):
    device, fence = held
    ordered = [order(device, number=number).pk for number in range(3)]
    taken = [command_take(device.pk, fence) for _ in range(4)]
    assert [command and command.pk for command in taken] == [*ordered, None]
    assert all(command.sent_at and command.fence == fence for command in taken[:3])
    assert taken[0].payload == {"number": 0}


def test_who_has_been_replaced_takes_nothing(held):
    device, ghost = held
    command = order(device)
    fence = register(device)
    assert command_take(device.pk, ghost) is None
    assert command_take(device.pk, fence) == command


def test_another_devices_commands_are_not_taken(held, another):
    order(another[0])
    assert command_take(*(held[0].pk, held[1])) is None


def test_once_means_never_again(held):
    device, fence = held
    command = order(device)
    command_take(device.pk, fence)
    assert command_take(device.pk, register(device)) is None
    assert commands.commands_hand_out(device=device) == []
    late(command)
    commands_expire()
    command.refresh_from_db()
    assert (command.outcome, command.result) == ("unanswered", None)
    assert written() == ["online", "unanswered"]


def test_until_answered_means_after_each_registration(held):
    device, fence = held
    command = order(device, UNTIL_ANSWERED)
    for _ in range(2):
        assert command_take(device.pk, fence) == command
        assert command_take(device.pk, fence) is None
        fence = register(device)
    sent_at = command_take(device.pk, fence).sent_at
    assert command_answer(device_id=device.pk, uid=command.uid, result={"ok": True})
    assert command_take(device.pk, register(device)) is None
    command.refresh_from_db()
    assert (command.outcome, command.result) == ("answered", {"ok": True})
    assert command.sent_at == sent_at  # of the first time
    assert written() == ["online", "answered"]


def test_an_answer_counts_once_and_from_its_device_only(held, another):
    device, _ = held
    command = order(device)
    for uid in ("", "x", "\0", str(uuid.uuid4()), "9" * 5000):
        assert not command_answer(device_id=device.pk, uid=uid, result=None)
    assert not command_answer(device_id=another[0].pk, uid=command.uid, result=None)
    assert command_answer(device_id=device.pk, uid=str(command.uid), result=1)
    assert not command_answer(device_id=device.pk, uid=str(command.uid), result=2)
    command.refresh_from_db()
    assert command.result == 1


def test_a_command_that_nobody_could_take_ends_unsent(trolley):
    command = order(trolley[0])
    late(command)
    assert command_take(trolley[0].pk, register(trolley[0])) is None
    assert commands_expire() is False
    assert written() == ["online", "unsent"]
    assert not command_answer(device_id=trolley[0].pk, uid=command.uid, result=None)


def test_the_time_for_an_answer_begins_with_the_sending(held):
    device, fence = held
    order(device, seconds=1.0, answer_within=600.0)
    command = command_take(device.pk, fence)
    assert command.expires_at - command.sent_at == timedelta(seconds=600)
    commands_expire()
    assert Command.objects.get().ended_at is None


def test_a_device_that_asks_by_http_gets_what_is_open(trolley, held):
    device, fence = held
    first, second = order(device, number=1), order(device, UNTIL_ANSWERED, answer_within=9.0)
    over = order(device)
    late(over)
    for expected in ([first, second], [second]):
        assert commands.commands_hand_out(device=device) == expected
    assert command_take(device.pk, fence) == second  # its id is known to the device
    second.refresh_from_db()
    assert second.expires_at - second.sent_at == timedelta(seconds=9)


def test_a_hook_that_raises_leaves_the_command_open(held):
    command = order(held[0], hook_fails=True)
    with pytest.raises(RuntimeError):
        command_answer(device_id=held[0].pk, uid=command.uid, result=1)
    command.refresh_from_db()
    assert (command.ended_at, command.outcome) == (None, "")
    assert written() == ["online"]


def test_one_hook_that_raises_undoes_no_other_end(trolley, another):
    first, second = (
        order(trolley[0], seconds=-2.0),
        order(another[0], seconds=-1.0, hook_fails=True),
    )
    with pytest.raises(RuntimeError):
        commands_expire()
    for command in (first, second):
        command.refresh_from_db()
    assert (first.outcome, second.outcome, second.ended_at) == ("unsent", "", None)
    assert written() == ["unsent"]


def test_a_round_ends_so_many_commands_and_says_whether_there_may_be_more(trolley, monkeypatch):
    monkeypatch.setattr(commands, "BATCH", 2)
    for _ in range(3):
        order(trolley[0], seconds=-1.0)
    rounds = [commands_expire() for _ in range(2)]
    assert (rounds, written()) == ([True, False], ["unsent"] * 3)


@pytest.mark.django_db(transaction=True)
def test_a_device_that_is_locked_holds_up_no_other_and_its_turn_comes():
    held, free = make("trolley", "T-1")[0], make("trolley", "T-2")[0]
    order(held, seconds=-2.0)
    order(free, seconds=-1.0)
    with transaction.atomic():
        Device.objects.select_for_update(no_key=True).get(pk=held.pk)
        assert at_once(lambda _: commands_expire(), 1) == [False], "nobody waits"
        assert written_of(free) == ["unsent"]
        assert written_of(held) == []
    assert commands_expire() is False
    assert written_of(held) == ["unsent"]


def test_a_write_that_fails_orders_nothing(held):
    device, fence = held
    with transaction.atomic():
        order(device)
        transaction.set_rollback(True)
    assert command_take(device.pk, fence) is None


def test_old_commands_are_removed_and_open_ones_stay(held):
    old, recent, open_one = (order(held[0]) for _ in range(3))
    for command in (old, recent):
        command_answer(device_id=held[0].pk, uid=command.uid, result=None)
    ended_at = timezone.now() - timedelta(days=31)
    Command.objects.filter(pk=old.pk).update(ended_at=ended_at)
    assert commands.commands_prune() is False
    assert set(Command.objects.all()) == {recent, open_one}


@pytest.mark.django_db(transaction=True)
def test_takers_at_once_get_each_command_once():
    device, _ = make("trolley", "T-1")
    fence = register(device)
    ordered = {order(device).pk for _ in range(20)}
    taken = at_once(lambda _: _take_or_hand_out(device, fence, _), 40, threads=8)
    found = [pk for pks in taken for pk in pks]
    assert len(found) == len(set(found))
    while (command := command_take(device.pk, fence)) is not None:
        found.append(command.pk)
    assert sorted(found) == sorted(ordered)


def _take_or_hand_out(device, fence, number):
    if number == 20:
        return [command.pk for command in commands.commands_hand_out(device=device)]
    command = command_take(device.pk, fence)
    return [] if command is None else [command.pk]


@pytest.mark.django_db(transaction=True)
def test_an_answer_and_the_end_of_the_time_at_once_end_it_once():
    device, _ = make("trolley", "T-1")
    for _ in range(10):
        command = order(device, seconds=-1.0)

        def end(number, uid=command.uid):
            return (
                command_answer(device_id=device.pk, uid=uid, result=1)
                if number % 2
                else commands_expire()
            )

        at_once(end, 8)
    assert len(written()) == Command.objects.exclude(ended_at=None).count() == 10


def test_a_command_that_replaces_the_older_ones_is_the_only_one_left(held):
    device, fence = held
    sent, unsent = order(device, UNTIL_ANSWERED), order(device)
    assert command_take(device.pk, fence).pk == sent.pk
    end = timezone.now() + timedelta(minutes=1)
    newest = command_order(
        device=device, payload={}, policy=UNTIL_ANSWERED, expires_at=end, replaces=True
    )
    for old in (sent, unsent):
        old.refresh_from_db()
        assert old.ended_at
        assert old.outcome == Command.Outcome.REPLACED
    fence = register(device)
    assert command_take(device.pk, fence).pk == newest.pk
    assert command_take(device.pk, fence) is None
    assert not command_answer(device_id=device.pk, uid=sent.uid, result={"ok": True})
