"""What a form saw before it was changed: whoever saves is told when it is no longer so.

    {"product": {"price": "2.60"}, "expected": {"price": "2.40"}}

Without it the last one who saves wins, and nobody learns of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from kit.errors import Conflict


def _none_at_all(value: Any) -> Any:
    return {} if value is None else value


# A field of a write: values as the caller has seen them in an answer, by their names.
Expected = Annotated[dict[str, Any], BeforeValidator(_none_at_all), Field(max_length=50)]


def require_unchanged(
    reason: str,
    expected: Mapping[str, Any],
    *,
    now: Mapping[str, Any],
    asked: Mapping[str, Any],
    decimals: Collection[str] = (),
) -> None:
    """Raise 409 `reason`, with the object of now as `details`, when a field is not as expected.

    `now` is the object as answers show it, and `asked` those of its fields that this write sets: a
    field that is as asked already (the answer of a first try was lost) is no conflict. `decimals`
    are compared as numbers. Names that the object does not have are ignored.
    """
    for name in expected.keys() & now.keys():
        same = _same_number if name in decimals else _same
        already = name in asked and asked[name] == now[name]
        if not already and not same(expected[name], now[name]):
            raise Conflict(reason, details=[dict(now)])


def _same(seen: Any, now: Any) -> bool:
    """ "" and null both say that there is nothing."""
    nothing = ("", None)
    return bool(seen == now) or (seen in nothing and now in nothing)


def _same_number(seen: Any, now: Any) -> bool:
    try:
        return Decimal(str(seen)) == Decimal(str(now))
    except InvalidOperation:
        return _same(seen, now)
