"""What requests and answers of pictures hold."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from kit.pictures import ADDRESS, NAME
from ninja import Schema
from pydantic import Field, StringConstraints

BYTES: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
#: The body is the file as it is, and nothing that a schema could check.
FILE = {"requestBody": {"content": {"image/*": BYTES, "application/octet-stream": BYTES}}}
#: What a picture is answered with.
SHOWN = {"responses": {200: {"description": "OK", "content": {"image/webp": {}, "image/jpeg": {}}}}}
# In a path: what names no file is simply not found, so this is described and not checked.
FileName = Annotated[str, Field(json_schema_extra={"pattern": f"^{NAME.pattern}$"})]


class UploadIn(Schema):
    purpose: Literal["product", "logo"] = Field("product", alias="for")
    """A logo stays though no product has it, beside the one before it."""


class PictureAnswer(Schema):
    success: bool
    image: Annotated[str, StringConstraints(pattern=f"^{ADDRESS.pattern}$")]
    """Its address in one size; `320`, `640`, `1280` and `webp`, `jpg` are the others."""
