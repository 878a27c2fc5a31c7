"""Frames of the streams, held against their schema in docs/."""

import json
from pathlib import Path

from jsonschema import Draft202012Validator

STREAMS = json.loads((Path(__file__).parents[3] / "docs/events/edge.schema.json").read_text())
Draft202012Validator.check_schema(STREAMS)


def part(name):
    """What checks one definition of the schema."""
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": STREAMS["$defs"]})


#: By type of frame, so that an error says what is wrong and not that no frame is like it.
MACHINE = {
    "snapshot": part("machineSnapshot"),
    "machine.changed": part("machineChanged"),
    "lock.changed": part("machineLockChanged"),
    "transaction.changed": part("ownTransactionChanged"),
}
FLEET = {
    "snapshot": part("fleetSnapshot"),
    "machine.changed": part("fleetMachineChanged"),
    "lock.changed": part("fleetLockChanged"),
    "transaction.changed": part("fleetTransactionChanged"),
    "event.logged": part("eventLogged"),
}
TRANSACTION = part("transaction")


def described(frame, kinds=MACHINE):
    """The frame of a stream, which is as the schema has it; raises ValidationError."""
    if frame["type"] != "pong":
        kinds[frame["type"]].validate(frame)
    return frame


def recorded(event):
    """The same for a row of what the fleet was told."""
    data = json.loads(event.data)
    described({"type": event.kind, "seq": event.seq, "epoch": "0", "data": data}, FLEET)


def recorded_neutral(event):
    """A row of what a machine's listeners are told, before any of them has seen it."""
    data = json.loads(event.data)
    if event.kind == "transaction.changed":
        assert data.keys() == {"client_id", "transaction"}
        TRANSACTION.validate(data["transaction"])
    else:
        assert (event.kind in MACHINE, data) == (True, {"view": True})
