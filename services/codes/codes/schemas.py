"""What requests and answers of the codes service hold."""

from __future__ import annotations

from typing import Annotated, Any

from kit.shortcodes import ALPHABET, LENGTH
from ninja import Schema
from pydantic import BeforeValidator, StringConstraints


def _number_as_text(value: Any) -> Any:
    """Clients of the original send numbers too, and may send nothing."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return "" if value is None else value


class RenderIn(Schema):
    value: Annotated[str, BeforeValidator(_number_as_text)] = ""


class CodeOut(Schema):
    value: Annotated[str, StringConstraints(pattern="^[0-9a-f]{40}$")]


class CodeAnswer(Schema):
    success: bool
    response: CodeOut


class ShortCodeOut(Schema):
    value: Annotated[str, StringConstraints(pattern=f"^[{ALPHABET}]{{{LENGTH}}}$")]
    """The last character is a check: ISO/IEC 7064, hybrid, MOD 31,30."""


class ShortCodeAnswer(Schema):
    success: bool
    response: ShortCodeOut


class DrawingOut(Schema):
    base64: str
    """Base64 of an SVG document."""


class DrawingAnswer(Schema):
    success: bool
    response: DrawingOut
