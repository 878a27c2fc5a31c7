"""Every test suite in a process of its own, on one throw-away PostgreSQL and Redis.

    python -m tools.test [--fast] [SUITE or GROUP …] [-- pytest's arguments]

Four suites run at once, but for those that use the whole machine: they come last, one by one. With
`--fast` only those that need no running suite of services. What a suite says is shown when it
fails. The last line is `N passed, N failed[, N skipped]`.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from tools.browser import chromium
from tools.stack import plan
from tools.stack.servers import Servers, throwaway
from tools.stack.spawn import signal_group, start
from tools.stack.testenv import service_environment
from tools.suites import Suite, chosen, next_of

AT_ONCE = 4  # on two processors: they wait half of the time
LIMIT = 2100.0  # seconds for a suite; none comes near it unless it hangs
TICK = 0.05  # seconds
PREPARED = "AISLE_PREPARED"  # names the directory of the home that tests.support.prepared makes
# `make contract` runs the one, nothing the others; loading them takes most of a second.
UNUSED = [word for name in ("schemathesis", "valkey", "anyio") for word in ("-p", f"no:{name}")]
# Hypothesis tries the same examples each time, and no slow machine counts as a fault.
STEADY = "--hypothesis-profile=ci"
TALLY = "properties/property[@name='tally']"  # of a test: record_property("tally", text)
TOLD = 300  # characters of a failure in the summary
NO_TESTS = 5  # pytest's exit status when it has found none


@dataclass
class Result:
    """How a suite ended; `trouble` says why, when no count of tests does."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    trouble: str = ""
    reasons: tuple[str, ...] = ()
    tallies: tuple[str, ...] = ()  # what its tests have counted and recorded for people
    failures: tuple[str, ...] = ()  # names of tests, each with the first line of what was wrong


@dataclass
class Run:
    """A suite that is running or has ended."""

    suite: Suite
    process: subprocess.Popen[bytes]
    output: IO[bytes]
    report: Path
    began: float = field(default_factory=time.monotonic)
    seconds: float = 0.0
    processor: float = 0.0  # seconds of it, with all that the suite has started
    hung: bool = False

    def over(self) -> bool:
        """Whether it has ended; one that is over its limit is made to."""
        others = _processor_of_ended()
        if self.process.poll() is None:
            if time.monotonic() - self.began < LIMIT:
                return False
            self.hung = True
            self.end()
        self.processor = _processor_of_ended() - others
        self.seconds = time.monotonic() - self.began
        return True

    def end(self) -> None:
        signal_group(self.process, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            signal_group(self.process, signal.SIGKILL)
            self.process.wait()

    def result(self, *, selected: bool) -> Result:
        """What its report counts; with tests `selected` by hand a suite may have none."""
        found = read_report(self.report)
        if self.hung:
            found.trouble = f"ended after {LIMIT:.0f} s"
        elif self.process.returncode == NO_TESTS:
            found.trouble = "" if selected else "has run no test"
        elif self.process.returncode and not found.failed:
            found.trouble = f"pytest ended with {self.process.returncode}"
        return found


def _processor_of_ended() -> float:
    """Seconds of the processor that our children have taken, of those that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def read_report(path: Path) -> Result:
    """The counts of a JUnit file; none when it was never written."""
    result = Result()
    if not path.exists():
        return result
    reasons, tallies, failures = [], list[str](), list[str]()
    for case in ElementTree.parse(path).iter("testcase"):  # noqa: S314 - our own pytest's
        skipped = case.find("skipped")
        wrong = next((each for each in case if each.tag in {"failure", "error"}), None)
        if wrong is not None:
            result.failed += 1
            failures.append(_told(case, wrong))
        elif skipped is not None:
            result.skipped += 1
            reasons.append(skipped.get("message", ""))
        else:
            result.passed += 1
        tallies += [each.get("value", "") for each in case.iterfind(TALLY)]
    result.reasons, result.tallies = tuple(dict.fromkeys(reasons)), tuple(tallies)
    result.failures = tuple(failures)
    return result


def _told(case: ElementTree.Element, wrong: ElementTree.Element) -> str:
    first = (wrong.get("message") or "").partition("\n")[0]
    return f"{case.get('classname')}::{case.get('name')}: {first}"[:TOLD]


class Runner:
    """Runs suites from the main thread: children die with the thread that made them."""

    def __init__(self, servers: Servers, arguments: list[str], directory: Path) -> None:
        self._servers = servers
        self._arguments = arguments
        self._directory = directory
        self._running: list[Run] = []
        self.ended: list[tuple[Run, Result]] = []

    def run(self, suites: list[Suite]) -> None:
        """All of them; ends what is running when it is interrupted."""
        waiting = list(suites)
        try:
            while waiting or self._running:
                suite = next_of(waiting, [run.suite for run in self._running], AT_ONCE)
                if suite:
                    waiting.remove(suite)
                    self._running.append(self._start(suite))
                self._collect()
                time.sleep(TICK)
        finally:
            for run in self._running:
                run.end()

    def _start(self, suite: Suite) -> Run:
        name = suite.name.replace("/", "-")
        report = self._directory / f"{name}.xml"
        output = (self._directory / f"{name}.log").open("w+b")
        pytest = [sys.executable, "-P", "-m", "pytest", *UNUSED, STEADY, f"--junitxml={report}"]
        environment = environment_of(suite, self._servers)
        marks = ["-m", suite.marks] if suite.marks else []
        process = start(
            [*pytest, *marks, *self._arguments],
            cwd=plan.ROOT / suite.directory,
            environment=environment,
            output=output,
        )
        return Run(suite, process, output, report)

    def _collect(self) -> None:
        for run in [run for run in self._running if run.over()]:
            self._running.remove(run)
            result = run.result(selected=bool(self._arguments))
            self.ended.append((run, result))
            if result.failed or result.trouble:
                run.output.seek(0)
                print(f"\n──── {run.suite.name} ────", flush=True)
                print(run.output.read().decode(errors="replace"))
            run.output.close()
            print(row(run, result), flush=True)


def environment_of(suite: Suite, servers: Servers) -> Mapping[str, str]:
    """Ours, and what the stack would give a service, with a database of its own."""
    if not suite.service:
        return os.environ
    name = suite.name
    settings = service_environment(name, servers.database_url(name), servers.redis_url)
    return {**os.environ, **settings}


def row(run: Run, result: Result) -> str:
    """A line of the table: suite, tests, seconds, those of the processor, and what else there is to
    say.
    """
    count = result.passed + result.failed + result.skipped
    notes = [f"{result.failed} failed"] if result.failed else []
    notes += [result.trouble] if result.trouble else []
    notes += [f"skipped: {reason}" for reason in result.reasons]
    notes += result.tallies
    times = f"{run.seconds:>9.1f} s{run.processor:>9.1f} s"
    return f"{run.suite.name:<20}{count:>6}{times}  {'; '.join(notes)}".rstrip()


def bring_browser() -> None:
    """Install Chromium if need be. Where that cannot be done the tests are skipped and say why."""
    with suppress(chromium.Missing):
        chromium.ensure()


@contextmanager
def preparing(suites: list[Suite], directory: str) -> Iterator[None]:
    """Beside the first suites make the home in which those that follow start theirs."""
    os.environ[PREPARED] = directory
    if all(suite.fast for suite in suites):
        yield
        return
    command = [sys.executable, "-m", "tests.support.prepared"]
    process = start(command, cwd=plan.ROOT, environment=os.environ, output=subprocess.DEVNULL)
    try:
        yield
    finally:
        signal_group(process, signal.SIGTERM)
        process.wait()


def main() -> int:
    """The command line; returns the exit status."""
    suites, arguments = chosen(sys.argv[1:])
    # Hundreds of processes run the same files: each would compile all of them anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for sign in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.default_int_handler)
    began = time.monotonic()
    if any(suite.browser for suite in suites):
        bring_browser()
    with tempfile.TemporaryDirectory(prefix="aisle-tests-") as directory, throwaway() as servers:
        runner = Runner(servers, arguments, Path(directory))
        try:
            with preparing(suites, tempfile.mkdtemp(dir=directory)):
                runner.run(suites)
        except KeyboardInterrupt:
            print("Stopped.")
            return 130
    return summary(runner.ended, time.monotonic() - began)


def summary(ended: list[tuple[Run, Result]], seconds: float) -> int:
    """The table of all suites and the line of sums; returns the exit status."""
    print(f"\n{'suite':<20}{'tests':>6}{'time':>11}{'processor':>11}")
    for run, result in ended:
        print(row(run, result))
    results = [result for _, result in ended]
    passed = sum(result.passed for result in results)
    failed = sum(result.failed or bool(result.trouble) for result in results)
    skipped = sum(result.skipped for result in results)
    for run, result in ended:
        for failure in result.failures:
            print(f"FAILED {run.suite.name} {failure}")
    print(f"\nall suites in {seconds:.0f} s")
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
