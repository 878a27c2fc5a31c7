"""Days in UTC: what a query may say, and where days begin and end."""

from datetime import UTC, date, datetime, timedelta

import pytest
from kit.days import DaysIn, day_begin, day_end, days_between
from pydantic import ValidationError


def test_by_default_the_last_thirty_days():
    first, last = DaysIn().days
    assert last == datetime.now(UTC).date()
    assert last - first == timedelta(days=29)
    assert DaysIn.model_validate({"from": "", "to": None}).days == (first, last)


def test_a_year_at_most():
    leap = {"from": "2024-01-01", "to": "2024-12-31"}
    assert len(list(days_between(*DaysIn.model_validate(leap).days))) == 366
    for asked in (
        {**leap, "to": "2025-01-01"},
        {"from": "2024-01-02", "to": "2024-01-01"},
        {"to": "2024-02-30"},
        {"to": "20240229"},
        {"to": 20240229},
        {"from": "2024-02-29T00:00:00Z"},
    ):
        with pytest.raises(ValidationError):
            DaysIn.model_validate(asked)


def test_the_first_and_the_last_of_all_days():
    assert DaysIn.model_validate({"to": "0001-01-05"}).days[0] == date.min
    assert day_end(date.max) == datetime.max.replace(tzinfo=UTC)
    day = date(2026, 11, 28)
    assert (day_begin(day), day_end(day)) == (
        datetime(2026, 11, 28, tzinfo=UTC),
        datetime(2026, 11, 29, tzinfo=UTC),
    )
