"""What requests and answers of the verification service hold."""

from __future__ import annotations

from typing import Annotated, Any

from kit.fields import Id
from kit.tokens import Caller
from ninja import Schema
from pydantic import Field, StrictBool, StringConstraints, model_validator

from verification.fields import (
    ClaimedKey,
    ClaimedUser,
    Email,
    GivenAddress,
    GivenName,
    GivenSecret,
    NewPassword,
    PersonName,
    Username,
)
from verification.models import Role

FOUND = 200  # users in one answer, at most


class RegisterIn(Schema):
    managed: StrictBool = False
    """Made by who is signed in, for somebody who works for them; needs their Bearer token."""
    username: Username
    password: NewPassword
    email: Email
    first_name: PersonName
    last_name: PersonName


class LoginIn(Schema):
    username: GivenName
    password: GivenSecret


class PasswordIn(LoginIn):
    new_password: GivenSecret


class ForgotIn(Schema):
    """A username or an e-mail address."""

    whom: GivenAddress


class ResetIn(Schema):
    link: GivenSecret
    """What the link has behind `#/reset/`."""
    new_password: GivenSecret


class VerifyIn(Schema):
    session_key: ClaimedKey = None
    user_id: ClaimedUser = None


class RefreshIn(Schema):
    refresh: GivenSecret


class FindIn(Schema):
    """A name or ids; not both."""

    username: GivenName | None = None
    user_id: Annotated[list[Id], Field(max_length=FOUND)] = []

    @model_validator(mode="after")
    def _either(self) -> FindIn:
        if (self.username is None) == (not self.user_id):
            raise ValueError("either username or user_id")
        return self

    def whom(self) -> dict[str, list[Any]]:
        """The arguments of selectors.user_find."""
        return {"ids": self.user_id} if self.username is None else {"usernames": [self.username]}

    def means_only(self, caller: Caller) -> bool:
        """Whether nobody but the caller is asked for."""
        if self.username is not None:
            return self.username == caller.username
        return set(self.user_id) == {caller.user_id}


class ServiceIn(Schema):
    service: GivenName
    secret: GivenSecret


class UsersIn(Schema):
    """Ids or names; not both."""

    ids: Annotated[list[Id], Field(max_length=FOUND)] | None = None
    usernames: Annotated[list[GivenName], Field(max_length=FOUND)] | None = None

    @model_validator(mode="after")
    def _either(self) -> UsersIn:
        if (self.ids is None) == (self.usernames is None):
            raise ValueError("either ids or usernames")
        return self


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
    handed_over: bool = False
    """There while the password is one that somebody else has made: pages ask for another one."""


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


class PersonOut(Schema):
    user_id: int
    username: str
    first_name: str
    last_name: str


class FoundAnswer(Schema):
    success: bool
    response: list[PersonOut]


class ManagedOut(PersonOut):
    managed_by: int | None
    """The account of who made it for their staff."""


class ManagedAnswer(Schema):
    success: bool
    response: list[ManagedOut]


class ForgotOut(Schema):
    by_mail: bool
    """Whether links can be mailed here."""


class ForgotAnswer(Schema):
    success: bool
    response: ForgotOut


class ResetOut(Schema):
    username: str


class ResetAnswer(Schema):
    success: bool
    response: ResetOut


class HandOverIn(Schema):
    """A new password for an account that `owner_id` made; `by` asks for it."""

    user_id: Id
    owner_id: Id
    by: Id


class HandedOverOut(Schema):
    username: str
    password: str


class HandedOverAnswer(Schema):
    success: bool
    response: HandedOverOut


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
