"""Field types for request schemas: what a value may be, so that nothing else reaches a query."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

BIGINT = 2**63 - 1


def _whole(value: Any) -> Any:
    """JSON's true is no number, 1.5 is no id; "16" is taken as 16, as the clients of the seeds
    send it.
    """
    if isinstance(value, bool | float):
        raise ValueError("not a whole number")
    return value


Id = Annotated[int, BeforeValidator(_whole), Field(gt=0, le=BIGINT)]
Count = Annotated[int, BeforeValidator(_whole), Field(ge=0, le=2**31 - 1)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Offset = Annotated[int, Field(ge=0, le=2**31 - 1)]
