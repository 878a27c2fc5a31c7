"""What requests and answers about printers hold."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.conf import settings
from kit.errors import BadRequest
from kit.fields import Id, Signed
from ninja import Schema
from pydantic import AfterValidator, Field, StrictBool, StringConstraints

from printing import hosts

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Category = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]
Categories = Annotated[list[Category], Field(max_length=100)]
Columns = Literal[32, 42, 48]
Language = Literal["en", "de"]
CodePage = Literal[
    "cp437", "cp850", "cp852", "cp858", "cp866", "cp737", "cp1250", "cp1251", "cp1252"
]
Kind = Literal["added", "cancelled", "moved", "test"]
Trouble = Literal["unreachable", "interrupted", "silent", "offline", "paper", "refused", "fault"]


def _port(number: int) -> int:
    if number not in settings.PRINTER_PORTS:
        raise BadRequest("printer_refused")
    return number


Host = Annotated[
    str,
    StringConstraints(strip_whitespace=True, to_lower=True, min_length=1, max_length=253),
    AfterValidator(hosts.require_host),
]
Port = Annotated[int, Field(ge=1, le=65535, strict=True), AfterValidator(_port)]


class PrinterEditIn(Signed):
    """What is sent changes."""

    name: Name = ""
    host: Host = ""
    port: Port = 9100
    categories: Categories = []
    """Those of its station, "" those of orders without one; none: everything."""
    columns: Columns = 48
    language: Language = "en"
    code_page: CodePage = "cp858"
    is_active: StrictBool = True

    def sent(self) -> dict[str, Any]:
        """The fields of the printer that were sent."""
        return self.model_dump(exclude_unset=True, exclude={"session_key", "user_id"})


class PrinterIn(PrinterEditIn):
    """A printer that is to be: where it is, and what it prints."""

    location_id: Id
    name: Name
    host: Host

    def fields(self) -> dict[str, Any]:
        """All columns that it gives a printer."""
        return self.model_dump(exclude={"session_key", "user_id", "location_id"})


class PrinterOut(Schema):
    id: int
    location_id: int
    name: str
    host: str
    port: int
    categories: list[str]
    columns: int
    language: Language
    code_page: CodePage
    is_active: bool
    trouble: Trouble | None
    """Why it prints nothing; null while it does."""
    since: str | None
    """Since when it prints nothing."""
    waiting: int
    """Tickets that wait for it."""


class TicketLineOut(Schema):
    quantity: int
    name: str


class TicketOut(Schema):
    id: int
    kind: Kind
    place: str
    lines: list[TicketLineOut]
    is_copy: bool
    timestamp: str
    printed: str | None
    """When it was printed; null while it waits."""


class PrinterAnswer(Schema):
    success: bool
    response: PrinterOut


class PrintersAnswer(Schema):
    success: bool
    response: list[PrinterOut]


class TicketsAnswer(Schema):
    success: bool
    response: list[TicketOut]
