"""The JSON Schemas of docs/events/vending-devices.schema.json."""

from __future__ import annotations

import json
from functools import cache

from jsonschema import Draft202012Validator

from tools.stack.plan import ROOT

FILE = ROOT / "docs" / "events" / "vending-devices.schema.json"
LARGEST = 256  # bytes of a frame that a machine has room for


@cache
def part(name: str) -> Draft202012Validator:
    """What checks one definition."""
    definitions = json.loads(FILE.read_text())["$defs"]
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": definitions})


@cache
def _kinds(direction: str) -> dict[str, list[str]]:
    """The definitions of a direction, by `type`: so an error says what is wrong in the frame."""
    definitions = json.loads(FILE.read_text())["$defs"]
    found = dict[str, list[str]]()
    for entry in definitions[direction]["oneOf"]:
        name = entry["$ref"].rpartition("/")[2]
        found.setdefault(definitions[name]["properties"]["type"]["const"], []).append(name)
    return found


def trouble(direction: str, text: str) -> str:
    """What is wrong with a frame that a machine has sent (`up`) or is sent (`down`); else empty."""
    try:
        frame = json.loads(text)
    except ValueError:
        return f"no JSON: {text[:80]}"
    if not isinstance(frame, dict):
        return f"no object: {text[:80]}"
    if direction == "down" and len(text.encode()) > LARGEST:
        return f"{len(text.encode())} bytes, more than {LARGEST}: {text[:80]}"
    names = _kinds(direction).get(str(frame.get("type")))
    if names is None:
        return f"unknown type: {text[:80]}"
    return body_trouble(names[0], frame)


def body_trouble(name: str, body: object) -> str:
    """What is wrong with a body or frame of this definition; else empty."""
    errors = [f"{error.json_path}: {error.message}" for error in part(name).iter_errors(body)]
    return f"{json.dumps(body)[:120]}: {'; '.join(errors)}" if errors else ""
