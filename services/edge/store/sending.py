"""Files that are answered in parts, as players ask for them."""

from __future__ import annotations

import mimetypes
from typing import IO

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from store.footage.ranges import Blocks, part_of


def file_answered(
    request: HttpRequest, file: IO[bytes], *, size: int, name: str
) -> HttpResponse | StreamingHttpResponse:
    """The file of `size` bytes, or the part that a Range header asks for: 200, 206, 416. Its type
    is that of the name.
    """
    part = part_of(request.headers.get("Range", ""), size)
    if part is None:
        file.close()
        refusal = HttpResponse(status=416)
        refusal["Content-Range"] = f"bytes */{size}"
        return refusal
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    status = 200 if part.whole else 206
    response = StreamingHttpResponse(Blocks(file, part), status=status, content_type=kind)
    response["Content-Length"] = str(part.length)
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-store"
    if not part.whole:
        last = part.offset + part.length - 1
        response["Content-Range"] = f"bytes {part.offset}-{last}/{size}"
    return response
