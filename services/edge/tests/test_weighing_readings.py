"""Heartbeats in each shape, and what is none."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from store.weighing.readings import HEAVIEST, Odd, Weighed, grams, heartbeat_read

ROWS = [["001", "0.805", "0.805", "1.505"], ["002", "1.1", "1.3", "1.222"]]
SCALES = (Weighed("001", 1505, 805, 805), Weighed("002", 1222, 1100, 1300))
AT = datetime(2023, 1, 9, 16, 18, 13, tzinfo=UTC)


def flat(**more):
    return {"machineId": "1644496921479", "scales": ROWS, **more}


def test_rows_objects_and_envelopes_say_the_same():
    keys = ("scaleId", "minWeight", "maxWeight", "currentWeight")
    objects = [dict(zip(keys, row, strict=True)) for row in ROWS]
    inner = {**flat(), "format": "CSV", "headers": list(keys)}
    envelope = {"id": "x", "eventTime": "2023-01-09 16:18:13", "payload": json.dumps(inner)}
    assert heartbeat_read(flat()).scales == SCALES
    assert heartbeat_read(flat(scales=objects)).scales == SCALES
    read = heartbeat_read(envelope)
    assert (read.machine_id, read.scales, read.time) == ("1644496921479", SCALES, AT)


@pytest.mark.parametrize(
    ("time", "read"),
    [
        ("2023-01-09T16:18:13Z", AT),
        ("2023-01-09T17:18:13+01:00", AT),
        ("2023-01-09 16:18:13", AT),
        (None, None),
    ],
)
def test_a_time_without_a_zone_is_utc(time, read):
    assert heartbeat_read(flat(time=time)).time == read


@pytest.mark.parametrize(
    ("said", "weight"),
    [
        ("2.030", 2030),
        ("2.0305", 2030),
        ("2.0315", 2032),
        (1.03, 1030),
        (0, 0),
        ("-0.0004", 0),
        ("1e1", 10_000),
    ],
)
def test_kilograms_become_whole_grams_exactly(said, weight):
    assert grams(said) == weight


@pytest.mark.parametrize(
    "said",
    [
        "",
        "heavy",
        "NaN",
        "Infinity",
        "-0.5",
        "-1",
        "1e9",
        "1e999999",
        "1e500000",
        "9" * 33,
        "-0.0006",
        HEAVIEST,
        None,
        True,
        [],
        {},
    ],
)
def test_a_weight_that_cannot_be_names_its_scale(said):
    with pytest.raises(Odd) as odd:
        heartbeat_read(flat(scales=[["001", "1", "1", "1"], ["007", "1", "1", said]]))
    assert odd.value.scale == "007"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"scales": {}},
        {"scales": [["001"]]},
        {"scales": ["001"]},
        {"scales": [[1, "1", "1", "1"]]},
        {"scales": [["", "1", "1", "1"]]},
        {"scales": [["x" * 11, "1", "1", "1"]]},
        {"scales": [["001", "1", "1", "1"]] * 2},
        {"scales": [[str(n), "1", "1", "1"] for n in range(201)]},
        {"scales": [], "machineId": 7},
        {"scales": [], "seq": -1},
        {"scales": [], "seq": "1"},
        {"scales": [], "seq": True},
        {"scales": [], "time": 7},
        {"scales": [], "time": "soon"},
        {"scales": [], "time": "0001-01-01T00:00:00+23:00"},
        {"payload": 7},
        {"payload": "{"},
        {"payload": "[]"},
    ],
)
def test_what_is_no_heartbeat(body):
    with pytest.raises(Odd):
        heartbeat_read(body)


def test_by_what_a_repeated_one_is_known():
    numbered = heartbeat_read(flat(seq=7))
    assert numbered.digest == heartbeat_read(flat(seq=7, time="2023-01-09T16:18:13Z")).digest
    timed = heartbeat_read(flat(time="2023-01-09T16:18:13Z"))
    assert timed.digest == heartbeat_read(flat(time="2023-01-09T17:18:13+01:00")).digest
    others = (
        flat(seq=8),
        flat(time="2023-01-09T16:18:14Z"),
        flat(time="2023-01-09T16:18:13Z", scales=ROWS[:1]),
    )
    digests = {numbered.digest, timed.digest, *(heartbeat_read(each).digest for each in others)}
    assert len(digests) == 5
    assert all(digest % 2 == 0 and -(2**63) <= digest < 2**63 for digest in digests)
    assert heartbeat_read(flat()).digest is None


def test_a_touch_between_two_heartbeats():
    assert Weighed("1", 500, 470, 500).touched(30)
    assert not Weighed("1", 500, 471, 500).touched(30)
    assert not Weighed("1", 1505, 805, 805).touched(30)  # as in the original's samples
    assert not Weighed("1", 500).touched(30)
