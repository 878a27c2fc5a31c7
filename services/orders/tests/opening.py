"""Hours and menus that the tests set, and the Monday on which they look."""

from datetime import UTC, datetime

MONDAY = datetime(2026, 11, 30, 12, tzinfo=UTC)
NEVER = [[] for _ in range(7)]


def at(hour, minute=0, day=30):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def times(begins, ends):
    return [{"from": begins, "to": ends}]


def daily(begins, ends, **more):
    return {"week": [times(begins, ends)] * 7, "days": [], **more}


def menu(name, categories, begins, ends, weekdays=range(1, 8)):
    return {
        "name": name,
        "categories": categories,
        "weekdays": list(weekdays),
        "from": begins,
        "to": ends,
    }


def iso(moment):
    return moment.isoformat(timespec="microseconds")
