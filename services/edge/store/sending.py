"""Files that are answered in parts, as players ask for them."""

from __future__ import annotations

import mimetypes

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from store.footage.ranges import part_of
from store.footage.stored import Readable, Stored

BLOCK = 64 * 1024  # bytes


class Blocks:
    """The bytes of a part, to be sent. Whoever stops listening closes the file as well."""

    def __init__(self, file: Readable, length: int) -> None:
        self._file, self._left = file, length

    def __iter__(self) -> Blocks:
        return self

    def __next__(self) -> bytes:
        block = self._file.read(min(BLOCK, self._left)) if self._left else b""
        if not block:
            self.close()
            raise StopIteration
        self._left -= len(block)
        return block

    def close(self) -> None:
        self._file.close()


def file_answered(
    request: HttpRequest, stored: Stored, *, name: str
) -> HttpResponse | StreamingHttpResponse:
    """The footage, or the part that a Range header asks for: 200, 206, 416. Its type is that of the
    name; raises as `Stored`.
    """
    part = part_of(request.headers.get("Range", ""), stored.size)
    if part is None:
        refusal = HttpResponse(status=416)
        refusal["Content-Range"] = f"bytes */{stored.size}"
        return refusal
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    status = 200 if part.whole else 206
    blocks = Blocks(stored.start(part), part.length)
    response = StreamingHttpResponse(blocks, status=status, content_type=kind)
    response["Content-Length"] = str(part.length)
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-store"
    if not part.whole:
        last = part.offset + part.length - 1
        response["Content-Range"] = f"bytes {part.offset}-{last}/{stored.size}"
    return response
