"""What a field of an account may hold; request schemas and commands read them by these types."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from kit.fields import BIGINT
from pydantic import (
    AfterValidator,
    Field,
    StrictInt,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)


@cache
def _common_passwords() -> CommonPasswordValidator:
    return CommonPasswordValidator()


def _uncommon(password: str) -> str:
    if password.lower().strip() in _common_passwords().passwords:
        raise ValueError("one of the passwords that are tried first")
    return password


def _printable(name: str) -> str:
    """A name that holds a line break could forge log lines."""
    if not name.isprintable():
        raise ValueError("holds control characters")
    return name


def _claim(value: Any, check: ValidatorFunctionWrapHandler) -> Any:
    try:
        return check(value)
    except ValidationError:
        return None


Username = Annotated[
    str, StringConstraints(min_length=4, max_length=150), AfterValidator(_printable)
]
NewPassword = Annotated[
    str, StringConstraints(min_length=7, max_length=1024), AfterValidator(_uncommon)
]
# Contract: letters, digits and _.+- before the @, something.something after it.
Email = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9_.+-]+@[^@\s]+\.[^@\s]+$", max_length=254)
]
PersonName = Annotated[str, StringConstraints(min_length=1, max_length=150)]

_NEW_PASSWORD: TypeAdapter[str] = TypeAdapter(NewPassword)


def is_weak(password: str) -> bool:
    """Whether an account may not have this password."""
    try:
        _NEW_PASSWORD.validate_python(password)
    except ValidationError:
        return True
    return False


# What a login or a service claims: it is compared, never stored.
GivenName = Annotated[str, StringConstraints(min_length=1, max_length=150)]
GivenAddress = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=254)
]
GivenSecret = Annotated[str, StringConstraints(min_length=1, max_length=1024)]
# These two are None when they are missing or of the wrong type, which is then as wrong as a wrong
# value: an unknown key is reported before a bad user id. `"1"`, `1.0` and `true` are no user ids.
ClaimedKey = Annotated[str | None, WrapValidator(_claim)]
ClaimedUser = Annotated[Annotated[StrictInt, Field(gt=0, le=BIGINT)] | None, WrapValidator(_claim)]
