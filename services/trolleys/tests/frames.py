"""Frames of the streams and of the trolley's own socket, held against their schemas in docs/."""

import json
from pathlib import Path

from jsonschema import Draft202012Validator

DOCS = Path(__file__).parents[3] / "docs/events"
STREAMS = json.loads((DOCS / "trolleys.schema.json").read_text())
DEVICES = json.loads((DOCS / "trolley-devices.schema.json").read_text())
for schema in (STREAMS, DEVICES):
    Draft202012Validator.check_schema(schema)


def part(schema, name):
    """What checks one definition of a schema."""
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]})


#: By type of event, so that an error says what is wrong and not that no frame is like it.
EVENTS = {
    definition["properties"]["type"]["const"]: part(STREAMS, name)
    for name, definition in STREAMS["$defs"].items()
    if definition.get("$ref") == "#/$defs/event"
}
SNAPSHOTS = {"session": part(STREAMS, "sessionSnapshot"), "board": part(STREAMS, "boardSnapshot")}
UP, DOWN = part(DEVICES, "up"), part(DEVICES, "down")


def described(frame):
    """The frame of a stream, which is as the schema has it; raises ValidationError."""
    if frame["type"] == "snapshot":
        SNAPSHOTS["board" if "trolleys" in frame["data"] else "session"].validate(frame)
    elif frame["type"] != "pong":
        EVENTS[frame["type"]].validate(frame)
    return frame


def recorded(event):
    """The same for a row of what was recorded."""
    return described(
        {"type": event.kind, "seq": event.seq, "epoch": "0", "data": json.loads(event.data)}
    )
