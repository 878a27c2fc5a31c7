"""Times of the week at a place, by the clock on its wall: when it is open, when its kitchen cooks,
when a menu is served.

A time that begins before midnight and ends after it belongs to the day on which it begins; one that
ends when it begins lasts a day. Of a time that a night has twice the first one counts, and one that
a night lacks is as long after midnight as on any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

AHEAD = 62  # days: what is further away is not said
DAY = timedelta(days=1)

Interval = tuple[time, time]  # from, to; the latter perhaps on the next day
Span = tuple[datetime, datetime]  # in UTC


class Phase(NamedTuple):
    """Whether something goes on, and when that changes; None for never, or not soon."""

    is_on: bool
    changes: datetime | None


ALWAYS = Phase(is_on=True, changes=None)


@dataclass(frozen=True, slots=True)
class Timetable:
    """The times of each weekday, Monday first, and of the dates that differ from these."""

    week: tuple[tuple[Interval, ...], ...]
    dates: Mapping[date, tuple[Interval, ...]] = field(default_factory=dict)

    def phase(self, now: datetime, zone: ZoneInfo) -> Phase:
        """How it stands at this moment in this zone. Times that touch or overlap are one."""
        today, ends = now.astimezone(zone).date(), None
        for begin, end in self._spans(today - DAY, zone):
            if end <= now:
                continue
            if begin <= (now if ends is None else ends):
                ends = end if ends is None else max(ends, end)
            elif ends is None:
                return Phase(is_on=False, changes=begin)
            else:
                return Phase(is_on=True, changes=ends)
        if ends is None:
            return Phase(is_on=False, changes=None)
        is_near = ends < now + (AHEAD - 2) * DAY
        return Phase(is_on=True, changes=ends if is_near else None)

    def _spans(self, first: date, zone: ZoneInfo) -> Iterator[Span]:
        """What begins on this day and after, in order, as far as we look."""
        for day in (first + timedelta(days=ahead) for ahead in range(AHEAD)):
            for begins, ends in self.dates.get(day, self.week[day.weekday()]):
                begin = _moment(day, begins, zone)
                end = _moment(day if ends > begins else day + DAY, ends, zone)
                if begin < end:  # else the night lacks all of it
                    yield begin, end


def _moment(day: date, on_the_wall: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, on_the_wall, zone).astimezone(UTC)


def timetable_of(stored: Mapping[str, Any] | None) -> Timetable | None:
    """What a place has stored, `{"week": [[{"from", "to"}…]…], "days": [{"date", "times"}…]}`."""
    if stored is None:
        return None
    dates = {date.fromisoformat(each["date"]): _times(each["times"]) for each in stored["days"]}
    return Timetable(tuple(map(_times, stored["week"])), dates)


def menu_times(stored: Mapping[str, Any]) -> Timetable:
    """When a menu is served, `{"weekdays": [1…], "from", "to"}`; Monday is 1."""
    times = _times([stored])
    return Timetable(tuple(times if day in stored["weekdays"] else () for day in range(1, 8)))


def _times(stored: Iterable[Mapping[str, str]]) -> tuple[Interval, ...]:
    times = [(time.fromisoformat(each["from"]), time.fromisoformat(each["to"])) for each in stored]
    return tuple(sorted(times))
