"""Times of the week by the clock on a wall: midnight, weekdays, dates that differ, summer time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from orders.hours import ALWAYS, Phase, menu_times, timetable_of

BERLIN = ZoneInfo("Europe/Berlin")
NEVER = [[] for _ in range(7)]
DAILY = [("09:00", "17:00")]
WHOLE = [("00:00", "00:00")]


def times(*pairs):
    return [{"from": begins, "to": ends} for begins, ends in pairs]


def timetable(week, **dates):
    """A timetable of Monday first, or of the same times each day; dates as `d2026_12_24`."""
    week = [week] * 7 if week and isinstance(week[0], tuple) else week
    days = [
        {"date": name[1:].replace("_", "-"), "times": times(*pairs)}
        for name, pairs in dates.items()
    ]
    return timetable_of({"week": [times(*pairs) for pairs in week], "days": days})


def on(*moments):
    """Weeks with these times on Monday and nothing else."""
    return timetable([list(moments), *NEVER[1:]])


def wall(text, zone=BERLIN, fold=0):
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


def phase(table, text, zone=BERLIN):
    """Whether it is on at a time of the wall, and the time of the wall when that changes."""
    is_on, changes = table.phase(wall(text, zone).astimezone(UTC), zone)
    return is_on, changes and changes.astimezone(zone).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-30T08:59:59", (False, "2026-11-30 09:00")),
        ("2026-11-30T09:00:00", (True, "2026-11-30 17:00")),
        ("2026-11-30T16:59:59", (True, "2026-11-30 17:00")),
        ("2026-11-30T17:00:00", (False, "2026-12-01 09:00")),
    ],
)
def test_it_begins_with_its_first_second_and_ends_before_its_last(now, expected):
    assert phase(timetable(DAILY), now) == expected


def test_past_midnight_belongs_to_the_day_before():
    bar = on(("20:00", "02:00"))
    assert phase(bar, "2026-11-30T23:59:59") == (True, "2026-12-01 02:00")
    assert phase(bar, "2026-12-01T01:59:59") == (True, "2026-12-01 02:00")
    assert phase(bar, "2026-12-01T02:00:00") == (False, "2026-12-07 20:00")
    assert phase(bar, "2026-11-30T01:00:00") == (False, "2026-11-30 20:00")  # Sunday had none


def test_until_midnight_and_from_midnight_are_one_time():
    table = timetable([[("18:00", "00:00")], [("00:00", "03:00")], *NEVER[2:]])
    assert phase(table, "2026-11-30T19:00:00") == (True, "2026-12-01 03:00")


def test_times_that_overlap_are_one():
    table = on(("09:00", "12:00"), ("11:00", "14:00"), ("14:00", "15:00"))
    assert phase(table, "2026-11-30T09:30:00") == (True, "2026-11-30 15:00")


def test_a_short_one_within_a_long_one_does_not_end_it():
    table = on(("09:00", "18:00"), ("10:00", "11:00"))
    assert phase(table, "2026-11-30T10:30:00") == (True, "2026-11-30 18:00")


def test_a_break_at_noon():
    table = timetable([("11:00", "14:00"), ("17:00", "22:00")])
    assert phase(table, "2026-11-30T14:00:00") == (False, "2026-11-30 17:00")
    assert phase(table, "2026-11-30T22:00:00") == (False, "2026-12-01 11:00")


def test_all_week_has_no_end():
    assert timetable(WHOLE).phase(wall("2026-11-30T00:00:00"), BERLIN) == ALWAYS


def test_a_week_without_times_has_no_beginning():
    assert timetable(NEVER).phase(wall("2026-11-30T12:00:00"), BERLIN) == Phase(False, None)


def test_a_date_without_times_is_closed_all_day():
    table = timetable(DAILY, d2026_12_01=[])
    assert phase(table, "2026-11-30T17:00:00") == (False, "2026-12-02 09:00")
    assert phase(table, "2026-12-01T12:00:00") == (False, "2026-12-02 09:00")


def test_what_began_the_evening_before_ends_on_a_date_that_is_closed():
    bar = timetable([("20:00", "02:00")], d2026_12_01=[])
    assert phase(bar, "2026-12-01T01:00:00") == (True, "2026-12-01 02:00")
    assert phase(bar, "2026-12-01T21:00:00") == (False, "2026-12-02 20:00")


def test_a_date_with_its_own_times():
    table = timetable(NEVER, d2026_12_24=[("10:00", "14:00")])
    assert phase(table, "2026-12-23T12:00:00") == (False, "2026-12-24 10:00")
    assert phase(table, "2026-12-24T13:00:00") == (True, "2026-12-24 14:00")
    assert phase(table, "2026-12-24T14:00:00") == (False, None)


def test_all_week_but_a_holiday_ends_there():
    table = timetable(WHOLE, d2026_12_25=[])
    assert phase(table, "2026-12-01T12:00:00") == (True, "2026-12-25 00:00")
    assert phase(table, "2026-12-25T12:00:00") == (False, "2026-12-26 00:00")


# In Berlin 2026-03-29 has no 02:00–03:00, and 2026-10-25 has it twice.
def test_when_the_clocks_go_forward_a_day_has_an_hour_less():
    table = timetable([("20:00", "06:00")])
    since = wall("2026-03-28T20:00:00").astimezone(UTC)
    assert phase(table, "2026-03-29T01:59:00") == (True, "2026-03-29 06:00")
    changes = table.phase(since, BERLIN).changes
    assert (changes - since).total_seconds() == 9 * 3600


def test_a_time_that_a_night_lacks_comes_an_hour_later_on_the_wall():
    table = timetable([("22:00", "02:30")])
    assert phase(table, "2026-03-28T23:00:00") == (True, "2026-03-29 03:30")


def test_a_night_may_lack_all_of_a_time():
    table = timetable(NEVER, d2026_03_29=[("02:30", "03:00")], d2026_03_30=[("02:30", "03:00")])
    assert phase(table, "2026-03-29T01:00:00") == (False, "2026-03-30 02:30")


def test_when_the_clocks_go_back_the_first_time_counts():
    table = timetable([("22:00", "02:30")])
    first, second = (wall("2026-10-25T02:29:00", fold=fold).astimezone(UTC) for fold in (0, 1))
    closes = wall("2026-10-25T02:30:00").astimezone(UTC)
    assert table.phase(first, BERLIN) == Phase(True, closes)
    assert table.phase(second, BERLIN).is_on is False
    assert (second - first).total_seconds() == 3600


def test_when_the_clocks_go_back_a_day_has_an_hour_more():
    table = timetable(NEVER, d2026_10_25=WHOLE)
    begins = wall("2026-10-25T00:00:00").astimezone(UTC)
    changes = table.phase(begins, BERLIN).changes
    assert (changes - begins).total_seconds() == 25 * 3600


def test_the_day_is_that_of_the_place():
    auckland, monday = ZoneInfo("Pacific/Auckland"), on(("00:00", "09:00"))
    assert monday.phase(datetime(2026, 11, 29, 12, tzinfo=UTC), auckland).is_on  # Monday, 01:00
    assert not monday.phase(datetime(2026, 11, 29, 12, tzinfo=UTC), BERLIN).is_on


def test_a_menu_is_served_on_its_weekdays():
    brunch = menu_times({"weekdays": [6, 7], "from": "10:00", "to": "14:00"})
    assert phase(brunch, "2026-11-27T12:00:00") == (False, "2026-11-28 10:00")
    assert phase(brunch, "2026-11-28T12:00:00") == (True, "2026-11-28 14:00")
    assert phase(brunch, "2026-11-29T14:00:00") == (False, "2026-12-05 10:00")
