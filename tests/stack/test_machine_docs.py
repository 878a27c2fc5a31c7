"""What docs/ says of vending machines holds: frames, checks of the kit, AsyncAPI."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tools.devices.vending.__main__ import main
from tools.devices.vending.conformance import of_device, of_server, schema
from tools.stack.plan import ROOT

DOCS = ROOT / "docs"
CHAPTER = (DOCS / "devices.md").read_text().partition("# Vending machines")[2]
SCHEMA = json.loads(schema.FILE.read_text())
ASYNCAPI = json.loads((DOCS / "events/vending-devices.asyncapi.json").read_text())
ROW = re.compile(r"^\| `(\w+)` \| (.*) \|$", re.MULTILINE)


def kinds(direction: str) -> list[str]:
    return [each["$ref"].rpartition("/")[2] for each in SCHEMA["$defs"][direction]["oneOf"]]


def references(value: Any) -> Iterator[str]:
    """All that a document refers to."""
    if isinstance(value, dict):
        yield from [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        value = list(value.values())
    for each in value if isinstance(value, list) else []:
        yield from references(each)


def found(document: Any, pointer: str) -> Any:
    """What a reference within a document leads to; raises KeyError."""
    for part in pointer.split("/")[1:]:
        document = document[part]
    return document


def test_the_sale_of_the_documentation_is_as_the_schema_says() -> None:
    lines = [line.split(" ", 1) for line in CHAPTER.splitlines() if line[:2] in ("→ ", "← ")]
    assert len(lines) == 12
    troubles = [schema.trouble("up" if arrow == "→" else "down", text) for arrow, text in lines]
    assert troubles == [""] * 12


def test_the_tables_have_each_frame() -> None:
    up, down = (
        CHAPTER.partition(f"| the {side} sends |")[2].partition("\n\n")[0]
        for side in ("machine", "suite")
    )
    for direction, table in (("up", up), ("down", down)):
        frames = re.findall(r'^\| `(\{"type":.*?\})`', table, re.MULTILINE)
        long = [text.replace('"api_key":"…"', '"api_key":"12345678"') for text in frames]
        assert [schema.trouble(direction, text) for text in long] == [""] * len(frames)
        told = {json.loads(text)["type"] for text in frames}
        assert told == {
            SCHEMA["$defs"][name]["properties"]["type"]["const"] for name in kinds(direction)
        }


def test_the_bodies_of_the_documentation_are_as_the_schema_says() -> None:
    for name, text in (
        ("confirm", re.search(r'^\{"transaction_id".*\}$', CHAPTER, re.MULTILINE)[0]),  # type: ignore[index]
        ("confirmed", re.search(r'\{"status":"confirmed".*?\}', CHAPTER)[0]),  # type: ignore[index]
        ("unconfirmed", re.search(r'\{"message":"confirm_failed".*?\}', CHAPTER)[0]),  # type: ignore[index]
        ("telemetry", re.search(r'\{"proto":1.*?\}', CHAPTER)[0]),  # type: ignore[index]
    ):
        assert schema.body_trouble(name, json.loads(text)) == ""


@pytest.mark.parametrize("checks", [of_device, of_server])
def test_the_checks_of_the_kit_are_in_the_documentation(checks: ModuleType) -> None:
    wanted = [(each.__name__, " ".join(each.__doc__.split())) for each in checks.CHECKS]
    rows = [(name, f"{text}.") for name, text in ROW.findall(CHAPTER)]
    start = rows.index(wanted[0])
    assert rows[start : start + len(wanted)] == wanted


def test_the_schema_is_one_and_all_that_it_refers_to_is_there() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    for pointer in references(SCHEMA):
        assert found(SCHEMA, pointer)


def test_asyncapi_has_each_frame_in_its_direction() -> None:
    assert ASYNCAPI["asyncapi"] == "3.0.0"
    for operation, action, direction in (("hear", "receive", "up"), ("tell", "send", "down")):
        told = ASYNCAPI["operations"][operation]
        assert told["action"] == action
        names = [each["$ref"].rpartition("/")[2] for each in told["messages"]]
        assert names == kinds(direction)
    for name, message in ASYNCAPI["components"]["messages"].items():
        assert message["payload"]["schema"]["$ref"].endswith(f"#/$defs/{name}")
    assert set(ASYNCAPI["components"]["messages"]) == {*kinds("up"), *kinds("down")}


def test_all_that_asyncapi_refers_to_is_there() -> None:
    for reference in references(ASYNCAPI):
        file, _, pointer = reference.partition("#")
        assert file in {"", schema.FILE.name}
        assert found(SCHEMA if file else ASYNCAPI, pointer)


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ('{"type":"status","value":"active"}', ""),
        ('{"type":"status"}', "'value' is a required property"),
        ('{"type":"hello"}', "unknown type"),
        ("[]", "no object"),
        ("x", "no JSON"),
    ],
)
def test_what_is_wrong_with_a_frame_is_told(text: str, trouble: str) -> None:
    assert trouble in schema.trouble("up", text)
    assert bool(schema.trouble("up", text)) is bool(trouble)


def test_faults_of_the_documentation_are_options(capsys: pytest.CaptureFixture[str]) -> None:
    told = re.search(r"fail\s+in many ways \((.*?)\)", CHAPTER)
    assert told is not None
    words = [word for text in re.findall(r"`(.*?)`", told[1]) for word in text.split()]
    with pytest.raises(SystemExit) as ended:
        main([*words, "--help"])
    assert ended.value.code == 0
    assert "--confirm HOW" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ([], "name a --machine"),
        (["--machine", "M001"], "--key or --keys"),
        (["--machine", "M001", "--key", "x", "--drop", "never"], "invalid Moment value"),
    ],
)
def test_a_command_line_that_says_too_little_is_refused(
    words: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(words)
    assert why in capsys.readouterr().err
