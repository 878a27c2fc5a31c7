"""The few words of a ticket that are ours, in the languages of kitchens."""

from __future__ import annotations

from typing import Final

WORDS: Final = {
    "en": {
        "first": "NEW",
        "added": "ADDED",
        "cancelled": "CANCELLED",
        "moved": "MOVED",
        "test": "TEST",
        "copy": "REPRINT",
        "again": "REPRINT? MAY BE A SECOND COPY",
        "to": "to",
        "staff": "ordered by staff",
        "missing": "Some letters cannot be printed: see the panel.",
        "works": "This printer works.",
    },
    "de": {
        "first": "NEU",
        "added": "NACHBESTELLT",
        "cancelled": "STORNIERT",
        "moved": "UMGEZOGEN",
        "test": "TEST",
        "copy": "NACHDRUCK",
        "again": "NACHDRUCK? VIELLEICHT DOPPELT",
        "to": "nach",
        "staff": "vom Personal bestellt",
        "missing": "Manche Zeichen fehlen hier: siehe Bestelltafel.",
        "works": "Dieser Drucker funktioniert.",
    },
}
