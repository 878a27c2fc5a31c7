"""The script of the trolley that is played, and its command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.devices.trolley.__main__ import main
from tools.devices.trolley.script import LINES, Step, Unreadable, step_of, steps_of
from tools.stack.plan import ROOT

DOCS = ROOT / "docs"


@pytest.mark.parametrize(
    ("line", "step"),
    [
        ("2000000000213", Step("scan", "2000000000213")),
        ("scan 2000000000213 3  # thrice", Step("scan", "2000000000213", 3)),
        ("scan x-1", Step("scan", "x-1")),
        ("wait 0.5", Step("wait", number=0.5)),
        ("until unlocked", Step("until", "unlocked")),
        ("  offline   5 ", Step("offline", number=5)),
        ("jam on", Step("jam", "on")),
        ("force locked", Step("force", "locked")),
        ("settle", Step("settle")),
        ("quit", Step("quit")),
        ("", None),
        ("# nothing", None),
    ],
)
def test_a_line_of_a_script(line: str, step: Step | None) -> None:
    assert step_of(line) == step


@pytest.mark.parametrize("line", ["scan", "wait", "wait long", "wait 1.2.3", "until", "jam", "fly"])
def test_a_line_that_means_nothing_ends_the_script_before_it_begins(
    line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Unreadable):
        steps_of(f"settle\n{line}")
    script = tmp_path / "script"
    script.write_text(line)
    assert main(["T", "--key", "k", "--script", str(script)]) == 2
    assert line in capsys.readouterr().err


def test_the_script_of_the_documentation_is_one() -> None:
    page = (DOCS / "devices.md").read_text()
    script = page.partition("```\nuntil unlocked")[2].partition("```")[0]
    assert [step.verb for step in steps_of(f"until unlocked{script}")] == [
        *("until", "scan", "offline", "scan", "settle", "until")
    ]
    verbs = {line.split()[0] for line in LINES.splitlines()}
    assert verbs == {"scan", "wait", "until", "settle", "offline", "jam", "force", "quit"}


@pytest.mark.parametrize("words", [[], ["TROLLEY_01"]])
def test_a_command_line_without_a_key_is_refused(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(words)
    assert "--keys" in capsys.readouterr().err


def test_a_file_of_keys_without_that_of_the_trolley_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text('{"TROLLEY_01":"k"}')
    script = tmp_path / "script"
    script.touch()
    assert main(["TROLLEY_09", "--keys", str(keys), "--script", str(script)]) == 2
    assert f"{keys} has no key of TROLLEY_09" in capsys.readouterr().err


def test_a_script_may_be_the_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "script"
    script.write_text("settle\nfly")
    with script.open() as opened:
        monkeypatch.setattr("sys.stdin", opened)
        assert main(["T", "--key", "k"]) == 2
    assert "this is no line of a script: fly" in capsys.readouterr().err
