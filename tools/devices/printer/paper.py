"""What a printer makes of ESC/POS: bytes come in, text on paper comes out.

It knows what tickets need: initialise, text in code pages, bold, size, white on black, alignment,
feed and cut. Each ticket ends with a cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

#: The numbers of code pages (ESC t n), as most printers have them.
CODE_PAGES = {
    number: f"cp{page}"
    for number, page in zip(
        (0, 2, 3, 4, 5, 14, 16, 17, 18, 19, 45, 46, 47),
        (437, 850, 860, 863, 865, 737, 1252, 866, 852, 858, 1250, 1251, 1253),
        strict=True,
    )
}
SKIPPED = {b"\x1b-", b"\x1b{", b"\x1bM", b"\x1b3", b"\x1bJ", b"\x1bG", b"\x1db"}  # take a byte
COMMAND = re.compile(rb"\x1b@|\x1b2|\x1dV[\x00\x01]|\x1dVB.|\x1b[a-zA-Z!{\x2d].|\x1d[!BbrV].", re.S)


@dataclass
class Paper:
    """The paper of a printer. `tickets` are those that were cut off, as text: big letters in
    capitals are `*so*`, bold ones plain, white on black is `[so]`, the middle is the middle.
    """

    columns: int = 48
    tickets: list[str] = field(default_factory=list)
    strange: list[bytes] = field(default_factory=list)  # what it did not know
    on_question: Callable[[int], None] = lambda _: None  # GS r n, when all before it is done
    _left: bytes = b""
    _rows: list[str] = field(default_factory=list)
    _row: str = ""
    _style: dict[str, int] = field(default_factory=dict)
    _code_page: str = "cp437"

    def take(self, more: bytes) -> None:
        """Print these bytes; a command that is not whole yet waits for the rest of it."""
        text = self._left + more
        place = 0
        while place < len(text):
            length = self._one(text[place : place + 4])
            if length == 0:
                break
            place += length
        self._left = text[place:]

    def _one(self, text: bytes) -> int:
        """Do the first thing of these bytes; how many they were, 0 for too few."""
        if text[:1] not in {b"\x1b", b"\x1d"}:
            self._print(text[:1])
            return 1
        found = COMMAND.match(text)
        if found:
            self._do(found[0])
            return len(found[0])
        if len(text) < 4:
            return 0
        self.strange.append(text[:2])
        return 2

    def _print(self, letter: bytes) -> None:
        if letter == b"\n":
            self._feed()
        elif letter >= b" ":
            self._row += letter.decode(self._code_page, errors="replace")
        elif letter != b"\r":
            self.strange.append(letter)

    def _feed(self) -> None:
        text, self._row = self._row, ""
        if self._style.get("big"):
            text = f"*{text}*"
        if self._style.get("invert") and text:
            text = f"[{text}]"
        self._rows.append(text.center(self.columns).rstrip() if self._style.get("align") else text)

    def _do(self, command: bytes) -> None:
        head, number = command[:2], command[-1]
        if head == b"\x1b@":
            self._style, self._code_page = {}, "cp437"
        elif head == b"\x1bt":
            self._code_page = CODE_PAGES.get(number, "ascii")
        elif head == b"\x1b!":
            self._style["big"] = number & 0x30
        elif head == b"\x1d!":
            self._style["big"] = number
        elif head in {b"\x1ba", b"\x1bE", b"\x1dB"}:
            self._style[{b"a": "align", b"E": "bold", b"B": "invert"}[head[1:]]] = number
        elif head == b"\x1bd":
            self._rows += [""] * number
        elif head == b"\x1dV":
            self._cut()
        elif head == b"\x1dr":
            self.on_question(number)
        elif head not in SKIPPED and command != b"\x1b2":
            self.strange.append(command)

    def _cut(self) -> None:
        self.tickets.append("\n".join(self._rows).rstrip("\n") + "\n")
        self._rows = []
