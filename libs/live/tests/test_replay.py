"""Events are read back whole or not at all; a page without a socket sees the same streams."""

import json
import uuid

import pytest
from django.core.management import call_command
from kit.errors import NotFound
from lamps.models import House, Lamp, LampEvent, Visitor
from lamps.streams import HouseSource, LampSource, VisitorSource, lamps, visitors
from live.fallback import current

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp():
    lamp = Lamp.objects.create(code="a", house=House.objects.create(name="home"))
    for kind in ("on", "off", "on"):
        lamps.record(lamp, kind, b"{}")
    return lamp


def seqs(events):
    return [event.seq for event in events]


def test_the_events_after_a_number(lamp):
    events = LampSource().events("a", 1, lamp.epoch)
    frame = {"type": "on", "seq": 3, "epoch": lamp.epoch, "data": {}}
    assert seqs(events) == [2, 3]
    assert json.loads(events[1].text) == frame
    assert LampSource().events("a", 3, lamp.epoch) == []


def test_a_board_has_numbers_of_its_own(lamp):
    other = Lamp.objects.create(code="b", house=lamp.house)
    lamps.record(other, "on", b"{}")
    board = str(lamp.house_id)
    assert seqs(HouseSource().events(board, 2, lamp.house.epoch)) == [3, 4]
    assert seqs(LampSource().events("b", 0, other.epoch)) == [1]


@pytest.mark.parametrize(("name", "since", "epoch"), [("a", 4, None), ("a", 1, "x"), ("b", 0, "")])
def test_what_cannot_be_told_is_none(lamp, name, since, epoch):
    assert LampSource().events(name, since, lamp.epoch if epoch is None else epoch) is None


def test_events_with_a_gap_and_too_many_are_none(lamp, monkeypatch):
    monkeypatch.setattr("live.replay.RESUME_LIMIT", 2)
    assert LampSource().events("a", 0, lamp.epoch) is None
    assert seqs(LampSource().events("a", 1, lamp.epoch)) == [2, 3]
    LampEvent.objects.filter(seq=2).delete()
    assert LampSource().events("a", 1, lamp.epoch) is None


def test_the_heads_of_streams_by_name(lamp):
    visitor = Visitor.objects.create()
    visitors.record(visitor, "came", b"{}")
    assert LampSource().heads(["a", "unknown"]) == {"a": 3}
    assert HouseSource().heads([str(lamp.house_id)]) == {str(lamp.house_id): 3}
    assert VisitorSource().heads([str(visitor.id), str(uuid.uuid4())]) == {str(visitor.id): 1}
    assert seqs(VisitorSource().events(str(visitor.id), 0, visitor.epoch)) == [1]


def test_a_page_without_a_socket_gets_the_snapshot_until_it_has_it(lamp):
    whole = {"seq": 3, "epoch": lamp.epoch, "data": {"switched": 0}}
    assert json.loads(current(LampSource(), "a", None, "")) == whole
    assert json.loads(current(LampSource(), "a", 2, lamp.epoch)) == whole
    assert json.loads(current(LampSource(), "a", 3, "other")) == whole
    assert json.loads(current(LampSource(), "a", 3, lamp.epoch)) == whole | {"data": None}
    with pytest.raises(NotFound):
        current(LampSource(), "unknown", 3, lamp.epoch)


def test_epochs_are_renewed_of_every_kind_of_stream(lamp, capsys):
    Visitor.objects.create()
    call_command("renew_epochs")
    assert capsys.readouterr().out == "3 streams have a new epoch\n"
    (epoch,) = {row.epoch for kind in (House, Lamp, Visitor) for row in kind.objects.all()}
    assert epoch not in {"", lamp.epoch}
    assert LampSource().events("a", 3, lamp.epoch) is None
    assert LampSource().events("a", 3, epoch) == []


def test_pruning_takes_the_events_of_rows_that_match(lamp):
    other = Lamp.objects.create(code="b", house=lamp.house, switched=1)
    lamps.record(other, "on", b"{}")
    assert lamps.prune(switched__gt=0) == 1
    assert set(LampEvent.objects.values_list("lamp__code", flat=True)) == {"a"}
    assert LampSource().events("b", 0, other.epoch) is None
