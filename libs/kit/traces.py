"""Exceptions put into words for a log, without what came from outside."""

from __future__ import annotations

from traceback import format_tb

import psycopg2
from django.db import Error as DjangoError
from pydantic import ValidationError

_CAUSE = "The above is the cause of what follows:"
_CONTEXT = "While the above was handled:"


def words(error: BaseException) -> str:
    """What an exception says. Of one of the database that is its name, its SQLSTATE and its
    constraint, since PostgreSQL's own words quote values; of an invalid value, where it is.
    """
    if isinstance(error, DjangoError | psycopg2.Error):
        return _of_database(error)
    if isinstance(error, ValidationError):
        found = error.errors(include_input=False, include_context=False, include_url=False)
        places = (f"{'.'.join(map(str, one['loc']))} ({one['type']})" for one in found)
        return f"invalid: {', '.join(places)}"
    return str(error).strip()


def _of_database(error: DjangoError | psycopg2.Error) -> str:
    cause = error if isinstance(error, psycopg2.Error) else error.__cause__
    state = getattr(cause, "pgcode", None)
    if state is None:  # the connection is broken, or Django itself says it: no statement was read
        return str(error).strip()
    constraint = getattr(getattr(cause, "diag", None), "constraint_name", None)
    return " ".join([type(cause).__name__, state, *([constraint] if constraint else [])])


def trace(error: BaseException) -> list[str]:
    """The lines of a traceback with all that led to it, the exceptions in our words."""
    return _trace(error, set())


def _trace(error: BaseException, seen: set[int]) -> list[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines: list[str] = []
    if before is not None and id(before) not in seen:
        lines += [*_trace(before, seen), _CAUSE if error.__cause__ else _CONTEXT]
    if error.__traceback__ is not None:
        lines.append("Traceback (most recent call last):")
        lines += "".join(format_tb(error.__traceback__)).splitlines()
    lines.append(f"{type(error).__qualname__}: {words(error)}")
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            lines += _trace(one, seen)
    return lines
