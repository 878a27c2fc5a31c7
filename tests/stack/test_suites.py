"""The runner of the tests: what it counts, and what it makes of suites that hang or are empty."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from suite import registry
from tests.support.waiting import wait_for
from tools import test as runner
from tools.stack.plan import ROOT
from tools.stack.spawn import start
from tools.suites import SUITES, Suite, chosen, next_of
from tools.test import PREPARED, Result, Run, preparing, read_report, summary

REPORT = """<testsuites><testsuite>
<testcase name="a"><properties><property name="tally" value="20 sales"/></properties></testcase>
<testcase classname="tests.small" name="b"><failure message="it is 1&#10;and 2"/></testcase>
<testcase classname="tests.small" name="c"><error>why</error></testcase>
<testcase name="d"><skipped message="no engine"/></testcase>
<testcase name="e"><skipped message="no engine"/></testcase>
</testsuite></testsuites>"""


def ended(tmp_path: Path, script: str = "", report: str = "") -> Run:
    """A suite that a small program plays."""
    path = tmp_path / "report.xml"
    if report:
        path.write_text(report)
    output = (tmp_path / "output").open("w+b")
    process = start([sys.executable, "-c", script], cwd=tmp_path, environment={}, output=output)
    run = Run(Suite("played", "nowhere"), process, output, path)
    while not run.over():
        process.poll()
    output.close()
    return run


def test_counts(tmp_path: Path) -> None:
    run = ended(tmp_path, "exit(1)", REPORT)
    found = run.result(selected=False)
    failures = ("tests.small::b: it is 1", "tests.small::c: ")
    assert found == Result(1, 2, 2, "", ("no engine",), ("20 sales",), failures)
    assert runner.row(run, found).endswith("2 failed; skipped: no engine; 20 sales")


@pytest.mark.parametrize(
    ("status", "trouble"), [(5, "has run no test"), (3, "pytest ended with 3")]
)
def test_a_suite_that_says_nothing_has_failed(tmp_path: Path, status: int, trouble: str) -> None:
    run = ended(tmp_path, f"exit({status})")
    assert run.result(selected=False).trouble == trouble
    assert summary([(run, run.result(selected=False))], 1) == 1


def test_a_choice_of_tests_may_leave_a_suite_empty(tmp_path: Path) -> None:
    run = ended(tmp_path, "exit(5)")
    assert run.result(selected=True).trouble == ""
    assert summary([(run, run.result(selected=True))], 1) == 1  # but not all of them


def test_a_suite_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "LIMIT", 0.2)
    run = ended(tmp_path, "import time; time.sleep(600)")
    assert run.process.returncode is not None
    assert run.result(selected=False).trouble == "ended after 0 s"


def test_the_last_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = ended(tmp_path)
    summary([(run, Result(3, 1, failures=("tests.small::b: it is 1",)))], 1)
    assert "FAILED played tests.small::b: it is 1" in capsys.readouterr().out.splitlines()
    assert summary([(run, Result(3, 0, 0)), (run, Result(2, 0, 1, "", ("why",)))], 1) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "5 passed, 0 failed, 1 skipped"
    assert summary([(run, Result(3, 1)), (run, Result(trouble="hung"))], 1) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "3 passed, 2 failed"


def test_no_report_is_no_test(tmp_path: Path) -> None:
    assert read_report(tmp_path / "none.xml") == Result()


def test_a_choice_of_suites() -> None:
    assert [suite.name for suite in chosen(["codes", "stack"])[0]] == ["stack", "codes"]
    assert chosen(["codes", "--", "-k", "x"])[1] == ["-k", "x"]
    command = "--suite-manage=python manage.py"  # an option, not a file
    assert chosen(["codes", "--", command])[1] == [command]
    assert {suite.name for suite in chosen([])[0]} >= {*registry.names(), "gateway", "stack"}
    with pytest.raises(SystemExit, match=r"None of these suites has test_nothing\.py"):
        chosen(["codes", "--", "test_nothing.py"])
    with pytest.raises(SystemExit, match="No suite nonsense"):
        chosen(["nonsense"])


def test_a_group_is_the_suites_of_all_places() -> None:
    names = [suite.name for suite in chosen(["e2e"])[0]]
    assert names == [suite.name for suite in SUITES if suite.group == "e2e"]
    assert {"e2e/tables", "e2e/common"} <= set(names)
    assert [suite.name for suite in chosen(["e2e/tables"])[0]] == ["e2e/tables"]
    of_a_file = chosen(["e2e", "stack", "--", "test_panel.py::test_x", "-k", "y"])
    assert [suite.name for suite in of_a_file[0]] == ["e2e/panel"]


def test_every_test_belongs_to_a_suite() -> None:
    listed = subprocess.run(["git", "ls-files", "*/test_*.py"], cwd=ROOT, capture_output=True)
    directories = [f"{suite.directory}/" for suite in SUITES]
    for path in listed.stdout.decode().split():
        assert any(path.startswith(each) for each in directories), path


def test_the_fast_ones_are_those_of_services_libraries_and_the_gateway() -> None:
    fast = {suite.name for suite in chosen(["--fast"])[0]}
    assert fast >= {*registry.names(), "kit", "live", "pages", "gateway"}
    assert not fast & {"compose", "stack", "integration/tables", "e2e/tables"}


def test_no_home_is_prepared_for_the_fast_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PREPARED, "before")
    with preparing(chosen(["--fast"])[0], str(tmp_path)):
        assert os.environ[PREPARED] == str(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_home_that_nobody_waits_for_is_given_up_with_all_that_made_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PREPARED, "before")
    server = tmp_path / "fresh" / "postgres" / "postmaster.pid"
    with preparing([Suite("slow", "tests/nowhere")], str(tmp_path)):
        wait_for(server.exists, 30, "PostgreSQL runs there")
    assert not server.exists(), "PostgreSQL goes on"


def test_what_may_run_side_by_side() -> None:
    plain, other, third = (Suite(name, "nowhere") for name in "abc")
    page, form, sheet = (Suite(name, "nowhere", browser=True) for name in "def")
    lonely = Suite("g", "nowhere", alone=True)
    assert next_of([plain, other], [], 2) == plain
    assert next_of([other, third], [plain], 2) == other
    assert next_of([third], [plain, other], 2) is None
    assert next_of([sheet, plain], [page, form], 3) == plain
    assert next_of([sheet], [page, form], 3) is None
    assert next_of([sheet], [page], 3) == sheet
    assert next_of([lonely, plain], [other], 2) == plain
    assert next_of([lonely], [other], 2) is None
    assert next_of([lonely, plain], [], 2) == lonely
    assert next_of([plain], [lonely], 2) is None


def test_interrupted_it_leaves_nothing(tmp_path: Path) -> None:
    program = "from tools.stack.servers import throwaway\nwith throwaway(): print('up'); input()"
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"TMPDIR": str(tmp_path), "PATH": "/usr/bin:/bin", "PYTHONUNBUFFERED": "1"},
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"up\n"
        assert len(list(tmp_path.iterdir())) == 1
        process.communicate(b"\n", timeout=20)
    assert not list(tmp_path.iterdir())
