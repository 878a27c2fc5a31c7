"""The words of printers and their tickets."""

from __future__ import annotations

ADDED, CANCELLED, MOVED, TEST = KINDS = ("added", "cancelled", "moved", "test")

# Why a printer prints nothing. The first has no connection to it, the second one that was cut.
UNREACHABLE, INTERRUPTED, SILENT, OFFLINE, PAPER, REFUSED, FAULT = TROUBLES = (
    "unreachable",
    "interrupted",
    "silent",  # it has answered before, and does not now
    "offline",  # as it says itself: its cover is open, or somebody has switched it off-line
    "paper",
    "refused",  # its address is none that we talk to
    "fault",  # of ours
)

WIDTHS = (32, 42, 48)  # columns: of 58 mm, and of 80 mm in two kinds
LANGUAGES = ("en", "de")
CODE_PAGES = ("cp437", "cp850", "cp852", "cp858", "cp866", "cp737", "cp1250", "cp1251", "cp1252")
