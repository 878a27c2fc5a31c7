"""Field types of what people send to the store."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
"""Why somebody decides so."""
