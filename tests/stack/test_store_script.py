"""What may happen in the played store, line by line, and what its racks weigh then."""

from __future__ import annotations

import pytest

from demo.store import RACKS
from tools.devices.store.racks import Rack, Shelf
from tools.devices.store.script import TRIPS, Step, Unreadable, steps_of


def test_a_script_is_read_line_by_line() -> None:
    script = """
        # somebody comes
        enter vera
        pick vera 2001/001 12   # and takes a lot
        misplace vera 2001/001 2002/003

        drift 2001/002 -12
        offline 2002 7.5
        refill olga
    """
    assert steps_of(script) == [
        Step("enter", "vera"),
        Step("pick", "vera", "2001/001", number=12),
        Step("misplace", "vera", "2001/001", "2002/003"),
        Step("drift", shelf="2001/002", number=-12),
        Step("offline", shelf="2002", number=7.5),
        Step("refill", "olga"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        *("enter", "enter Vera", "fly vera", "pick vera 2001", "pick vera 2001/001 0"),
        *("pick vera 2001/001 -1", "drift 2001/002", "offline 2002", "wait", "wait -1"),
        *("leave vera now", "refill", "misplace vera 2001/001"),
    ],
)
def test_a_line_that_means_nothing_is_said_before_anything_happens(line: str) -> None:
    with pytest.raises(Unreadable, match=f"no line of a script: {line}$"):
        steps_of(f"enter vera\n{line}\nleave vera")


def test_the_trips_fit_the_demos_store() -> None:
    shelves = {f"{rack}/{scale}" for rack, (_, goods) in RACKS.items() for scale in goods}
    assert list(TRIPS) == ["one", "two", "wrong-shelf", "drift", "offline", "refill"]
    for steps in map(steps_of, TRIPS.values()):
        assert steps
        for step in steps:
            assert {step.shelf, step.other} <= {"", *shelves, *RACKS}
            assert step.name in {"", "vera", "victor", "operator"}


def rows(rack: Rack) -> list[list[str]]:
    return list(rack.reading()["scales"])


def test_a_rack_says_what_it_weighs_and_has_weighed_since() -> None:
    rack = Rack("2001", {"001": Shelf(7, 125, 24), "002": Shelf(8, 48, 2)})
    assert rows(rack)[0] == ["001", "3.000", "3.000", "3.000"]
    assert rack.take("001", 2) == 2
    rack.put_back("001")
    assert rows(rack)[0] == ["001", "2.750", "3.000", "2.875"]
    assert rows(rack)[0] == ["001", "2.875", "2.875", "2.875"]
    assert rack.take("002", 5) == 2, "no more than there is"
    assert rows(rack)[1] == ["002", "0.000", "0.096", "0.000"]
    assert [rack.reading()["seq"] for _ in range(2)] == [5, 6]


def test_a_refill_makes_a_rack_what_it_was() -> None:
    rack = Rack("2001", {"001": Shelf(7, 125, 24), "002": Shelf(8, 48, 2)})
    first = rows(rack)
    rack.take("001", 20)
    rack.put_other("002", 167)
    rack.put_other("001", -12)
    rack.clear()
    rack.fill()
    rows(rack)
    assert rows(rack) == first
