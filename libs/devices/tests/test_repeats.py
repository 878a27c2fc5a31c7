"""A frame of a device that comes again."""

import pytest
from conftest import make
from devices.models import AnsweredFrame
from devices.repeats import frame_once
from fleet.models import Note
from kit.errors import BadRequest
from testing.races import at_once

pytestmark = pytest.mark.django_db


def scan(device, number):
    """The result is how many have been written by now."""

    def write():
        Note.objects.create(external_id="T-1", text=number)
        return {"total": Note.objects.count()}

    return frame_once(device_id=device.pk, frame_id=number, write=write)


def test_a_repeated_frame_gets_the_first_result(trolley, another):
    device, _ = trolley
    assert [scan(device, "a"), scan(device, "b"), scan(device, "a")] == [
        *({"total": 1}, {"total": 2}, {"total": 1})
    ]
    assert scan(another[0], "a") == {"total": 3}  # ids are each device's own


def test_the_last_hundred_are_known(trolley, another):
    scan(another[0], "0")
    for number in range(101):
        scan(trolley[0], str(number))
    assert AnsweredFrame.objects.filter(device=trolley[0]).count() == 100
    assert scan(trolley[0], "1") == {"total": 3}
    assert scan(trolley[0], "0") == {"total": 103}
    assert scan(another[0], "0") == {"total": 1}


def test_a_frame_that_failed_is_done_when_it_comes_again(trolley):
    with pytest.raises(ZeroDivisionError):
        frame_once(device_id=trolley[0].pk, frame_id="a", write=lambda: 1 / 0)
    assert scan(trolley[0], "a") == {"total": 1}


@pytest.mark.parametrize("number", ["", "x" * 65, "a\0", "a\n"])
def test_odd_ids(trolley, number):
    with pytest.raises(BadRequest):
        scan(trolley[0], number)
    assert AnsweredFrame.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_the_same_frame_at_once():
    device, _ = make("trolley", "T-1")
    assert at_once(lambda _: scan(device, "a"), 8) == [{"total": 1}] * 8
    assert Note.objects.count() == 1
