"""What requests and answers of the verification service hold."""

from __future__ import annotations

from typing import Annotated

from ninja import Schema
from pydantic import StringConstraints

from verification.fields import (
    ClaimedKey,
    ClaimedUser,
    Email,
    GivenName,
    GivenSecret,
    NewPassword,
    PersonName,
    Username,
)
from verification.models import Role


class RegisterIn(Schema):
    username: Username
    password: NewPassword
    email: Email
    first_name: PersonName
    last_name: PersonName


class LoginIn(Schema):
    username: GivenName
    password: GivenSecret


class VerifyIn(Schema):
    session_key: ClaimedKey = None
    user_id: ClaimedUser = None


class RefreshIn(Schema):
    refresh: GivenSecret


class ServiceIn(Schema):
    service: GivenName
    secret: GivenSecret


class SessionData(Schema):
    user_id: int


class TokensOut(Schema):
    session_data: SessionData
    username: str
    roles: list[Role]
    access: str
    """JWT for `Authorization: Bearer …`."""
    refresh: str
    """For the next `/verification/refresh/`, once."""
    expires_in: int
    """Seconds until `access` expires."""


class LoginOut(TokensOut):
    session_key: Annotated[str, StringConstraints(pattern="^[a-z0-9]{32}$")]


class LoginAnswer(Schema):
    success: bool
    response: LoginOut


class TokensAnswer(Schema):
    success: bool
    response: TokensOut


class UserOut(Schema):
    user_id: int
    username: str
    roles: list[Role]


class UserAnswer(Schema):
    success: bool
    response: UserOut


class ServiceTokenOut(Schema):
    access: str
    expires_in: int


class ServiceTokenAnswer(Schema):
    success: bool
    response: ServiceTokenOut


class PublicKeyOut(Schema):
    """A public key as RFC 8037 has it."""

    kty: str
    crv: str
    x: str
    kid: str
    use: str
    alg: str


class KeySetOut(Schema):
    keys: list[PublicKeyOut]
