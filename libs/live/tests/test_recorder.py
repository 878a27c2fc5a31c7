"""A change, its numbers and its event are one transaction, and what is announced is committed."""

import json
from threading import Event as Signal

import pytest
from django.db import OperationalError, connection, transaction
from django.db.transaction import TransactionManagementError
from lamps.models import House, Lamp, LampEvent, Visitor, VisitorEvent
from lamps.streams import FLICKER, SWITCH, lamps, visitors
from live import recorder
from testing.races import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp():
    return Lamp.objects.create(code="a", house=House.objects.create(name="home"))


@pytest.fixture
def published(monkeypatch):
    """What was published, as lists of (group, seq, frame): one list for each announcement."""
    announcements = []

    def publish(messages):
        announcements.append(
            [(group, event.seq, json.loads(event.text)) for group, event in messages]
        )

    monkeypatch.setattr(recorder, "publish", publish)
    return announcements


def numbers():
    rows = LampEvent.objects.order_by("house_seq")
    return list(rows.values_list("lamp__code", "seq", "house_seq", "kind", "data"))


def test_an_event_has_a_number_in_both_streams(lamp):
    other = Lamp.objects.create(code="b", house=lamp.house)
    for row, kind in ((lamp, "on"), (other, "on"), (lamp, "off")):
        lamps.record(row, kind, b'{"watt":5}')
    assert numbers() == [
        ("a", 1, 1, "on", '{"watt":5}'),
        ("b", 1, 2, "on", '{"watt":5}'),
        ("a", 2, 3, "off", '{"watt":5}'),
    ]
    assert House.objects.get().seq == 3


def test_it_is_published_to_both_groups_on_commit(
    lamp, published, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        lamps.record(lamp, "on", b"{}")
        assert published == []
    of_lamp = {"type": "on", "seq": 1, "epoch": lamp.epoch, "data": {}}
    of_house = of_lamp | {"epoch": lamp.house.epoch}
    groups = [("lamp_a", 1, of_lamp), (f"house_{lamp.house_id}", 1, of_house)]
    assert published == [groups]


def test_several_events_of_one_write_are_one_announcement(
    lamp, published, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        lamps.announce([lamps.add(lamp, kind, b"{}") for kind in ("on", "off", "on")])
    (together,) = published
    assert [(seq, frame["type"]) for group, seq, frame in together if group == "lamp_a"] == [
        *((1, "on"), (2, "off"), (3, "on"))
    ]


def test_what_is_rolled_back_leaves_neither_numbers_nor_event(
    lamp, published, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        lamps.record(lamp, "on", b"{}")
        transaction.set_rollback(True)
    assert (numbers(), published, Lamp.objects.get().seq, House.objects.get().seq) == ([], [], 0, 0)


def test_who_saves_the_whole_row_afterwards_does_not_set_it_back(lamp):
    lamps.record(lamp, "on", b"{}")
    lamp.save()
    assert Lamp.objects.get().seq == 1


def test_the_first_event_of_a_row_is_its_boards(lamp):
    lamps.begin(lamp, "hung", b"{}")
    assert numbers() == [("a", 0, 1, "hung", "{}")]
    assert (Lamp.objects.get().seq, House.objects.get().seq) == (0, 1)


def test_streams_without_a_board(published, django_capture_on_commit_callbacks):
    visitor = Visitor.objects.create()
    with django_capture_on_commit_callbacks(execute=True):
        visitors.record(visitor, "came", b"{}")
        visitors.record(visitor, "left", b"{}")
    rows = VisitorEvent.objects.order_by("seq").values_list("visitor_id", "seq", "kind")
    assert list(rows) == [(visitor.id, 1, "came"), (visitor.id, 2, "left")]
    frame = {"type": "left", "seq": 2, "epoch": visitor.epoch, "data": {}}
    assert published[1] == [(f"visitor_{visitor.id}", 2, frame)]


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_the_transaction_of_its_change_is_refused(lamp):
    with pytest.raises(TransactionManagementError):
        lamps.record(lamp, "on", b"{}")
    assert (numbers(), Lamp.objects.get().seq) == ([], 0)


def test_an_event_of_a_row_that_is_gone_is_refused(lamp):
    Lamp.objects.all().delete()
    with pytest.raises(LookupError):
        lamps.record(lamp, "on", b"{}")
    assert House.objects.get().seq == 0


def test_a_hot_write_is_one_statement(lamp, django_assert_num_queries):
    lamps.run(SWITCH, kind="on", code="a")  # prepares it
    with django_assert_num_queries(1):
        (change,) = lamps.run(SWITCH, kind="off", code="a")
    assert (change.seq, change.board_seq, change.data) == (2, 2, '{"switched" : 2}')
    assert [row[1:4] for row in numbers()] == [(1, 1, "on"), (2, 2, "off")]


def test_a_hot_write_that_is_not_allowed_changes_nothing(lamp):
    Lamp.objects.update(switched=2)
    assert lamps.run(SWITCH, kind="on", code="a") == []
    assert (numbers(), Lamp.objects.get().seq, House.objects.get().seq) == ([], 0, 0)


def test_a_hot_write_of_several_events(lamp):
    lamps.record(lamp, "on", b"0")
    changes = lamps.run(FLICKER, kind="off", code="a", times=3)
    assert [(each.seq, each.board_seq, each.data) for each in changes] == [
        *((2, 2, "1"), (3, 3, "2"), (4, 4, "3"))
    ]
    assert {each.extra for each in changes} == {(3,)}
    assert [row[1:3] for row in numbers()] == [(1, 1), (2, 2), (3, 3), (4, 4)]
    assert (Lamp.objects.get().seq, House.objects.get().seq) == (4, 4)


@pytest.mark.django_db(transaction=True)
def test_a_second_event_of_a_house_waits_until_the_first_is_committed(lamp):
    other = Lamp.objects.create(code="b", house=lamp.house)
    recorded, refused = Signal(), Signal()

    def write(number):
        if number == 0:
            with transaction.atomic():
                lamps.record(lamp, "first", b"{}")
                recorded.set()
                assert refused.wait(10)
            return
        assert recorded.wait(10)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '50ms'")
            with pytest.raises(OperationalError):
                lamps.record(other, "early", b"{}")
            transaction.set_rollback(True)
        refused.set()
        with transaction.atomic():
            lamps.record(other, "second", b"{}")

    at_once(write, 2)
    assert [row[:4] for row in numbers()] == [("a", 1, 1, "first"), ("b", 1, 2, "second")]


@pytest.mark.django_db(transaction=True)
def test_events_at_once_leave_no_gap_in_any_stream(lamp):
    Lamp.objects.create(code="b", house=lamp.house)

    def write(number):
        with transaction.atomic():
            row = Lamp.objects.select_for_update().get(code="ab"[number % 2])
            lamps.record(row, "on", b"%d" % number)

    at_once(write, 40)
    assert [row[2] for row in numbers()] == list(range(1, 41))
    for code in "ab":
        assert [row[1] for row in numbers() if row[0] == code] == list(range(1, 21))
    assert House.objects.get().seq == 40
