"""Frames of the store's streams, held against their schema in docs/."""

import json
from pathlib import Path

from jsonschema import Draft202012Validator

STREAMS = json.loads((Path(__file__).parents[3] / "docs/events/store.schema.json").read_text())
Draft202012Validator.check_schema(STREAMS)


def part(name):
    """What checks one definition of the schema."""
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": STREAMS["$defs"]})


#: By type of frame, so that an error says what is wrong and not that no frame is like it.
VISIT = {
    "snapshot": part("visitSnapshot"),
    "cart.changed": part("cartChanged"),
    "receipt.changed": part("receiptChanged"),
    "visit.changed": part("visitChanged"),
}
BOARD = {
    "snapshot": part("boardSnapshot"),
    "mode.changed": part("modeChanged"),
    "visit.opened": part("visitOpened"),
    "visit.changed": part("visitChanged"),
    "visit.closed": part("visitClosed"),
    "ticket.changed": part("ticketChanged"),
    "machine.changed": part("machineChanged"),
    "alert.raised": part("alertRaised"),
}


def described(frame, kinds):
    """The frame of a stream, which is as the schema has it; raises ValidationError."""
    if frame["type"] != "pong":
        kinds[frame["type"]].validate(frame)
    return frame


def recorded(event, kinds):
    """The same for a row of what listeners were told."""
    data = json.loads(event.data)
    described({"type": event.kind, "seq": event.seq, "epoch": "0", "data": data}, kinds)
